"""The large-print handout: A4, black and white, 17 points, with a version code and a QR code that tells whether it is current."""

import io
from dataclasses import dataclass
from pathlib import Path

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.channels.paper import lesson_nodes, plain_parts
from courses.channels.teaching import Lesson
from courses.channels.versions import version_for
from quizzes.printing import compile_pdf, language_for_page

TEMPLATE = Path(__file__).parent / "typst" / "handout.typ"


@dataclass(frozen=True)
class Handout:
    lessons: list
    files: dict
    language: str

    @property
    def parts(self) -> list[str]:
        return [text for lesson in self.lessons for text in plain_parts(lesson)]


def handout_of(lessons: list[Lesson]) -> Handout:
    files = {}
    return Handout(
        lessons=[lesson_nodes(lesson, files) for lesson in lessons],
        files=files,
        language=lessons[0].language if lessons else settings.LANGUAGE_CODE,
    )


def version_address(code: str) -> str:
    """Where the QR code points: the same in every language."""
    return f"{settings.SITE_URL.rstrip('/')}/v/{code}/"


def print_handout(*, page, course, lessons: list[Lesson], help_lines: list[str]) -> tuple[bytes, object]:
    """``(PDF, printed version)``. The same text gets the same code, whoever prints it and whenever."""
    handout = handout_of(lessons)
    version = version_for(page=page, language=handout.language, parts=handout.parts)
    with override(handout.language):
        drawn = {
            "title": page.in_language("heading", handout.language) or page.heading,
            "course": course.public_title or course.heading,
            "language": language_for_page(handout.language),
            "lessons": handout.lessons,
            "single": len(handout.lessons) == 1,
            "help": help_lines,
            "review": course.requires_legal_review,
            "words": {
                "code": _("Version %(code)s of %(date)s")
                % {"code": version.code, "date": _day(version.made_at)},
                "scan": _("Scan to see whether this sheet is still current."),
                "help": _("Help, by telephone"),
                "review": _("To be reviewed by a lawyer before use. This is training, not legal advice."),
            },
        }
    files = {**handout.files, "qr": _qr(version_address(version.code))}
    return compile_pdf(TEMPLATE, drawn, day=timezone.localdate(version.made_at), files=files), version


def _day(moment) -> str:
    return timezone.localdate(moment).isoformat()


def _qr(text) -> str:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False)
    return out.getvalue().decode()
