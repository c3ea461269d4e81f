"""The renderings of a lesson or a module: who may have which is decided here, what they hold in ``courses/channels``."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, override

from courses.channels.audio_script import script_of
from courses.channels.guide import guide_of, total_minutes
from courses.channels.handout import handout_of, print_handout
from courses.channels.slides import slides_of
from courses.channels.teaching import Lesson, lesson_as_taught
from courses.channels.versions import changes_since, is_current
from courses.models import CoursePage, LessonPage, ModulePage, PrintedVersion
from learning.enrolments.access import may_open, may_teach
from learning.enrolments.pages import refusal
from learning.units.help import help_contacts
from quizzes.fonts import MissingGlyph
from quizzes.texts import in_language

KINDS = {"lessons": LessonPage, "modules": ModulePage}


@dataclass(frozen=True)
class Here:
    """A live lesson or module of a live course, with the lessons to render."""

    page: object
    course: CoursePage
    lessons: list[Lesson]


def find(kind: str, pk: int) -> Here:
    page = KINDS[kind].objects.live().filter(pk=pk).first()
    course = page.course if page else None
    if course is None or not course.live:
        raise Http404
    lessons = [page] if kind == "lessons" else LessonPage.objects.child_of(page).live().order_by("path")
    return Here(page=page, course=course, lessons=[lesson_as_taught(lesson) for lesson in lessons])


def for_teaching(view):
    """Decorator: to people who teach, whatever post the course is for; everybody else is told that it is not theirs."""

    def asked(request, kind, pk):
        here = find(kind, pk)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_teach(request.user):
            return render(request, "learning/enrolments/not_teaching.html", {"page": here.page}, status=403)
        return view(request, kind, here)

    return asked


def for_readers(view):
    """Decorator: to whoever may read the lesson, and to people who teach it."""

    def asked(request, kind, pk):
        here = find(kind, pk)
        access = may_open(request.user, here.course)
        if not access.allowed and not may_teach(request.user):
            return refusal(request, here.course, access)
        return view(request, kind, here)

    return asked


@for_teaching
def projector(request, kind, here):
    """One idea a screen. Holds no notes: what is projected is read by everybody in the room."""
    return render(request, "courses/channels/projector.html", _slides(request, kind, here))


@for_teaching
def presenter(request, kind, here):
    """The second window: the screen that is shown, the next one, the notes and a clock."""
    return render(request, "courses/channels/presenter.html", _slides(request, kind, here))


@for_teaching
def guide(request, kind, here):
    """To prepare with and to hold in the hand; prints."""
    context = {
        "kind": kind,
        "page": here.page,
        "course": here.course,
        "lessons": guide_of(here.lessons),
        "is_taught": True,
        "minutes": total_minutes(here.lessons),
    }
    return render(request, "courses/channels/guide.html", context)


@for_readers
def audio_script(request, kind, here):
    scripts = [script_of(lesson) for lesson in here.lessons]
    context = {
        "kind": kind,
        "page": here.page,
        "course": here.course,
        "scripts": scripts,
        "minutes": sum(script.minutes for script in scripts),
    }
    return render(request, "courses/channels/audio_script.html", context)


@for_readers
def handout(request, kind, here):
    """Large print, A4, black and white. What no font can print is named; a box is never printed."""
    help_lines = [
        f"{contact['phone']}  {in_language(contact['names'], get_language())}"
        for contact in help_contacts(None)
    ]
    try:
        content, version = print_handout(
            page=here.page, course=here.course, lessons=here.lessons, help_lines=help_lines
        )
    except MissingGlyph as missing:
        return render(
            request, "courses/channels/unprintable.html", {"page": here.page, "letter": missing}, status=409
        )
    name = f"{here.page.slug}-{version.code}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-cache"},
    )


def printed_version(request, code):
    """What became of a printed sheet. Whoever may not read the lesson learns only whether the sheet is current."""
    version = get_object_or_404(PrintedVersion, code=code.upper())
    kind, here = _printed_page(version)
    context = {
        "version": version,
        "page": here.page if here else None,
        "kind": kind,
        "current": False,
        "changes": None,
    }
    if here:
        with override(version.language):
            parts = handout_of(here.lessons).parts
        context["current"] = is_current(version, parts)
        if not context["current"] and (
            may_open(request.user, here.course).allowed or may_teach(request.user)
        ):
            context["changes"] = changes_since(version, parts)
    return render(request, "courses/channels/version.html", context)


def _printed_page(version):
    for kind, model in KINDS.items():
        page = model.objects.live().filter(translation_key=version.page_key).first()
        if page and page.course and page.course.live:
            with override(version.language):
                return kind, find(kind, page.pk)
    return "", None


def full_address(page) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{page.get_url()}"


def _slides(request, kind, here):
    slides = slides_of(here.lessons, address_of=full_address)
    return {"kind": kind, "page": here.page, "course": here.course, "slides": slides, "is_taught": True}
