"""Check one lesson in every language that it is offered in."""

from django.conf import settings
from wagtail.models import Page

from courses.checking.blocks import jumps, linked_pages, parts_of
from courses.checking.findings import Finding
from courses.checking.hard_words import hard_words
from courses.checking.people import looks_like_a_person
from courses.checking.quiz import quiz_findings
from courses.checking.reading import GRADE_TO_AIM_AT, reading_of, too_long
from quizzes.models import Quiz

MOST_SENTENCES = 3  # of one block, that are named
SHOWN_CHARACTERS = 40


def check_lesson(lesson) -> list[Finding]:
    """Findings in the order of the text, the default language first. One query for links and two for quizzes, if any."""
    return check_lessons([lesson])[lesson.pk]


def check_lessons(lessons: list) -> dict[int, list[Finding]]:
    """``{pk: findings}`` with the same queries for one lesson and for many."""
    bodies = {lesson.pk: bodies_of(lesson) for lesson in lessons}
    everything = [part for parts in bodies.values() for body in parts.values() for part in body]
    linked = set().union(*(linked_pages(part.rich) for part in everything)) if everything else set()
    live = set(Page.objects.live().filter(pk__in=linked).values_list("pk", flat=True)) if linked else set()
    asked = {part.value.get("quiz") for part in everything if part.kind == "quiz"} - {None}
    about_quizzes = quiz_findings(Quiz.objects.filter(pk__in=asked)) if asked else {}
    return {
        lesson.pk: [
            *(
                found
                for code, parts in bodies[lesson.pk].items()
                for found in _body(lesson, code, parts, live)
            ),
            *_untranslated(bodies[lesson.pk]),
            *_quizzes(bodies[lesson.pk], about_quizzes),
        ]
        for lesson in lessons
    }


def bodies_of(lesson) -> dict:
    """``{language: [Part]}`` of the languages that the lesson is offered in."""
    return {
        code: parts_of(list(getattr(lesson.in_language("body", code), "raw_data", None) or []))
        for code in lesson.languages
    }


def _body(lesson, language, parts, live):
    announced = bool(lesson.in_language("content_note", language))
    yield from _jumps(parts, language)
    for part in parts:
        where = {"language": language, "block": part.id}
        if part.kind == "image" and not (part.value.get("alternative_text") or "").strip():
            yield Finding("no-alternative", **where)
        if part.kind == "video" and not part.value.get("captions"):
            yield Finding("no-captions", **where)
        if linked_pages(part.rich) - live:
            yield Finding("broken-link", **where)
        for code in looks_like_a_person(part.text):
            yield Finding("real-person", detail=code, **where)
        for sentence in too_long(reading_of(part.prose, language), language)[:MOST_SENTENCES]:
            yield Finding("long-sentence", detail=_shortened(sentence), **where)
        words = hard_words(part.prose, language)
        if words and not (announced or part.is_announced or part.kind == "content_notice"):
            yield Finding("unannounced", detail=", ".join(words[:3]), **where)
    grade = reading_of("\n".join(part.prose for part in parts), language).grade
    if grade is not None and grade > GRADE_TO_AIM_AT:
        yield Finding("hard-to-read", language=language, detail=str(grade))


def _jumps(parts, language):
    """Blocks are read one after the other, so a level holds on."""
    before = ""
    for part in parts:
        if jumps(before + part.rich) and not jumps(before):
            yield Finding("heading-jump", language=language, block=part.id)
        before += part.rich


def _untranslated(bodies):
    """A block is the same block in every language, by its id."""
    source = {part.id for part in bodies.get(settings.LANGUAGE_CODE, []) if part.kind != "facilitator_note"}
    for language, parts in bodies.items():
        missing = source - {part.id for part in parts}
        if language != settings.LANGUAGE_CODE and parts and len(parts) < len(source) and missing:
            yield Finding("untranslated", language=language)


def _quizzes(bodies, about):
    asked = [part.value.get("quiz") for parts in bodies.values() for part in parts if part.kind == "quiz"]
    for pk in dict.fromkeys(asked):
        yield from about.get(pk, [])


def _shortened(text):
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
