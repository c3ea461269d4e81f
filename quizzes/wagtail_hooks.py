"""What quizzes adds to Wagtail's admin."""

from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from quizzes.analysis.viewset import AnalysisViewSet
from quizzes.exchange.views import ExchangeViewSet
from quizzes.marking.views import MarkingViewSet
from quizzes.models import Question, Quiz
from quizzes.paper_views import GainsViewSet, PaperViewSet
from quizzes.remarking.views import RemarkingViewSet
from quizzes.viewsets import QuizzesGroup

register_snippet(QuizzesGroup)


@hooks.register("register_admin_viewset")
def quiz_tools():
    return [
        AnalysisViewSet(),
        MarkingViewSet(),
        RemarkingViewSet(),
        ExchangeViewSet(),
        PaperViewSet(),
        GainsViewSet(),
    ]


@hooks.register("after_edit_snippet")
def say_which_quizzes_wait(request, instance):
    """An edited question reaches learners when its quizzes are published again: say which."""
    if not isinstance(instance, Question):
        return
    newest = instance.versions.order_by("-number").first()
    waiting = [
        str(quiz)
        for quiz in Quiz.objects.filter(live=True, quiz_questions__question=instance)
        if newest and newest.pk not in quiz.live_versions
    ]
    waiting += [
        str(quiz)
        for quiz in Quiz.objects.filter(live=True, draws__isnull=False).distinct()
        if newest and quiz_draws_older(quiz, instance, newest)
    ]
    if waiting:
        message = _(
            "These quizzes still ask the question as it was, until they are published again: %(quizzes)s."
        )
        messages.warning(request, message % {"quizzes": ", ".join(waiting)})


def quiz_draws_older(quiz, question, newest) -> bool:
    """Does the live quiz draw from versions of this question of which none is the newest?"""
    pools = {item["version"] for draw in quiz.live_draws for item in draw["pool"]}
    return newest.pk not in pools and question.versions.filter(pk__in=pools).exists()
