"""The pages of the analysis in the CMS."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from quizzes.analysis.views import AnalysesView, AnalysisView, AskView
from quizzes.menu import QUIZZES_MENU, menu_item_for


class AnalysisViewSet(ViewSet):
    name = "quiz_analysis"
    url_prefix = "quizzes/analysis"
    icon = "history"
    menu_label = _("Item analysis")
    menu_hook = QUIZZES_MENU
    menu_item_class = menu_item_for("quizzes.change_quiz")

    def get_urlpatterns(self):
        return [
            path("", AnalysesView.as_view(), name="index"),
            path("<slug:quiz_key>/", AnalysisView.as_view(), name="quiz"),
            path("<slug:quiz_key>/ask/", AskView.as_view(), name="ask"),
        ]
