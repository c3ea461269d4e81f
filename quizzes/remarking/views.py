"""Proposed and done re-markings, for those who write questions; confirming is for those with the right."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from quizzes.menu import QUIZZES_MENU, menu_item_for
from quizzes.models import QuestionVersion, Remarking
from quizzes.people import Person, people_behind
from quizzes.question_types import QUESTION_TYPES
from quizzes.remarking.change import confirm_remarking, drop_remarking, keys_for, propose_remarking
from quizzes.remarking.effect import effects_of
from quizzes.texts import in_language

WRITES, CONFIRMS = "quizzes.change_quiz", "quizzes.confirm_remarking"
MOST_LISTED = 200  # people on the page; whose pass changes come first
ROWS_A_PAGE = 50


class ProposalForm(forms.Form):
    corrected = forms.ModelChoiceField(
        label=gettext_lazy("Right key"), queryset=QuestionVersion.objects.none(), empty_label=None
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args, keys, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["corrected"].queryset = QuestionVersion.objects.filter(pk__in=[key.pk for key in keys])
        self.fields["corrected"].label_from_instance = key_in_words


class RemarkingPage(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "rotate"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(WRITES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Marking anew")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": reverse("remarking:index"), "label": self.get_page_title()}]


class RemarkingsView(RemarkingPage):
    template_name = "quizzes/remarking/index.html"

    def get_context_data(self, **kwargs):
        remarkings = Remarking.objects.select_related("version", "corrected", "proposed_by", "decided_by")
        page = Paginator(remarkings, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        rows = [{"remarking": one, "prompt": _prompt(one.version)} for one in page]
        return super().get_context_data(page=page, rows=rows, **kwargs)


class ProposeView(RemarkingPage):
    """The right key is a later version of the question: so it is put right in the bank first."""

    template_name = "quizzes/remarking/propose.html"

    def get_context_data(self, form=None, **kwargs):
        version = self._version()
        keys = keys_for(version)
        return super().get_context_data(
            version=version,
            prompt=_prompt(version),
            key_now=key_in_words(version),
            has_keys=bool(keys),
            form=form or ProposalForm(keys=keys),
            **kwargs,
        )

    def post(self, request, version_pk):
        version = self._version()
        form = ProposalForm(request.POST, keys=keys_for(version))
        if form.is_valid():
            try:
                remarking = propose_remarking(version=version, by=request.user, **form.cleaned_data)
                return redirect("remarking:one", remarking.uuid)
            except ValidationError as error:
                form.add_error(None, error.messages)
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def _version(self):
        return get_object_or_404(
            QuestionVersion.objects.select_related("question"), pk=self.kwargs["version_pk"]
        )


class RemarkingView(RemarkingPage):
    """Everybody it touches, before it happens; afterwards what it did."""

    template_name = "quizzes/remarking/one.html"

    def get_context_data(self, **kwargs):
        remarking = _remarking(self.kwargs["uuid"])
        return super().get_context_data(
            remarking=remarking,
            prompt=_prompt(remarking.version),
            key_before=key_in_words(remarking.version),
            key_after=key_in_words(remarking.corrected),
            may_confirm=self.request.user.has_perm(CONFIRMS),
            effect=shown_effect(remarking, self.request.user)
            if remarking.state == Remarking.State.PROPOSED
            else None,
            done=remarking.results.count(),
            **kwargs,
        )


class DecideView(View):
    """Confirm or drop."""

    http_method_names = ["post"]

    def post(self, request, uuid):
        remarking = _remarking(uuid)
        act = {"confirm": confirm_remarking, "drop": drop_remarking}.get(request.POST.get("decision"))
        may = request.user.has_perm(CONFIRMS) or (
            act is drop_remarking and request.user.has_perm(WRITES) and remarking.proposed_by == request.user
        )
        if not may or act is None:
            raise PermissionDenied
        act(remarking=remarking, by=request.user)
        messages.success(request, _("Your decision is kept."))
        return redirect("remarking:one", remarking.uuid)


class RemarkingViewSet(ViewSet):
    name = "remarking"
    url_prefix = "quizzes/marking-anew"
    icon = "rotate"
    menu_label = gettext_lazy("Marking anew")
    menu_hook = QUIZZES_MENU
    menu_item_class = menu_item_for(WRITES)

    def get_urlpatterns(self):
        return [
            path("", RemarkingsView.as_view(), name="index"),
            path("versions/<int:version_pk>/", ProposeView.as_view(), name="propose"),
            path("<uuid:uuid>/", RemarkingView.as_view(), name="one"),
            path("<uuid:uuid>/decide/", DecideView.as_view(), name="decide"),
        ]


def shown_effect(remarking: Remarking, reader) -> dict:
    """``{"attempts", "gains", "losses", "rows": [{"effect", "person"}], "unlisted"}``; lost passes come first."""
    effects = list(effects_of(remarking))
    first = sorted(
        effects, key=lambda effect: (not effect.loses_pass, not effect.gains_pass, effect.attempt.pk)
    )
    listed = first[:MOST_LISTED]
    people = people_behind([effect.attempt.registration for effect in listed], reader=reader)
    return {
        "attempts": len(effects),
        "gains": sum(effect.gains_pass for effect in effects),
        "losses": sum(effect.loses_pass for effect in effects),
        "rows": [
            {"effect": effect, "person": people.get(effect.attempt.registration, Person())}
            for effect in listed
        ],
        "unlisted": len(effects) - len(listed),
    }


def key_in_words(version: QuestionVersion) -> str:
    """The version's number and its right answer."""
    key = QUESTION_TYPES[version.content["type"]].key_text(version.content, get_language())
    return _("Version %(number)s: %(key)s") % {"number": version.number, "key": key or "–"}


def _prompt(version):
    return in_language(version.content["prompt"], get_language())


def _remarking(uuid):
    return get_object_or_404(Remarking.objects.select_related("version__question", "corrected"), uuid=uuid)
