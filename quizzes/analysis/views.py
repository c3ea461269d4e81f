"""What the answers tell, for trainers. Nobody is named here."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from config.jobs.models import Job
from quizzes.analysis.analyse import KIND, request_analysis
from quizzes.analysis.figures import FEWEST, FEWEST_TO_DISCRIMINATE
from quizzes.analysis.shown import shown_items, shown_scores
from quizzes.models import Attempt, Quiz, QuizAnalysis

ROWS_A_PAGE = 50


class MayReadAnalyses:
    """For those who write questions."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("quizzes.change_quiz"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AnalysesView(MayReadAnalyses, WagtailAdminTemplateMixin, TemplateView):
    """All quizzes that were taken: how often, and what the last analysis said."""

    template_name = "quizzes/analysis/index.html"
    header_icon = "history"
    _show_breadcrumbs = True

    def get_page_title(self):
        return _("Item analysis")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        latest = QuizAnalysis.objects.filter(quiz=OuterRef("pk")).order_by("-made_at", "-pk")
        handed_in = Count("attempts", filter=Q(attempts__state=Attempt.State.SUBMITTED))
        quizzes = Quiz.objects.annotate(handed_in=handed_in, latest=Subquery(latest.values("pk")[:1]))
        page = Paginator(quizzes.order_by("key"), ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        analyses = QuizAnalysis.objects.in_bulk([quiz.latest for quiz in page if quiz.latest])
        rows = [{"quiz": quiz, "analysis": analyses.get(quiz.latest)} for quiz in page]
        return super().get_context_data(rows=rows, page=page, **kwargs)


class AnalysisView(MayReadAnalyses, WagtailAdminTemplateMixin, TemplateView):
    """One quiz: the analysis asked for, or the newest; and the job that makes the next one."""

    template_name = "quizzes/analysis/quiz.html"
    header_icon = "history"
    _show_breadcrumbs = True

    def get_page_title(self):
        return _("Item analysis")

    def get_page_subtitle(self):
        return str(self.quiz)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("quiz_analysis:index"), "label": _("Item analysis")},
            {"url": "", "label": str(self.quiz)},
        ]

    def get_context_data(self, **kwargs):
        self.quiz = get_object_or_404(Quiz, key=self.kwargs["quiz_key"])
        kept = QuizAnalysis.objects.filter(quiz_key=self.quiz.key)
        analysis = self._asked_for(kept)
        job = Job.objects.filter(kind=KIND, arguments__quiz_key=self.quiz.key).order_by("-created_at").first()
        return super().get_context_data(
            quiz=self.quiz,
            analysis=analysis,
            items=shown_items(analysis, self.quiz, language=get_language()) if analysis else [],
            scores=shown_scores(analysis) if analysis else [],
            earlier=kept[:12],
            job=job if job and job.state != Job.State.DONE else None,
            fewest=FEWEST,
            fewest_to_discriminate=FEWEST_TO_DISCRIMINATE,
            **kwargs,
        )

    def _asked_for(self, kept):
        asked = self.request.GET.get("of")
        if not asked:
            return kept.first()
        found = next((analysis for analysis in kept if str(analysis.uuid) == asked), None)
        if found is None:
            raise Http404
        return found


class AskView(MayReadAnalyses, View):
    """Ask for a new analysis. Twice while one is being made: that one."""

    http_method_names = ["post"]

    def post(self, request, quiz_key):
        quiz = get_object_or_404(Quiz, key=quiz_key)
        which = request.POST.get("which")
        request_analysis(
            quiz=quiz,
            first_only=which not in ("all", "assisted"),
            assisted=which == "assisted",
            by=request.user,
        )
        return redirect("quiz_analysis:quiz", quiz.key)
