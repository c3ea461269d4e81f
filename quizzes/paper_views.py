"""Printing a quiz, in the CMS: variants, answer sheets, and the key for the marker. For those who write questions."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from quizzes.fonts import MissingGlyph
from quizzes.gain import FEWEST, gain_of
from quizzes.menu import QUIZZES_MENU, menu_item_for
from quizzes.models import PaperSet, Quiz, TestPair
from quizzes.paper import VARIANTS, key_pdf, paper_pdf, print_set
from quizzes.texts import in_language

WRITES = "quizzes.change_quiz"
ROWS_A_PAGE = 50


class PrintForm(forms.Form):
    quiz = forms.ModelChoiceField(label=gettext_lazy("Quiz"), queryset=Quiz.objects.filter(live=True))
    variants = forms.TypedChoiceField(
        label=gettext_lazy("How many variants"),
        choices=[(n, VARIANTS[:n]) for n in range(1, len(VARIANTS) + 1)],
        coerce=int,
        initial=len(VARIANTS),
    )


class WritersOnly:
    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(WRITES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PrintedTestsView(WritersOnly, WagtailAdminTemplateMixin, TemplateView):
    """What was printed, and the form that prints another."""

    template_name = "quizzes/paper/index.html"
    header_icon = "doc-full"
    _show_breadcrumbs = True

    def get_page_title(self):
        return _("Tests on paper")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, form=None, **kwargs):
        page = Paginator(PaperSet.objects.select_related("made_by"), ROWS_A_PAGE).get_page(
            self.request.GET.get("p")
        )
        rows = [{"printed": one, "title": in_language(one.quiz_title, get_language())} for one in page]
        return super().get_context_data(
            form=form or PrintForm(), page=page, rows=rows, languages=settings.LANGUAGES, **kwargs
        )

    def post(self, request):
        form = PrintForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        letters = VARIANTS[: form.cleaned_data["variants"]]
        print_set(quiz=form.cleaned_data["quiz"], by=request.user, letters=letters)
        return redirect("paper:index")


class SheetView(WritersOnly, View):
    """The test, or the key, of one printing as PDF."""

    def get(self, request, code, what, language):
        printed = get_object_or_404(PaperSet, code=code)
        if language not in dict(settings.LANGUAGES) or what not in ("test", "key"):
            raise Http404
        with translation.override(language):
            title = in_language(printed.quiz_title, language)
            draw = paper_pdf if what == "test" else key_pdf
            try:
                pdf = draw(
                    printed.variants,
                    title=title,
                    code=printed.code,
                    language=language,
                    day=printed.made_at.date(),
                )
            except MissingGlyph as error:
                message = _("The letter %(letter)s cannot be printed with the fonts of this site.")
                return HttpResponse(message % {"letter": error}, status=409, content_type="text/plain")
        answer = HttpResponse(pdf, content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{what}-{printed.code}-{language}.pdf"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class GainsView(WritersOnly, WagtailAdminTemplateMixin, TemplateView):
    """Every pair of tests before and after: what was gained, by how many who took both."""

    template_name = "quizzes/paper/gains.html"
    header_icon = "order-up"
    _show_breadcrumbs = True

    def get_page_title(self):
        return _("Before and after")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        pairs = Paginator(TestPair.objects.select_related("before", "after"), ROWS_A_PAGE).get_page(
            self.request.GET.get("p")
        )
        rows = [self._row(pair) for pair in pairs]
        return super().get_context_data(rows=rows, page=pairs, fewest=FEWEST, **kwargs)

    def _row(self, pair):
        gain = gain_of(pair)
        told = gain.before is not None
        return {
            "pair": pair,
            "gain": gain,
            "points": round(100 * gain.gain) if told else None,
            "before_width": round(200 * gain.before) if told else 0,
            "after_width": round(200 * gain.after) if told else 0,
        }


class PaperViewSet(ViewSet):
    name = "paper"
    url_prefix = "quizzes/paper"
    icon = "doc-full"
    menu_label = gettext_lazy("Tests on paper")
    menu_hook = QUIZZES_MENU
    menu_item_class = menu_item_for(WRITES)

    def get_urlpatterns(self):
        return [
            path("", PrintedTestsView.as_view(), name="index"),
            path("<str:code>/<str:what>-<str:language>.pdf", SheetView.as_view(), name="sheet"),
        ]


class GainsViewSet(ViewSet):
    name = "gains"
    url_prefix = "quizzes/gains"
    icon = "order-up"
    menu_label = gettext_lazy("Before and after")
    menu_hook = QUIZZES_MENU
    menu_item_class = menu_item_for(WRITES)

    def get_urlpatterns(self):
        return [path("", GainsView.as_view(), name="index")]
