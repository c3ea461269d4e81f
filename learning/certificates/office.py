"""Certificates in the CMS, for those who may decide: find one, revoke it, reinstate it, correct a name."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from config.jobs.models import Job
from learning.certificates.change import correct_name, reinstate, revoke, status_today
from learning.certificates.code import clean_code, spaced_code
from learning.certificates.doubt_views import CERTIFICATES_MENU
from learning.certificates.fonts import MissingGlyph
from learning.certificates.forms import DecisionForm, NameForm
from learning.certificates.issue import store_file
from learning.certificates.models import Certificate, CertificateEvent
from learning.certificates.reprint import REPRINT, job_key, request_reprint
from learning.certificates.status import STATUS_NAMES, Status, status_of
from learning.certificates.template import CertificateTemplate
from quizzes.menu import menu_item_for

RIGHT = "learning.decide_certificate"
TEMPLATE_RIGHT = "learning.change_certificatetemplate"
ROWS_A_PAGE = 50


class MayDecide:
    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class CertificateListView(MayDecide, WagtailAdminTemplateMixin, TemplateView):
    """Certificates by number, code or name. Three queries, whatever the length."""

    template_name = "learning/certificates/office/list.html"
    header_icon = "doc-full-inverse"
    page_title = gettext_lazy("Issued certificates")
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("q", "").strip()
        page = Paginator(found(asked), ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        today = timezone.localdate()
        rows = [
            {
                "certificate": certificate,
                "status": STATUS_NAMES[
                    status_of(
                        [event.kind for event in certificate.events.all()],
                        valid_until=certificate.valid_until,
                        today=today,
                    )
                ],
            }
            for certificate in page
        ]
        return super().get_context_data(rows=rows, page=page, q=asked, **kwargs)


def found(asked: str):
    """Newest first; by number or code exactly, by a part of the name."""
    certificates = Certificate.objects.select_related("place").prefetch_related(
        Prefetch("events", CertificateEvent.objects.order_by("occurred_at", "pk"))
    )
    if not asked:
        return certificates
    exact = certificates.filter(number=asked) | certificates.filter(code=clean_code(asked))
    return exact if exact.exists() else certificates.filter(facts__name__icontains=asked)


class CertificateView(MayDecide, WagtailAdminTemplateMixin, TemplateView):
    """One certificate, what became of it, and what can be decided."""

    template_name = "learning/certificates/office/certificate.html"
    header_icon = "doc-full-inverse"
    _show_breadcrumbs = True
    form = None

    @property
    def certificate(self):
        return get_object_or_404(
            Certificate.objects.select_related("place", "replaces", "replaced_by"), uuid=self.kwargs["uuid"]
        )

    def get_page_title(self):
        return _("Certificate %(number)s") % {"number": self.certificate.number}

    def get_breadcrumbs_items(self):
        index = {"url": reverse("issued_certificates:index"), "label": _("Issued certificates")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        certificate = self.certificate
        status = status_today(certificate)
        decisions = {
            Status.VALID: ["correct", "revoke"],
            Status.EXPIRED: ["correct", "revoke"],
            Status.REVOKED: ["reinstate"],
        }.get(status, [])
        forms = {
            name: NameForm(initial={"name": certificate.facts["name"]}, prefix=name)
            if name == "correct"
            else DecisionForm(prefix=name)
            for name in decisions
        }
        return super().get_context_data(
            certificate=certificate,
            status=status,
            status_name=STATUS_NAMES[status],
            code=spaced_code(certificate.code),
            events=certificate.events.select_related("recorded_by", "successor"),
            forms={**forms, **kwargs.pop("refused", {})},
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        decision = request.POST.get("decision")
        if decision not in ("correct", "revoke", "reinstate"):
            return redirect("issued_certificates:certificate", kwargs["uuid"])
        form = (NameForm if decision == "correct" else DecisionForm)(request.POST, prefix=decision)
        if form.is_valid():
            try:
                decided = self.decide(decision, form.cleaned_data)
                messages.success(request, _("Recorded."))
                return redirect("issued_certificates:certificate", decided.uuid)
            except ValidationError as error:
                form.add_error(None, error.messages)
            except MissingGlyph as error:
                form.add_error("name", error.sentence())
        return self.render_to_response(self.get_context_data(refused={decision: form}))

    def decide(self, decision, cleaned) -> Certificate:
        certificate, by = self.certificate, self.request.user
        if decision == "correct":
            corrected = correct_name(
                certificate=certificate, name=cleaned["name"], reason=cleaned["reason"], by=by
            )
            return store_file(certificate=corrected)
        verb = revoke if decision == "revoke" else reinstate
        verb(certificate=certificate, reason=cleaned["reason"], by=by)
        return certificate


class PrintsView(WagtailAdminTemplateMixin, TemplateView):
    """Templates, and a button each that prints their certificates again. For those who write templates."""

    template_name = "learning/certificates/office/prints.html"
    header_icon = "doc-full-inverse"
    page_title = gettext_lazy("Print again")
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(TEMPLATE_RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        templates = list(CertificateTemplate.objects.annotate(issued=Count("certificates")))
        keys = {job_key(template): template for template in templates}
        jobs = {job.key: job for job in Job.objects.filter(kind=REPRINT, key__in=keys)}
        rows = [{"template": template, "job": jobs.get(key)} for key, template in keys.items()]
        is_printing = any(not job.is_finished for job in jobs.values())
        return super().get_context_data(rows=rows, is_printing=is_printing, **kwargs)

    def post(self, request, *args, **kwargs):
        template = get_object_or_404(CertificateTemplate, pk=request.POST.get("template"))
        request_reprint(template, user=request.user)
        return redirect("certificate_prints:index")


class IssuedCertificates(ViewSet):
    name = "issued_certificates"
    url_prefix = "certificates/issued"
    icon = "list-ul"
    menu_label = gettext_lazy("Issued")
    menu_hook = CERTIFICATES_MENU
    menu_item_class = menu_item_for(RIGHT)

    def get_urlpatterns(self):
        return [
            path("", CertificateListView.as_view(), name="index"),
            path("<uuid:uuid>/", CertificateView.as_view(), name="certificate"),
        ]


class CertificatePrints(ViewSet):
    name = "certificate_prints"
    url_prefix = "certificates/prints"
    icon = "rotate"
    menu_label = gettext_lazy("Print again")
    menu_hook = CERTIFICATES_MENU
    menu_item_class = menu_item_for(TEMPLATE_RIGHT)

    def get_urlpatterns(self):
        return [path("", PrintsView.as_view(), name="index")]
