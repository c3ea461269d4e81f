"""Merge and split units in the CMS: choose, see what it causes, give the reason, confirm. And what was changed so far."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminDateInput

from learning.choosers import unit_chooser
from learning.models import Cadre, Enrolment, Mandate, Posting, Unit
from learning.sessions.follow_units import planned_in
from learning.units.log import UnitChange
from learning.units.models import HelpContact
from learning.units.restructure import merge_unit, split_unit
from quizzes.menu import menu_item_for

RIGHT = "learning.change_unit"
ROWS_A_PAGE = 50
SHOWN = 30


class ChangeForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("From this day"),
        initial=timezone.localdate,
        widget=AdminDateInput,
        help_text=gettext_lazy("Today or earlier. What was recorded before keeps the old name and place."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("For instance the number of the decision. It is kept, with your name."),
    )


class MergeForm(ChangeForm):
    into = forms.ModelChoiceField(
        Unit.objects.all(), label=gettext_lazy("Is merged into"), widget=unit_chooser.widget_class
    )
    carry_mandates = forms.BooleanField(
        label=gettext_lazy("Who may act for it may act for the other unit from then on"),
        required=False,
        help_text=gettext_lazy(
            "Otherwise these mandates end on that day. Supervisors would see the whole other unit."
        ),
    )
    field_order = ["into", "on", "reason", "carry_mandates"]


class SplitForm(ChangeForm):
    code = forms.SlugField(label=gettext_lazy("Code of the new unit"), max_length=40)
    below = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Units below that go along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cadres = forms.ModelMultipleChoiceField(
        Cadre.objects.none(),
        label=gettext_lazy("Cadres of the unit itself who go along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            name = build_localized_fieldname("name", code)
            self.fields[name] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": language},
                max_length=160,
                required=code == settings.LANGUAGE_CODE,
            )
        today = timezone.localdate()
        self.fields["below"].queryset = unit.get_children().open_on(today)
        in_post = Posting.objects.in_force_on(today).filter(unit=unit)
        self.fields["cadres"].queryset = Cadre.objects.filter(postings__in=in_post).distinct()
        names = [build_localized_fieldname("name", code) for code, _name in settings.LANGUAGES]
        self.order_fields(["code", *names, "below", "cadres", "on", "reason"])

    def names(self) -> dict:
        given = {
            code: self.cleaned_data.get(build_localized_fieldname("name", code))
            for code, _name in settings.LANGUAGES
        }
        return {code: name for code, name in given.items() if name}


class ChangesView(WagtailAdminTemplateMixin, TemplateView):
    """Every change of the tree: who, when, why, and what it caused."""

    template_name = "learning/units/changes.html"
    header_icon = "site"
    page_title = gettext_lazy("Changes of units")
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        changes = UnitChange.objects.select_related("unit", "other", "made_by")
        page = Paginator(changes, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(page=page, **kwargs)


class RestructureView(ChangesView):
    """The form, then what it would cause, then done. Nothing is changed before it was confirmed."""

    template_name = "learning/units/restructure.html"

    def dispatch(self, request, *args, **kwargs):
        self.unit = get_object_or_404(Unit.objects.select_related("level"), code=kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        unit = {"url": reverse("unit:edit", args=[self.unit.pk]), "label": str(self.unit)}
        return [*self.breadcrumbs_items, unit, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.make_form())
        return super(ChangesView, self).get_context_data(unit=self.unit, **kwargs)

    def post(self, request, *args, **kwargs):
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if "confirmed" not in request.POST:
            effects = self.effects(form.cleaned_data)
            return self.render_to_response(self.get_context_data(form=form, effects=effects))
        try:
            self.carry_out(form, request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("It is done, and kept with your name and the reason."))
        return redirect("restructuring:index")


class MergeView(RestructureView):
    def get_page_title(self):
        return _("Merge %(unit)s into another") % {"unit": self.unit}

    def make_form(self, data=None):
        return MergeForm(data)

    def effects(self, data) -> list[dict]:
        on = data["on"]
        cadres = Posting.objects.in_force_on(on).filter(unit=self.unit).select_related("cadre", "post")
        mandates = Mandate.objects.in_force_on(on).filter(unit=self.unit).select_related("user")
        enrolments = Enrolment.objects.filter(cadre__in=cadres.values("cadre"), completed_at=None)
        names = {"into": data["into"]}
        kept = data["carry_mandates"]
        return [
            _effect(
                _("Units below that stand below %(into)s from then on") % names,
                self.unit.get_children().open_on(on),
            ),
            _effect(_("Posts that are held in %(into)s from then on") % names, cadres),
            _effect(
                _("Courses these cadres have under way: they go on as they are"), enrolments, listed=False
            ),
            _effect(_("Sessions planned from then on: held in %(into)s") % names, planned_in(self.unit, on)),
            _effect(
                _("Mandates that hold for %(into)s from then on") % names if kept else _("Mandates that end"),
                mandates,
            ),
            _effect(_("Help contacts that go along"), HelpContact.objects.filter(unit=self.unit)),
        ]

    def carry_out(self, form, by):
        data = form.cleaned_data
        merge_unit(
            unit=self.unit,
            into=data["into"],
            on=data["on"],
            reason=data["reason"],
            carry_mandates=data["carry_mandates"],
            by=by,
        )


class SplitView(RestructureView):
    def get_page_title(self):
        return _("Split %(unit)s") % {"unit": self.unit}

    def make_form(self, data=None):
        return SplitForm(data, unit=self.unit)

    def effects(self, data) -> list[dict]:
        moving = Posting.objects.in_force_on(data["on"]).filter(unit=self.unit, cadre__in=data["cadres"])
        part = {"into": data[build_localized_fieldname("name", settings.LANGUAGE_CODE)]}
        return [
            _effect(_("Units below that stand below %(into)s from then on") % part, data["below"]),
            _effect(
                _("Posts that are held in %(into)s from then on") % part,
                moving.select_related("cadre", "post"),
            ),
            _effect(
                _("Cadres below who go along with their units"),
                Posting.objects.in_force_on(data["on"]).filter(
                    unit__path__in=[
                        path
                        for child in data["below"]
                        for path in Unit.objects.subtree_of(child).values_list("path", flat=True)
                    ]
                ),
                listed=False,
            ),
        ]

    def carry_out(self, form, by):
        data = form.cleaned_data
        split_unit(
            unit=self.unit,
            code=data["code"],
            names=form.names(),
            below=list(data["below"]),
            cadres=[cadre.pk for cadre in data["cadres"]],
            on=data["on"],
            reason=data["reason"],
            by=by,
        )


def _effect(label, rows, *, listed=True) -> dict:
    """``{"label", "count", "rows", "more"}``."""
    count = len(rows) if isinstance(rows, list) else rows.count()
    return {
        "label": label,
        "count": count,
        "rows": rows[:SHOWN] if listed else [],
        "more": listed and count > SHOWN,
    }


class Restructuring(ViewSet):
    name = "restructuring"
    url_prefix = "organisation/units"
    icon = "history"
    menu_label = gettext_lazy("Changes of units")
    menu_item_class = menu_item_for(RIGHT)

    def get_urlpatterns(self):
        return [
            path("", ChangesView.as_view(), name="index"),
            path("<slug:code>/merge/", MergeView.as_view(), name="merge"),
            path("<slug:code>/split/", SplitView.as_view(), name="split"),
        ]
