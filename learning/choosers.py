"""Choosing a unit, a cadre or an account in the CMS: by searching, because a federation has thousands of each.

Wagtail shows its dialogues to everybody who may enter the CMS; these only to those who keep the organisation.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from learning.cadres.models import Cadre
from learning.units.models import Unit
from quizzes.choosers import ByWords

RIGHT = "learning.change_posting"


class ForOrganisers:
    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class UnitByWords(ByWords):
    names = ("code", "name_zh_hans", "name_en")


class CadreByWords(ByWords):
    names = ("name", "code")


class AccountByWords(ByWords):
    names = ("username", "first_name", "last_name", "email")


class Chosen(ForOrganisers, chooser.ChosenView):
    pass


class ChosenMultiple(ForOrganisers, chooser.ChosenMultipleView):
    pass


class OrganisationChooser(ChooserViewSet):
    """Searched with ``search_form``."""

    search_form: type[ByWords]
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple
    per_page = 20

    @property
    def choose_view_class(self):
        return self._searched(chooser.ChooseView)

    @property
    def choose_results_view_class(self):
        return self._searched(chooser.ChooseResultsView)

    def _searched(self, view):
        return type(view.__name__, (ForOrganisers, view), {"filter_form_class": self.search_form})


class UnitChooser(OrganisationChooser):
    model = Unit
    icon = "site"
    choose_one_text = _("Choose a unit")
    choose_another_text = _("Choose another unit")
    search_form = UnitByWords


class CadreChooser(OrganisationChooser):
    model = Cadre
    icon = "user"
    choose_one_text = _("Choose a cadre")
    choose_another_text = _("Choose another cadre")
    search_form = CadreByWords


class AccountChooser(OrganisationChooser):
    model = get_user_model()
    icon = "user"
    choose_one_text = _("Choose an account")
    choose_another_text = _("Choose another account")
    search_form = AccountByWords
    register_widget = False


unit_chooser = UnitChooser("unit_chooser")
cadre_chooser = CadreChooser("cadre_chooser")
account_chooser = AccountChooser("account_chooser")
