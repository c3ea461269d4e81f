"""Bring a spreadsheet of units or cadres in the CMS, see what it would change, and carry it out."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminDateInput

from learning.cadres.bulk.models import CARRY_OUT, BulkImport
from learning.cadres.bulk.run import bring, carry_out, template_file
from quizzes.menu import menu_item_for

LARGEST = 50 * 1024 * 1024  # bytes
ROWS_A_PAGE = 30
RIGHT_TO = {BulkImport.Kind.UNITS: "learning.add_unit", BulkImport.Kind.ROSTER: "learning.add_cadre"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACTS = {
    "new": gettext_lazy("new"),
    "renamed": gettext_lazy("renamed"),
    "moved": gettext_lazy("moved"),
    "transferred": gettext_lazy("transferred"),
    "closed": gettext_lazy("closed"),
    "ended": gettext_lazy("leaves the post"),
    "account": gettext_lazy("gets an account"),
}


class BringForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What it holds"), choices=BulkImport.Kind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(label=gettext_lazy("Spreadsheet (.xlsx or .csv)"))
    on = forms.DateField(
        label=gettext_lazy("From this day"),
        initial=timezone.localdate,
        widget=AdminDateInput,
        help_text=gettext_lazy("For rows that name no day of their own."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("This file is larger than 50 MB. Divide it."))
        return file


class MayImport:
    """Whoever may add what the spreadsheet holds; asked again for each kind."""

    def dispatch(self, request, *args, **kwargs):
        if not any(request.user.has_perm(right) for right in RIGHT_TO.values()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def asked_for(self, uuid) -> BulkImport:
        brought = get_object_or_404(BulkImport, uuid=uuid)
        refuse_without_right(self.request.user, brought.kind)
        return brought


def refuse_without_right(user, kind):
    if not user.has_perm(RIGHT_TO[kind]):
        raise PermissionDenied


class ImportListView(MayImport, WagtailAdminTemplateMixin, TemplateView):
    template_name = "learning/cadres/bulk/list.html"
    header_icon = "upload"
    page_title = gettext_lazy("From a spreadsheet")
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        mine = [kind for kind, right in RIGHT_TO.items() if self.request.user.has_perm(right)]
        found = BulkImport.objects.filter(kind__in=mine).select_related("brought_by")
        page = Paginator(found, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        kwargs.setdefault("form", BringForm(initial={"kind": mine[0]}))
        return super().get_context_data(page=page, kinds=BulkImport.Kind.choices, **kwargs)

    def post(self, request, *args, **kwargs):
        form = BringForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        asked = form.cleaned_data
        refuse_without_right(request.user, asked["kind"])
        brought = bring(
            kind=asked["kind"],
            content=asked["file"].read(),
            file_name=asked["file"].name,
            on=asked["on"],
            by=request.user,
        )
        return redirect("bulk_imports:import", brought.uuid)


class ImportView(MayImport, WagtailAdminTemplateMixin, TemplateView):
    """What the spreadsheet would change and what cannot be; then, on POST, carry it out."""

    template_name = "learning/cadres/bulk/import.html"
    header_icon = "upload"
    _show_breadcrumbs = True

    def get_page_title(self):
        return self.brought.file_name or _("From a spreadsheet")

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            raise PermissionDenied
        self.brought = self.asked_for(kwargs["uuid"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        index = {"url": reverse("bulk_imports:index"), "label": _("From a spreadsheet")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        job = self.brought.job
        report = self.brought.done or self.brought.foreseen
        return super().get_context_data(
            brought=self.brought,
            job=job,
            is_done=bool(self.brought.done),
            is_carrying_out=bool(job and job.kind == CARRY_OUT),
            report=report,
            counts=[(ACTS[act], count) for act, count in report.get("counts", {}).items()],
            changes=[{**change, "act": ACTS[change["act"]]} for change in report.get("changes", [])],
            total=sum(report.get("counts", {}).values()),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        if self.brought.foreseen and not self.brought.forgotten_at:
            carry_out(brought=self.brought, by=request.user)
        return redirect("bulk_imports:import", self.brought.uuid)


class ProblemsView(MayImport, View):
    def get(self, request, uuid):
        brought = self.asked_for(uuid)
        storage = storages["private"]
        if not storage.exists(brought.problems_stored_as):
            raise Http404
        name = _("to-be-corrected") + ".xlsx"
        return FileResponse(storage.open(brought.problems_stored_as), as_attachment=True, filename=name)


class TemplateFileView(MayImport, View):
    def get(self, request, kind):
        if kind not in RIGHT_TO:
            raise Http404
        refuse_without_right(request.user, kind)
        headers = {"Content-Disposition": f'attachment; filename="{kind}.xlsx"'}
        return HttpResponse(template_file(kind), content_type=XLSX, headers=headers)


class BulkImports(ViewSet):
    name = "bulk_imports"
    url_prefix = "organisation/imports"
    icon = "upload"
    menu_label = gettext_lazy("From a spreadsheet")
    menu_item_class = menu_item_for("learning.add_unit")

    def get_urlpatterns(self):
        return [
            path("", ImportListView.as_view(), name="index"),
            path("template/<slug:kind>.xlsx", TemplateFileView.as_view(), name="template"),
            path("<uuid:uuid>/", ImportView.as_view(), name="import"),
            path("<uuid:uuid>/problems.xlsx", ProblemsView.as_view(), name="problems"),
        ]
