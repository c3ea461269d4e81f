"""Lists and editors of what is closed or ended and never deleted, because evidence points at it."""

from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy


class KeptForEver(ModelPermissionPolicy):
    """Evidence points at it: it is closed or ended, and nobody deletes it."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)


class ListView(IndexView):
    """A list whose queries do not grow with its length: ``related`` are fetched with the rows."""

    related = ()

    def get_base_queryset(self):
        return super().get_base_queryset().select_related(*self.related)


class KeptViewSet(ModelViewSet):
    copy_view_enabled = False
    list_per_page = 50
