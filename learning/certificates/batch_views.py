"""Certificates for many, in the CMS: start a batch, watch it, take it along as one file."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from learning.certificates.batch import (
    LARGEST,
    CertificateBatch,
    cohort_members,
    session_members,
    start_batch,
)
from learning.certificates.bundle import bundle_response
from learning.certificates.doubt_views import CERTIFICATES_MENU
from learning.certificates.forms import CohortForm, SessionForm
from learning.certificates.models import Certificate
from learning.certificates.office import RIGHT, MayDecide
from quizzes.menu import menu_item_for

ROWS_A_PAGE = 30


class BatchListView(MayDecide, WagtailAdminTemplateMixin, TemplateView):
    """The batches so far, and the two forms that start one."""

    template_name = "learning/certificates/office/batches.html"
    header_icon = "copy"
    page_title = gettext_lazy("Certificates for many")
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        forms = {"session": SessionForm(prefix="session"), "cohort": CohortForm(prefix="cohort")}
        page = Paginator(CertificateBatch.objects.all(), ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(page=page, forms={**forms, **kwargs.pop("refused", {})}, **kwargs)

    def post(self, request, *args, **kwargs):
        whom = "session" if request.POST.get("whom") == "session" else "cohort"
        form = (SessionForm if whom == "session" else CohortForm)(request.POST, prefix=whom)
        if form.is_valid():
            chosen = (_of_session if whom == "session" else _of_cohort)(form.cleaned_data)
            if chosen["members"]:
                batch = start_batch(by=request.user, **chosen)
                return redirect("certificate_batches:batch", batch.uuid)
            form.add_error(None, _("Nobody was found for whom there is something to certify."))
        return self.render_to_response(self.get_context_data(refused={whom: form}))


def _of_session(chosen) -> dict:
    session = chosen["session"]
    return {"kind": Certificate.Kind.ATTENDANCE, "members": session_members(session), "title": str(session)}


def _of_cohort(chosen) -> dict:
    members = cohort_members(
        course_key=chosen["course"].translation_key,
        unit=chosen["unit"],
        since=chosen["since"],
        until=chosen["until"],
    )
    title = _("%(course)s, %(unit)s, %(since)s to %(until)s") % {
        "course": chosen["course"].heading,
        "unit": chosen["unit"].name,
        "since": chosen["since"],
        "until": chosen["until"],
    }
    return {"kind": Certificate.Kind.COMPLETION, "members": members, "title": title[:200]}


class BatchView(MayDecide, WagtailAdminTemplateMixin, TemplateView):
    """How far a batch is, whom it could not print, and its certificates as one file."""

    template_name = "learning/certificates/office/batch.html"
    header_icon = "copy"
    _show_breadcrumbs = True

    def get_page_title(self):
        return self.batch.title

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        self.batch = get_object_or_404(CertificateBatch, uuid=kwargs["uuid"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        index = {"url": reverse("certificate_batches:index"), "label": _("Certificates for many")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.batch.title}]

    def get_context_data(self, **kwargs):
        progress = self.batch.progress
        return super().get_context_data(
            batch=self.batch,
            progress=progress,
            issued=self.batch.certificates.count(),
            largest=LARGEST,
            **kwargs,
        )


class BatchFileView(MayDecide, View):
    """All certificates of the batch that stand today, as a ZIP or as one PDF."""

    def get(self, request, uuid, kind):
        batch = get_object_or_404(CertificateBatch, uuid=uuid)
        return bundle_response(batch.certificates, kind=kind, name=_("certificates"))


class CertificateBatches(ViewSet):
    name = "certificate_batches"
    url_prefix = "certificates/batches"
    icon = "copy"
    menu_label = gettext_lazy("For many")
    menu_hook = CERTIFICATES_MENU
    menu_item_class = menu_item_for(RIGHT)

    def get_urlpatterns(self):
        return [
            path("", BatchListView.as_view(), name="index"),
            path("<uuid:uuid>/", BatchView.as_view(), name="batch"),
            path("<uuid:uuid>/all.zip", BatchFileView.as_view(), {"kind": "zip"}, name="zip"),
            path("<uuid:uuid>/all.pdf", BatchFileView.as_view(), {"kind": "pdf"}, name="pdf"),
        ]
