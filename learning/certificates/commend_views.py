"""Commendations in the CMS: what a rule has found, and the decision about each."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from learning.certificates.commendation import CommendationRule, Nomination
from learning.certificates.doubt_views import CERTIFICATES_MENU
from learning.certificates.fonts import MissingGlyph
from learning.certificates.issue import store_file
from learning.certificates.models import Certificate
from learning.certificates.nominate import decide_nomination, nominate
from quizzes.menu import menu_item_for

RIGHT = "learning.decide_nomination"
ROWS_A_PAGE = 50


class MayApprove:
    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class RulesView(MayApprove, WagtailAdminTemplateMixin, TemplateView):
    """The saved rules in words, with how many wait and how many were honoured."""

    template_name = "learning/certificates/office/commendations.html"
    header_icon = "pick"
    page_title = gettext_lazy("Commendations")
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        counted = CommendationRule.objects.select_related("unit").annotate(
            waiting=Count("nominations", filter=Q(nominations__state=Nomination.State.PROPOSED)),
            honoured=Count("nominations", filter=Q(nominations__state=Nomination.State.APPROVED)),
        )
        page = Paginator(counted, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(page=page, **kwargs)


class RuleView(MayApprove, WagtailAdminTemplateMixin, TemplateView):
    """One rule, whom it finds, and what was counted of each. Looking anew and deciding are posted here."""

    template_name = "learning/certificates/office/commendation.html"
    header_icon = "pick"
    _show_breadcrumbs = True

    @property
    def rule(self):
        return get_object_or_404(CommendationRule.objects.select_related("unit"), pk=self.kwargs["pk"])

    def get_page_title(self):
        return str(self.rule)

    def get_breadcrumbs_items(self):
        index = {"url": reverse("commendations:index"), "label": _("Commendations")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        rule = self.rule
        nominations = rule.nominations.select_related("cadre", "unit", "decided_by")
        page = Paginator(nominations, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        issued = {
            certificate.nomination_id: certificate
            for certificate in Certificate.objects.standing().filter(nomination__in=[one.pk for one in page])
        }
        rows = [{"nomination": one, "certificate": issued.get(one.pk)} for one in page]
        return super().get_context_data(rule=rule, rows=rows, page=page, **kwargs)

    def post(self, request, *args, **kwargs):
        if request.POST.get("act") == "look":
            waiting = nominate(rule=self.rule)
            messages.success(request, _("%(n)s wait for a decision.") % {"n": waiting})
        else:
            self.decide(request)
        return redirect("commendations:rule", kwargs["pk"])

    def decide(self, request):
        nomination = get_object_or_404(self.rule.nominations, pk=request.POST.get("nomination") or 0)
        try:
            decided = decide_nomination(
                nomination=nomination,
                approve=request.POST.get("act") == "approve",
                reason=request.POST.get("reason", "")[:300],
                by=request.user,
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except MissingGlyph as error:
            messages.error(request, error.sentence())
        else:
            for certificate in decided.certificates.all():
                store_file(certificate=certificate)
            messages.success(request, _("Your decision is kept, with your name and the reason."))


class Commendations(ViewSet):
    name = "commendations"
    url_prefix = "certificates/commendations"
    icon = "pick"
    menu_label = gettext_lazy("Commendations")
    menu_hook = CERTIFICATES_MENU
    menu_item_class = menu_item_for(RIGHT)

    def get_urlpatterns(self):
        return [
            path("", RulesView.as_view(), name="index"),
            path("<int:pk>/", RuleView.as_view(), name="rule"),
        ]
