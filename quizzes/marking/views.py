"""The queue in the CMS. Whoever marks sees the question, the rubric and the answer, and never whose it is."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from quizzes.marking.queue import NotYours, give_back, give_mark, settle, take
from quizzes.models import MarkingTask
from quizzes.people import registrations_of
from quizzes.texts import in_language

MARKS, RECONCILES = "quizzes.mark_answers", "quizzes.reconcile_marks"
ROWS_A_PAGE = 50
TAKEN = gettext_lazy(
    "This answer is not yours to mark any more: your half hour was over, or it is marked already."
)


class RubricForm(forms.Form):
    """A choice of points for every criterion, and a comment for the learner."""

    def __init__(self, *args, rubric, **kwargs):
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        for criterion in rubric:
            self.fields[f"c-{criterion['id']}"] = forms.TypedChoiceField(
                label=in_language(criterion["text"], get_language()),
                choices=[(points, points) for points in range(criterion["points"] + 1)],
                coerce=int,
                widget=forms.RadioSelect,
            )
        self.fields["comment"] = forms.CharField(
            label=gettext_lazy("Comment for the learner"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    @property
    def points(self) -> dict:
        return {criterion["id"]: self.cleaned_data[f"c-{criterion['id']}"] for criterion in self.rubric}


class MarkingPage(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "edit"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not _may_come(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Marking")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": reverse("marking:index"), "label": self.get_page_title()}]


class QueueView(MarkingPage):
    """How much waits, and the button that takes the next one."""

    template_name = "quizzes/marking/index.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        own = registrations_of(user)
        disputed = MarkingTask.objects.disputed().exclude(marks__marker=user)
        disputed = disputed.exclude(response__attempt__registration__in=own).select_related(
            "response__version"
        )
        page = Paginator(disputed, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            waiting=MarkingTask.objects.open_for(user, own=own).count() if user.has_perm(MARKS) else None,
            may_settle=user.has_perm(RECONCILES),
            page=page,
            disputed=[{"task": task, "prompt": _prompt(task)} for task in page],
            **kwargs,
        )


class TakeView(View):
    """The next one, claimed for half an hour."""

    http_method_names = ["post"]

    def post(self, request):
        if not request.user.has_perm(MARKS):
            raise PermissionDenied
        task = take(marker=request.user)
        if task is None:
            messages.info(request, _("Nothing waits for you at present."))
            return redirect("marking:index")
        return redirect("marking:one", task.pk)


class TaskView(MarkingPage):
    """The answer one has claimed; or, with the right, one where two marks differ."""

    template_name = "quizzes/marking/one.html"

    def get_context_data(self, form=None, **kwargs):
        task = self._task()
        content = task.response.version.content
        return super().get_context_data(
            task=task,
            prompt=_prompt(task),
            answer=task.response.answer,
            example=in_language(content["example"], get_language()),
            form=form or RubricForm(rubric=content["rubric"]),
            marks=self._marks(task) if task.state == MarkingTask.State.DISPUTED else [],
            **kwargs,
        )

    def post(self, request, pk):
        try:
            task = self._task()
        except Http404:
            messages.error(request, TAKEN)
            return redirect("marking:index")
        if request.POST.get("action") == "give-back":
            give_back(task=task, marker=request.user)
            return redirect("marking:index")
        form = RubricForm(request.POST, rubric=task.response.version.content["rubric"])
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        fields = {"task": task, "points": form.points, "comment": form.cleaned_data["comment"]}
        try:
            if task.state == MarkingTask.State.DISPUTED:
                settle(by=request.user, **fields)
            else:
                give_mark(marker=request.user, **fields)
            messages.success(request, _("Your mark is kept."))
        except (NotYours, ValidationError):
            messages.error(request, TAKEN)
        return redirect("marking:index")

    def _task(self):
        """Nobody looks into an answer that she has not claimed."""
        task = get_object_or_404(
            MarkingTask.objects.select_related("response__version", "response__attempt"), pk=self.kwargs["pk"]
        )
        user = self.request.user
        if task.state == MarkingTask.State.WAITING and user.has_perm(MARKS):
            may = task.claimed_by_id == user.pk
        else:
            may = (
                task.state == MarkingTask.State.DISPUTED
                and user.has_perm(RECONCILES)
                and not task.marks.filter(marker=user).exists()
                and task.response.attempt.registration not in registrations_of(user)
            )
        if not may:
            raise Http404
        return task

    def _marks(self, task):
        """Both marks, without the names of those who gave them."""
        return [
            {"number": number, "percent": int(mark.scaled * 100), "comment": mark.comment}
            for number, mark in enumerate(task.marks.all(), start=1)
        ]


class MarkingMenuItem(MenuItem):
    def is_shown(self, request):
        return _may_come(request.user)


class MarkingViewSet(ViewSet):
    name = "marking"
    url_prefix = "marking"
    icon = "edit"
    menu_label = gettext_lazy("Marking")
    menu_order = 205
    add_to_admin_menu = True
    menu_item_class = MarkingMenuItem

    def get_urlpatterns(self):
        return [
            path("", QueueView.as_view(), name="index"),
            path("take/", TakeView.as_view(), name="take"),
            path("<int:pk>/", TaskView.as_view(), name="one"),
        ]


def _may_come(user) -> bool:
    return user.has_perm(MARKS) or user.has_perm(RECONCILES)


def _prompt(task):
    return in_language(task.response.version.content["prompt"], get_language())
