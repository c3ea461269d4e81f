"""Searching in the CMS's dialogues by parts of words: its search index does not cut Chinese into words."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet


class ByWords(BaseFilterForm):
    """Every word has to stand in one of the columns ``names``."""

    q = forms.CharField(
        label=_("Search"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )
    names = ()

    def filter(self, objects):
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            found = Q()
            for name in self.names:
                found |= Q(**{f"{name}__icontains": word})
            objects = objects.filter(found)
        return super().filter(objects)


class QuestionByWords(ByWords):
    names = ("key", "search_text")


class QuizByWords(ByWords):
    names = ("key", "title_zh_hans", "title_en")


class ChooseQuestion(ChooseView):
    filter_form_class = QuestionByWords


class ChooseQuestionResults(ChooseResultsView):
    filter_form_class = QuestionByWords


class ChooseQuiz(ChooseView):
    filter_form_class = QuizByWords


class ChooseQuizResults(ChooseResultsView):
    filter_form_class = QuizByWords


class QuestionChooser(SnippetChooserViewSet):
    choose_view_class = ChooseQuestion
    choose_results_view_class = ChooseQuestionResults


class QuizChooser(SnippetChooserViewSet):
    choose_view_class = ChooseQuiz
    choose_results_view_class = ChooseQuizResults
