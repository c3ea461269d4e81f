"""What the print pack of a session holds, as plain data. The texts are in the active language."""

import io

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from courses.channels.audio_script import script_of
from courses.channels.guide import guide_of
from courses.channels.teaching import lesson_as_taught
from courses.models import LessonPage, ModulePage
from learning.sessions.models import TrainingSession
from learning.sessions.plan import taught_modules
from learning.sessions.printing.sheets import sheet_code
from learning.sessions.printing.wording import words
from learning.sessions.sheets import variants_for
from learning.sessions.words import Feedback, FeedbackMark, PollColour
from learning.units.help import help_contacts
from quizzes.paper import VARIANTS, printed_questions
from quizzes.texts import in_language

LINES_A_SHEET = 20
LEAST_BLANK = 10
SLIPS = 6
CARDS = 6
PASSES = 24
PASS_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PARTS = ("register", "guide", "handouts", "tests", "feedback", "consent", "voting", "poster")


def pack_of(session: TrainingSession, parts=PARTS, *, variants: str = VARIANTS) -> dict:
    """``{"words", "session", "sheets": [...]}``; each sheet has a ``kind`` of the template, and its code with a QR code.

    ``variants``: letters of the test's variants that are printed.
    """
    language = get_language()
    makers = {
        "register": lambda: [_notice(), *_sign_in(session), _blank(session), *_passes(session)],
        "guide": lambda: _guide(session),
        "handouts": lambda: _handouts(session),
        "tests": lambda: _tests(session, language, variants),
        "feedback": lambda: [_feedback()],
        "consent": lambda: [_consent()],
        "voting": lambda: [_voting()],
        "poster": lambda: [] if session.by_invitation else [_poster(session)],
    }
    sheets = [sheet for part in PARTS if part in parts for sheet in makers[part]()]
    counted: dict[str, int] = {}
    for sheet in sheets:
        counted[sheet["letter"]] = counted.get(sheet["letter"], 0) + 1
        sheet["code"] = sheet_code(session.uuid, sheet["letter"], counted[sheet["letter"]])
        sheet["qr"] = _qr(_address("session-sheet-code") + f"?code={sheet['code']}")
    return {
        "language": language.split("-")[0],
        "rtl": get_language_bidi(),
        "words": words(),
        "session": _session(session),
        "help": [
            {"phone": contact["phone"], "name": in_language(contact["names"], language)}
            for contact in help_contacts(session.unit)
        ],
        "sheets": sheets,
    }


def _session(session) -> dict:
    begins, ends = localtime(session.starts_at), localtime(session.ends_at)
    when = f"{date_format(begins, 'DATETIME_FORMAT')} – {date_format(ends, 'TIME_FORMAT')}"
    return {"title": session.title, "when": when, "venue": session.venue, "unit": session.place.name}


def _notice() -> dict:
    return {"letter": "N", "kind": "notice"}


def _sign_in(session) -> list[dict]:
    """The tickets that are in the register already, with the names that are kept."""
    lines = [
        {
            "ticket": entry.ticket,
            "name": entry.participant.name if entry.participant else "",
            "role": entry.get_role_display(),
        }
        for entry in session.register.select_related("participant")
    ]
    first_free = max((line["ticket"] for line in lines), default=0) + 1
    lines += [
        {"ticket": number, "name": "", "role": ""}
        for number in range(first_free, max(session.capacity, first_free + LEAST_BLANK - 1) + 1)
    ]
    return [
        {"letter": "S", "kind": "sign-in", "lines": lines[at : at + LINES_A_SHEET]}
        for at in range(0, len(lines), LINES_A_SHEET)
    ]


def _blank(session) -> dict:
    lines = [{"ticket": "", "name": "", "role": ""} for _line in range(LINES_A_SHEET)]
    return {"letter": "B", "kind": "sign-in", "lines": lines}


def _passes(session) -> list[dict]:
    """Of a series: passes to cut out. Made anew for each print; whose they are follows from being used."""
    if session.series is None:
        return []
    codes = [get_random_string(8, PASS_LETTERS) for _card in range(PASSES)]
    return [{"letter": "K", "kind": "passes", "series": session.series.title, "passes": codes}]


def _guide(session) -> list[dict]:
    """A sheet for each module: its lessons on one clock, what to say, what to ask, what to do when it gets hard."""
    return [
        {
            "letter": "G",
            "kind": "guide",
            "heading": heading,
            "lessons": [_guided(one) for one in guide_of(lessons)],
        }
        for heading, lessons in _modules(session)
    ]


def _guided(one) -> dict:
    spoken = script_of(one.lesson).lines
    passages = [_noted(note, None) for note in one.lesson.notes]
    passages += [_noted(note, passage.begins) for passage in one.passages for note in passage.part.notes]
    return {
        "heading": one.lesson.heading,
        "begins": one.begins,
        "minutes": one.lesson.planned_minutes,
        "notes": passages,
        "lines": [line.text or f"({line.cue})" for line in spoken[1:]],
    }


def _noted(note, begins) -> dict:
    value = note.value
    return {
        "begins": begins,
        "note": _plain(value.get("note")),
        "questions": [str(question) for question in value.get("questions") or []],
        "distress": _plain(value.get("distress")),
    }


def _handouts(session) -> list[dict]:
    """In large print, to be taken home: what was taught, without notes and without questions of a test."""
    return [
        {
            "letter": "H",
            "kind": "handout",
            "heading": heading,
            "lessons": [
                {
                    "heading": lesson.heading,
                    "lines": [line.text for line in script_of(lesson).lines[1:] if line.text],
                }
                for lesson in lessons
            ],
        }
        for heading, lessons in _modules(session)
    ]


def _tests(session, language, letters) -> list[dict]:
    """Each variant, before and after; the answer sheet stands at the foot. Without a key. The number in a sheet's code is the
    variant's: T2 is variant B before."""
    papers = variants_for(session, letters)
    return [
        {
            "letter": letter,
            "kind": "test",
            "phase": phase,
            "variant": variant,
            "questions": printed_questions(items, language),
        }
        for letter, phase in (("T", _("Before the session")), ("U", _("After the session")))
        for variant, items in papers.items()
    ]


def _feedback() -> dict:
    return {
        "letter": "F",
        "kind": "feedback",
        "copies": CARDS,
        "questions": [str(label) for label in Feedback.labels],
        "marks": [str(label) for label in reversed(FeedbackMark.labels)],
    }


def _consent() -> dict:
    return {"letter": "C", "kind": "consent", "copies": SLIPS}


def _voting() -> dict:
    return {"letter": "V", "kind": "voting", "letters": [letter.upper() for letter in PollColour.values]}


def _poster(session) -> dict:
    board = settings.SITE_URL.rstrip("/") + reverse("session-board", args=[session.uuid])
    return {"letter": "P", "kind": "poster", "board": _qr(board)}


def _modules(session):
    """``(heading, lessons as taught)`` of each module that is live today, in the active language."""
    language = get_language()
    keys = [module["pk"] for module in taught_modules(session) if module["pk"]]
    pages = ModulePage.objects.in_bulk(keys)
    for key in keys:
        lessons = LessonPage.objects.child_of(pages[key]).live().order_by("path")
        yield in_language(pages[key].headings, language), [lesson_as_taught(lesson) for lesson in lessons]


def _plain(rich) -> str:
    source = getattr(rich, "source", rich) or ""
    return " ".join(strip_tags(source.replace("</p>", "</p> ").replace("</li>", "</li> ")).split())


def _address(name) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name)


def _qr(text) -> str:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False)
    return out.getvalue().decode()
