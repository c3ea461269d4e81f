"""Import with a dry run, and export, in the CMS."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from quizzes.choices import category_choices
from quizzes.exchange.formats import FORMATS, read_any
from quizzes.exchange.item import NotReadable
from quizzes.exchange.take_in import already_here, items_of, judge, key_of, take_in
from quizzes.exchange.xml import LARGEST
from quizzes.menu import QUIZZES_MENU, menu_item_for
from quizzes.models import Question, Quiz
from quizzes.versions import digest_of

MAY = "quizzes.add_question"
SALT = "quizzes.exchange"
MOST_ITEMS = 1000
NOTHING_CHOSEN = [("", "---------")]


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Moodle XML, GIFT, a QTI 2.1 or 3.0 package or item. Up to 20 MB."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the file"),
        choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE,
        help_text=gettext_lazy("For texts that do not say theirs."),
    )
    category = forms.ChoiceField(label=gettext_lazy("category"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [*NOTHING_CHOSEN, *category_choices()]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(size)s MB.") % {"size": LARGEST // 1024**2}
            )
        return file


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=[(code, one.label) for code, one in FORMATS.items()]
    )
    quiz = forms.ModelChoiceField(
        label=gettext_lazy("Questions of the quiz"), queryset=Quiz.objects.order_by("key"), required=False
    )
    category = forms.ChoiceField(label=gettext_lazy("Questions of the category"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [*NOTHING_CHOSEN, *category_choices()]

    def questions(self):
        """What was chosen; without any choice the whole bank."""
        quiz, category = self.cleaned_data["quiz"], self.cleaned_data["category"]
        questions = Question.objects.all()
        if quiz:
            questions = questions.filter(places__quiz=quiz).order_by("places__sort_order")
        return questions.filter(category=category) if category else questions


class ExchangeView(WagtailAdminTemplateMixin, TemplateView):
    """Both forms. A file is first read and reported on; nothing is kept until that is confirmed with the same file."""

    template_name = "quizzes/exchange/index.html"
    header_icon = "download"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(MAY):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Import and export")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": reverse("exchange:index"), "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("import_form", ImportForm())
        kwargs.setdefault("export_form", ExportForm())
        return super().get_context_data(**kwargs)

    def post(self, request):
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._again(form)
        data = form.cleaned_data["file"].read()
        try:
            items = read_any(data, language=form.cleaned_data["language"])
            if len(items) > MOST_ITEMS:
                raise NotReadable(
                    _("The file has more than %(number)s questions; divide it.") % {"number": MOST_ITEMS}
                )
        except NotReadable as error:
            form.add_error("file", str(error))
            return self._again(form)
        judge(items)
        seal = digest_of([str(digest_of(data.hex())), form.cleaned_data["language"]])
        if request.POST.get("action") == "take-in" and self._was_shown(seal):
            return self._take_in(items, form.cleaned_data["category"])
        return self._report(form, items, seal)

    def _again(self, form):
        return self.render_to_response(self.get_context_data(import_form=form), status=400)

    def _was_shown(self, seal):
        """Only what the report was about is taken in."""
        try:
            return loads(self.request.POST.get("shown", ""), salt=SALT, max_age=3600) == seal
        except BadSignature:
            return False

    def _report(self, form, items, seal):
        here = already_here(items)
        rows = [
            {"item": item, "number": number, "is_here": item.is_taken and key_of(item) in here}
            for number, item in enumerate(items, start=1)
        ]
        return self.render_to_response(
            self.get_context_data(
                import_form=form,
                rows=rows,
                fitting=sum(row["item"].is_taken and not row["is_here"] for row in rows),
                refused=sum(not row["item"].is_taken for row in rows),
                shown=dumps(seal, salt=SALT),
            )
        )

    def _take_in(self, items, category):
        made = take_in(items, category=category, by=self.request.user)
        words = ngettext(
            "%(number)s question has been taken in.", "%(number)s questions have been taken in.", len(made)
        )
        messages.success(self.request, words % {"number": len(made)})
        return redirect("wagtailsnippets_quizzes_question:list")


class ExportView(ExchangeView):
    """The report of what the format cannot hold, and then the file."""

    def get(self, request):
        form = ExportForm(request.GET)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(export_form=form), status=400)
        made = FORMATS[form.cleaned_data["format"]]
        items = items_of(form.questions())
        data = made.write(items)
        if request.GET.get("download"):
            response = HttpResponse(data, content_type=made.media_type)
            name = f"questions-{timezone.localdate().isoformat()}.{made.extension}"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
        rows = [{"item": item, "number": number} for number, item in enumerate(items, 1) if item.notes]
        return self.render_to_response(
            self.get_context_data(
                export_form=form,
                export_rows=rows,
                exported=sum(item.is_taken for item in items),
                download=f"{request.GET.urlencode()}&download=1",
            )
        )


class ExchangeViewSet(ViewSet):
    name = "exchange"
    url_prefix = "quizzes/exchange"
    icon = "download"
    menu_label = gettext_lazy("Import and export")
    menu_hook = QUIZZES_MENU
    menu_item_class = menu_item_for(MAY)

    def get_urlpatterns(self):
        return [
            path("", ExchangeView.as_view(), name="index"),
            path("export/", ExportView.as_view(), name="export"),
        ]
