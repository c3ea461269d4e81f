"""Translation in the CMS: the courses, the table of one, the translator's view of a page, files out and in."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page

from courses.models import CoursePage
from courses.signing import languages_to_be_signed
from courses.translating.bring import BrokenFile, bring_translations, read_translations
from courses.translating.change import mark_current, save_translations, set_hidden
from courses.translating.forms import TranslationForm
from courses.translating.po import write_po_file
from courses.translating.queries import course_rows, page_rows, translation_counts
from courses.translating.signatures import SignaturesMixin
from courses.translating.state import STALE, difference
from courses.translating.units import SOURCE, target_languages
from courses.translating.xliff import write_xliff

PAGES_A_SCREEN = 20
WRITERS = {
    "xliff": (
        lambda pages, code: write_xliff(pages, source_language=SOURCE, target_language=code),
        "application/xliff+xml",
    ),
    "po": (lambda pages, code: write_po_file(pages, target_language=code), "text/x-gettext-translation"),
}


def may_translate(user, page) -> bool:
    return page.permissions_for_user(user).can_edit()


class TranslatingPage(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "globe"

    def get_page_title(self):
        return _("Translations")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": reverse("translating:index"), "label": _("Translations")}]

    def find_course(self):
        course = get_object_or_404(CoursePage, pk=self.kwargs["course_pk"])
        if not may_translate(self.request.user, course):
            raise PermissionDenied
        return course

    def find_language(self):
        code = self.kwargs["language"]
        if code not in dict(target_languages()):
            raise Http404
        return code


class IndexView(TranslatingPage):
    """Every course with its languages, and how far each is."""

    template_name = "courses/translating/index.html"

    def get_context_data(self, **kwargs):
        courses = list(CoursePage.objects.order_by("path"))
        counts = translation_counts(courses)
        rows = [
            {
                "course": course,
                "languages": [
                    (code, name, counts.get((course.pk, code))) for code, name in target_languages()
                ],
            }
            for course in courses
        ]
        return super().get_context_data(rows=rows, **kwargs)


class CourseView(TranslatingPage):
    """The table of a course in one language: pages with their blocks and fields, the open ones first to be seen."""

    template_name = "courses/translating/course.html"

    def get_context_data(self, **kwargs):
        course, code = self.find_course(), self.find_language()
        pages = course_rows(course, code)
        only_open = self.request.GET.get("show") != "all"
        shown = [page for page in pages if page.open_rows] if only_open else pages
        counts = {name: sum(page.counts[name] for page in pages) for name in ("missing", "stale", "current")}
        screen = Paginator(shown, PAGES_A_SCREEN).get_page(self.request.GET.get("p"))
        for page in screen:
            page.page.shown_rows = [
                {"row": row, "difference": _changed(row)}
                for row in (page.open_rows if only_open else page.rows)
            ]
        kwargs.pop("language", None)
        return super().get_context_data(
            course=course,
            language=code,
            language_name=dict(target_languages())[code],
            counts=counts,
            page=screen,
            only_open=only_open,
            is_signed=code in languages_to_be_signed(),
            **kwargs,
        )


class TranslateView(TranslatingPage):
    """Source beside target. Saving makes a draft; publishing goes its usual way."""

    template_name = "courses/translating/page.html"

    def get_context_data(self, form=None, **kwargs):
        page, code = self._page(), self.find_language()
        standing = page_rows(page, code)
        form = form or TranslationForm(page=standing)
        kwargs.pop("language", None)
        return super().get_context_data(
            translated=page,
            language=code,
            language_name=dict(target_languages())[code],
            standing=standing,
            counts=standing.counts,
            form=form,
            course=page.course,
            media=form.media,
            rows=[
                {"row": row, "base": base, "texts": texts, "difference": _changed(row)}
                for row, base, texts in form.shown()
            ],
            may_publish=page.permissions_for_user(self.request.user).can_publish(),
            **kwargs,
        )

    def post(self, request, **kwargs):
        page, code = self._page(), self.find_language()
        here = redirect("translating:page", page.pk, code)
        for act, value in (("mark", "mark"), ("hide", "hide"), ("show", "show")):
            if name := request.POST.get(act):
                self._act(value, page, code, name)
                return here
        form = TranslationForm(request.POST, page=page_rows(page, code))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        wanted, overtaken = form.wanted()
        revision = save_translations(page=page, language=code, texts=wanted, by=request.user)
        for row in overtaken:
            messages.error(
                request,
                _("Somebody else has changed “%(part)s” meanwhile. Yours was not saved there; compare first.")
                % {"part": row.unit.label},
            )
        if revision and request.POST.get("publish") and page.permissions_for_user(request.user).can_publish():
            revision.publish(user=request.user)
            messages.success(request, _("Saved and published."))
        elif revision:
            messages.success(request, _("Saved as a draft. It goes live when the page is published."))
        elif not overtaken:
            messages.info(request, _("Nothing was changed."))
        return here

    def _act(self, act, page, code, name):
        if act == "mark":
            mark_current(page=page, language=code, unit_name=name, by=self.request.user)
            messages.success(self.request, _("Marked as current, unchanged."))
        else:
            set_hidden(page=page, language=code, unit_name=name, hidden=act == "hide", by=self.request.user)

    def _page(self):
        page = get_object_or_404(Page, pk=self.kwargs["page_pk"]).specific
        if not hasattr(page, "translated_texts"):
            raise Http404
        if (
            not may_translate(self.request.user, page)
            or page.permissions_for_user(self.request.user).page_locked()
        ):
            raise PermissionDenied
        return page


class ExportView(TranslatingPage):
    """The course's texts for an outside translator."""

    def get(self, request, **kwargs):
        course, code = self.find_course(), self.find_language()
        write, kind = WRITERS[kwargs["kind"]]
        name = f"{slugify(course.slug)}.{code}.{kwargs['kind']}"
        return HttpResponse(
            write(course_rows(course, code), code),
            content_type=f"{kind}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class BringView(TranslatingPage):
    """Take a translated file in. Everything of it, or nothing."""

    def post(self, request, **kwargs):
        course, code = self.find_course(), self.find_language()
        file = request.FILES.get("file")
        here = redirect("translating:course", course.pk, code)
        if file is None:
            messages.error(request, _("Choose a file first."))
            return here
        try:
            texts = read_translations(file.name, file.read(), code)
            report = bring_translations(course=course, language=code, texts=texts, by=request.user)
        except BrokenFile as error:
            messages.error(request, _("Nothing was taken over. %(reason)s") % {"reason": error})
            return here
        sentence = _(
            "%(texts)s texts on %(pages)s pages were taken over as drafts; %(stale)s were made from an older source."
        )
        messages.success(
            request, sentence % {"texts": report.texts, "pages": report.pages, "stale": report.stale}
        )
        for left in report.left[:20]:
            messages.warning(request, left)
        return here

    get = View.http_method_not_allowed


def _changed(row) -> str:
    return difference(row.state.then, row.unit.source_parts) if row.state.code == STALE else ""


class SignaturesView(SignaturesMixin, TranslatingPage):
    """Who stands for safety and legal text in this language."""


class TranslatingMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("wagtailadmin.access_admin")


class TranslatingViewSet(ViewSet):
    name = "translating"
    url_prefix = "translating"
    icon = "globe"
    menu_label = gettext_lazy("Translations")
    menu_order = 195
    add_to_admin_menu = True
    menu_item_class = TranslatingMenuItem

    def get_urlpatterns(self):
        return [
            path("", IndexView.as_view(), name="index"),
            path("courses/<int:course_pk>/<slug:language>/", CourseView.as_view(), name="course"),
            path(
                "courses/<int:course_pk>/<slug:language>/signatures/",
                SignaturesView.as_view(),
                name="signatures",
            ),
            path("courses/<int:course_pk>/<slug:language>/bring/", BringView.as_view(), name="bring"),
            path(
                "courses/<int:course_pk>/<slug:language>/xliff/",
                ExportView.as_view(),
                {"kind": "xliff"},
                name="xliff",
            ),
            path(
                "courses/<int:course_pk>/<slug:language>/po/", ExportView.as_view(), {"kind": "po"}, name="po"
            ),
            path("pages/<int:page_pk>/<slug:language>/", TranslateView.as_view(), name="page"),
        ]
