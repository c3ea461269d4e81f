"""Bring what exists: Word files and course files in, course files out."""

import base64
import datetime
import re
import uuid

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from courses.exchange.archive import BrokenFile
from courses.exchange.docx import read_docx
from courses.exchange.read import import_course
from courses.exchange.word import make_pages
from courses.exchange.write import export_course
from courses.models import CourseIndexPage, CoursePage

FOLDER = "word-files"
KEEP_FOR = datetime.timedelta(days=1)
THUMBNAIL = 300_000  # bytes: larger pictures are named, not shown, before they are taken


def may_bring(user) -> bool:
    index = CourseIndexPage.objects.first()
    return bool(
        index and index.permissions_for_user(user).can_add_subpage() and user.has_perm("quizzes.add_quiz")
    )


class ExchangePage(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "upload"

    def dispatch(self, request, *args, **kwargs):
        if not may_bring(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Bring and exchange")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": reverse("bring:index"), "label": self.get_page_title()}]


class IndexView(ExchangePage):
    template_name = "courses/exchange/index.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            courses=CoursePage.objects.order_by("path"), languages=settings.LANGUAGES, **kwargs
        )


class ExportView(ExchangePage):
    def get(self, request, pk):
        course = get_object_or_404(CoursePage, pk=pk)
        return HttpResponse(
            export_course(course),
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{course.slug}.course.zip"'},
        )


class CourseFileView(ExchangePage):
    """A course file in: all of it as drafts, or nothing with a sentence why."""

    def post(self, request):
        file = request.FILES.get("file")
        try:
            if file is None:
                raise BrokenFile(_("Choose a file first."))
            done = import_course(file.read(), index=CourseIndexPage.objects.first(), by=request.user)
        except BrokenFile as error:
            messages.error(request, _("Nothing was taken over. %(reason)s") % {"reason": error})
            return redirect("bring:index")
        messages.success(
            request,
            _("%(n)s pages were taken over as drafts. Publish the quizzes, then the pages.")
            % {"n": done.pages},
        )
        if done.kept:
            messages.info(
                request,
                _("Already here and left as they are: %(names)s") % {"names": ", ".join(done.kept[:30])},
            )
        for left in done.left[:20]:
            messages.warning(request, left)
        return redirect("wagtailadmin_explore", done.course.pk)


class WordFileView(ExchangePage):
    """First step: read the file, keep it for a day, change nothing."""

    def post(self, request):
        file, language = request.FILES.get("file"), request.POST.get("language")
        try:
            if file is None or language not in dict(settings.LANGUAGES):
                raise BrokenFile(_("Choose a file first."))
            content = file.read()
            read_docx(content, name=file.name)
        except BrokenFile as error:
            messages.error(request, _("Nothing was taken over. %(reason)s") % {"reason": error})
            return redirect("bring:index")
        key = str(uuid.uuid4())
        forget_old_files(now=timezone.now())
        storages["private"].save(f"{FOLDER}/{key}.docx", ContentFile(content))
        held = request.session.get("word_files", {})
        request.session["word_files"] = {**held, key: {"name": file.name[:200], "language": language}}
        return redirect("bring:word-preview", key)


class WordPreview(ExchangePage):
    """Second step: what will become of it, what cannot be taken, and a prompt for each picture's alternative text."""

    template_name = "courses/exchange/word.html"

    def get_context_data(self, **kwargs):
        document, _told = self._document()
        pictures = [
            {"name": name, "field": f"alt-{place}", "told": told, "data": _shown(content, name)}
            for place, (name, (content, told)) in enumerate(document.pictures.items())
        ]
        courses = CoursePage.objects.order_by("path")
        return super().get_context_data(document=document, pictures=pictures, courses=courses, **kwargs)

    def post(self, request, key):
        document, told = self._document()
        names = list(document.pictures)
        texts = {name: request.POST.get(f"alt-{place}", "") for place, name in enumerate(names)}
        course = CoursePage.objects.filter(pk=request.POST.get("course") or 0).first()
        if course and not course.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        try:
            made = make_pages(
                document,
                parent=course or CourseIndexPage.objects.first(),
                language=told["language"],
                alternative_texts=texts,
                by=request.user,
            )
        except BrokenFile as error:
            messages.error(request, _("Nothing was taken over. %(reason)s") % {"reason": error})
            return redirect("bring:word-preview", key)
        storages["private"].delete(f"{FOLDER}/{key}.docx")
        context = {
            **super().get_context_data(),
            "document": document,
            "course": made,
            "unfinished": [n for n in names if not texts[n] and not document.pictures[n][1]],
        }
        return render(request, "courses/exchange/word_done.html", context)

    def _document(self):
        key = str(self.kwargs["key"])
        told = self.request.session.get("word_files", {}).get(key)
        name = f"{FOLDER}/{key}.docx"
        if told is None or not storages["private"].exists(name):
            raise Http404
        with storages["private"].open(name) as file:
            return read_docx(file.read(), name=told["name"]), told


def forget_old_files(*, now) -> None:
    """Word files that nobody went on with. Harmless twice."""
    storage = storages["private"]
    if not storage.exists(FOLDER):
        return
    for name in storage.listdir(FOLDER)[1]:
        if storage.get_modified_time(f"{FOLDER}/{name}") < now - KEEP_FOR:
            storage.delete(f"{FOLDER}/{name}")


def _shown(content, name) -> str:
    kind = re.sub("jpg$", "jpeg", name.rsplit(".", 1)[-1].lower())
    return (
        f"data:image/{kind};base64,{base64.b64encode(content).decode()}" if len(content) < THUMBNAIL else ""
    )


class ExchangeMenuItem(MenuItem):
    def is_shown(self, request):
        return may_bring(request.user)


class ExchangeViewSet(ViewSet):
    name = "bring"
    url_prefix = "bring"
    icon = "upload"
    menu_label = gettext_lazy("Bring and exchange")
    menu_order = 198
    add_to_admin_menu = True
    menu_item_class = ExchangeMenuItem

    def get_urlpatterns(self):
        return [
            path("", IndexView.as_view(), name="index"),
            path("courses/<int:pk>/", ExportView.as_view(), name="export"),
            path("course-file/", CourseFileView.as_view(), name="course-file"),
            path("word/", WordFileView.as_view(), name="word"),
            path("word/<uuid:key>/", WordPreview.as_view(), name="word-preview"),
        ]
