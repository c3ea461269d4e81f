"""Certificates whose pass no longer holds, for those who decide about them."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from learning.certificates.doubt import PassInDoubt
from learning.certificates.doubts import decide_doubt, doubts_visible_to
from quizzes.menu import menu_item_for

RIGHT = "learning.decide_passindoubt"
CERTIFICATES_MENU = "register_certificates_menu_item"
ROWS_A_PAGE = 50


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=PassInDoubt.Decision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class DoubtsView(WagtailAdminTemplateMixin, TemplateView):
    """What waits for a decision first, and what was decided. A decision is posted to the same address."""

    template_name = "learning/certificates/doubts.html"
    header_icon = "warning"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Passes in doubt")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        page = Paginator(doubts_visible_to(self.request.user), ROWS_A_PAGE).get_page(
            self.request.GET.get("p")
        )
        rows = [{"doubt": doubt, "form": DecisionForm(prefix=f"d{doubt.pk}")} for doubt in page]
        return super().get_context_data(rows=rows, page=page, **kwargs)

    def post(self, request):
        doubt = get_object_or_404(doubts_visible_to(request.user), pk=request.POST.get("doubt") or 0)
        form = DecisionForm(request.POST, prefix=f"d{doubt.pk}")
        try:
            if not form.is_valid():
                raise ValidationError(_("Choose what becomes of the certificate, and give the reason."))
            decide_doubt(doubt=doubt, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your decision is kept, with your name and the reason."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("passes_in_doubt:index")


class DoubtsViewSet(ViewSet):
    name = "passes_in_doubt"
    url_prefix = "passes-in-doubt"
    icon = "warning"
    menu_label = gettext_lazy("Passes in doubt")
    menu_hook = CERTIFICATES_MENU
    menu_item_class = menu_item_for(RIGHT)

    def get_urlpatterns(self):
        return [path("", DoubtsView.as_view(), name="index")]
