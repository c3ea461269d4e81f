"""Wishes to be forgotten, in the CMS."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from learning.cadres.models import Cadre
from learning.choosers import cadre_chooser
from learning.privacy.leave import ask_to_be_forgotten
from learning.privacy.models import Departure
from quizzes.menu import menu_item_for

RIGHT = "learning.carry_out_departure"
SHOWN = 50  # carried out last


class AskedOnPaperForm(forms.Form):
    cadre = forms.ModelChoiceField(
        Cadre.objects.filter(forgotten_at=None),
        label=gettext_lazy("Cadre"),
        widget=cadre_chooser.widget_class,
    )


class DeparturesView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "learning/privacy/office.html"
    header_icon = "user"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Wishes to be forgotten")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        waiting = Departure.objects.waiting().select_related("cadre")
        done = Departure.objects.exclude(carried_out_at=None).order_by("-carried_out_at")[:SHOWN]
        context = {"waiting": waiting, "done": done, "form": AskedOnPaperForm()} | kwargs
        return super().get_context_data(**context)

    def post(self, request):
        """She asked in person or on paper."""
        form = AskedOnPaperForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        ask_to_be_forgotten(cadre=form.cleaned_data["cadre"])
        messages.success(request, _("Noted. It is not carried out yet."))
        return redirect("departures:index")


class DeparturesViewSet(ViewSet):
    name = "departures"
    url_prefix = "departures"
    icon = "user"
    menu_label = gettext_lazy("Wishes to be forgotten")
    menu_item_class = menu_item_for(RIGHT)

    def get_urlpatterns(self):
        return [path("", DeparturesView.as_view(), name="index")]
