"""Addresses of the pages beside the list of activities."""

from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet

from courses.h5p.cms import author_views as author
from courses.h5p.cms import views


class H5PTools(ViewSet):
    """The pages beside the list of activities."""

    name = "h5p_tools"
    url_prefix = "activity-tools"
    icon = "pick"
    menu_label = gettext_lazy("H5P libraries")

    def get_urlpatterns(self):
        return [
            path("upload/", views.UploadView.as_view(), name="new"),
            path("uploads/<uuid:uuid>/", views.VerdictView.as_view(), name="upload"),
            path("contents/<int:pk>/preview/", views.PreviewView.as_view(), name="preview"),
            path("contents/<int:pk>/export/", views.ExportView.as_view(), name="export"),
            path("activities/<int:pk>/copy/", views.CopyView.as_view(), name="copy"),
            path("write/", author.NewView.as_view(), name="write"),
            path("contents/<int:pk>/", author.EditView.as_view(), name="edit"),
            path("contents/<int:pk>/live/", author.LivePreviewView.as_view(), name="live"),
            path("contents/<int:pk>/files/", author.AttachView.as_view(), name="attach"),
            path("libraries/", views.LibrariesView.as_view(), name="libraries"),
            path("libraries/<int:pk>/uninstall/", views.UninstallView.as_view(), name="uninstall"),
        ]
