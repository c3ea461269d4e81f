"""Turn mappings of the shape of our YAML files into pages, quizzes and questions.

Every key and block id is derived from the content's own keys (uuid5), so building elsewhere gives the same identities,
and the same block has the same id in every language. Building twice changes nothing that stands already.
"""

import json
import uuid

from django.conf import settings

from courses.content.activities.build import build_activity, shipped_activity
from courses.content.pictures import build_picture
from courses.h5p.models import Activity
from courses.models import CourseIndexPage, CoursePage, LegalSource, LessonPage, ModulePage, Topic
from quizzes.models import Question, Quiz, QuizDraw, QuizQuestion, ScoreBand, TestPair
from quizzes.question_types import QUESTION_TYPES
from quizzes.texts import set_texts
from quizzes.versions import version_of

RULES = (  # of a quiz, by the name of the field
    "purpose",
    "pass_mark",
    "attempts_allowed",
    "decides_certificate",
    "answers_shown",
    "feedback_shown",
    "minutes_allowed",
    "wait_minutes",
    "counts",
    "shuffle_questions",
    "shuffle_options",
    "one_at_a_time",
)
NAMESPACE = uuid.UUID("6f0c0c1e-9b1f-4d8e-8a53-3a8c7c2b1d10")
LANGUAGES = [code for code, name in settings.LANGUAGES]


def stable_uuid(*parts: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, "/".join(parts))


def build_source(data: dict) -> LegalSource:
    """A legal source, or the one that has this key already."""
    source = LegalSource.objects.filter(key=data["key"]).first()
    if source:
        return source
    source = LegalSource(
        key=data["key"],
        jurisdiction=data.get("jurisdiction", "national"),
        in_force_from=data.get("in_force_from"),
        in_force_until=data.get("in_force_until"),
        checked_on=data["checked_on"],
        link=data.get("link") or "",
    )
    if data.get("superseded_by"):
        source.superseded_by = LegalSource.objects.get(key=data["superseded_by"])
    for name in ("title", "version", "issued_by", "note", "what_changed"):
        set_texts(source, name, data.get(name) or {})
    source.save()
    return source


def build_topic(*, code: str, names: dict, sort_order: int = 0) -> Topic:
    topic, created = Topic.objects.get_or_create(code=code, defaults={"sort_order": sort_order})
    if created:
        set_texts(topic, "name", names)
        topic.save()
    return topic


def build_question(data: dict) -> Question:
    """A question with its first version, or the one that has this key already."""
    found = Question.objects.filter(key=data["key"]).first()
    if found:
        return found
    kind = QUESTION_TYPES[data["type"]]
    content = kind.written(
        _with_pictures(data), lambda number: str(stable_uuid(data["key"], str(number)))[:8]
    )
    question = Question(
        key=data["key"], category=data.get("category", ""), source_keys=data.get("sources") or []
    )
    raw = [{"type": data["type"], "id": str(stable_uuid(data["key"])), "value": kind.raw(content)}]
    question.content = _stream(Question, "content", raw)
    question.save()
    version_of(question)
    return question


def _with_pictures(data: dict) -> dict:
    """The question with the images that its options name by file."""
    options = data.get("options") or []
    if not any(isinstance(option.get("image"), str) for option in options):
        return data
    return data | {"options": [{**one, "image": build_picture(one["image"]).pk} for one in options]}


def build_quiz(data: dict) -> Quiz:
    """A live quiz with its questions, or the one that has this key already."""
    found = Quiz.objects.filter(key=data["key"]).first()
    if found:
        return found
    rules = {name: data[name] for name in RULES if name in data}
    quiz = Quiz(key=data["key"], uuid=stable_uuid("quiz", data["key"]), **rules)
    set_texts(quiz, "title", data["title"])
    set_texts(quiz, "introduction", data.get("introduction") or {})
    questions = [build_question(question) for question in data["questions"]]
    quiz.quiz_questions = [
        QuizQuestion(question=question, sort_order=number)
        for number, question in enumerate(questions[: data.get("always", len(questions))])
    ]
    quiz.draws = [QuizDraw(sort_order=n, **draw) for n, draw in enumerate(data.get("draws") or [])]
    quiz.bands = [_build_band(band, number) for number, band in enumerate(data.get("bands") or [])]
    quiz.save()
    quiz.save_revision().publish()
    quiz.refresh_from_db()  # publishing pinned what it asks
    return quiz


def build_pair(data: dict) -> TestPair:
    """Two live tests that only measure, joined; or the pair that has this key already."""
    before, after = (
        build_quiz({**data[which], "purpose": Quiz.Purpose.MEASURE, "attempts_allowed": 1})
        for which in ("before", "after")
    )
    pair = TestPair.objects.filter(key=data["key"]).first()
    if pair is None:
        pair = TestPair(key=data["key"], before=before, after=after)
        set_texts(pair, "title", data["title"])
        pair.save()
    return pair


def _build_band(data, number):
    band = ScoreBand(from_percent=data["from"], sort_order=number)
    set_texts(band, "text", data["text"])
    return band


def build_course(index: CourseIndexPage, data: dict) -> CoursePage:
    """A live course with all below it, or the one that has this key already (its translation key)."""
    key = stable_uuid("course", data["code"])
    found = CoursePage.objects.filter(translation_key=key).first()
    if found:
        return found
    course = CoursePage(
        live=False,  # until everything below it stands: one edition, not one per lesson
        slug=data["slug"],
        translation_key=key,
        audience=data.get("audience", "public"),
        posts=data.get("posts") or [],
        requires_legal_review=data.get("requires_review", True),
    )
    for name in ("heading", "public_title", "summary", "introduction", "content_note"):
        set_texts(course, name, data.get(name) or {})
    course.topics = list(Topic.objects.filter(code__in=data.get("topics") or []))
    index.add_child(instance=course)
    modules = [_build_module(course, data, module) for module in data["modules"]]
    if data.get("final"):
        if data.get("final_quiz"):
            build_quiz(data["final_quiz"])
        _build_lesson(modules[-1], data["code"], data["final"])
    if data.get("session_test"):
        build_quiz(data["session_test"])
    course.save_revision().publish()
    return course


def _build_module(course, course_data, data):
    module = ModulePage(
        slug=data["slug"], translation_key=stable_uuid("module", course_data["code"], data["slug"])
    )
    set_texts(module, "heading", data["heading"])
    set_texts(module, "summary", data.get("summary") or {})
    course.add_child(instance=module)
    if data.get("pair"):
        build_pair(data["pair"])
    if data.get("quiz"):
        build_quiz(data["quiz"])
    for lesson in data["lessons"]:
        _build_lesson(module, course_data["code"], lesson)
    module.save_revision().publish()
    return module


def _build_lesson(module, course_code, data):
    path = (course_code, module.slug, data["slug"])
    lesson = LessonPage(
        slug=data["slug"], translation_key=stable_uuid("lesson", *path), minutes=data.get("minutes", 10)
    )
    for name in ("heading", "summary", "content_note"):
        set_texts(lesson, name, data.get(name) or {})
    for language in LANGUAGES:
        raw = [_block(block, language, (*path, str(n))) for n, block in enumerate(data.get("body") or [])]
        lesson.set_in_language(
            "body", language, _stream(LessonPage, "body", [block for block in raw if block])
        )
    module.add_child(instance=lesson)
    lesson.save_revision().publish()
    return lesson


def _block(block: dict, language: str, path: tuple) -> dict | None:
    """One block of a lesson in one language, as raw StreamField data; None when it has no text in it."""
    ((name, value),) = block.items()
    kind, raw = BLOCKS[name](value, language)
    return None if raw is None else {"type": kind, "value": raw, "id": str(stable_uuid("block", *path))}


def _text(value, language):
    return "text", value.get(language)


def _key_points(value, language):
    points = value.get(language)
    return "key_points", {"points": points} if points else None


def _scenario(value, language):
    texts = {name: value[name].get(language) for name in ("title", "situation", "question", "reflection")}
    return "scenario", texts if texts["situation"] else None


def _notice(value, language):
    text = value["text"].get(language)
    return "content_notice", {
        "text": text,
        "minutes": value["minutes"],
        "covers": value["covers"],
    } if text else None


def _grounding(value, language):
    steps = value["steps"].get(language)
    closing = (value.get("closing") or {}).get(language, "")
    title = value["title"].get(language)
    return "grounding", {"title": title, "steps": steps, "closing": closing} if steps else None


def _help_lines(value, language):
    return "help_lines", {
        "introduction": value["introduction"].get(language, ""),
        "kinds": value.get("kinds") or [],
    }


def _citation(value, language):
    says = value["says"].get(language)
    source = LegalSource.objects.get(key=value["source"])
    articles = (value.get("articles") or {}).get(language, "")
    return "citation", {"source": source.pk, "articles": articles, "says": says} if says else None


def _quiz(value, language):
    return "quiz", {"quiz": Quiz.objects.get(key=value).pk}


def _facilitator(value, language):
    note = (value.get("note") or {}).get(language)
    return "facilitator_note", {
        "note": note,
        "minutes": value.get("minutes"),
        "questions": (value.get("questions") or {}).get(language, []),
        "distress": (value.get("distress") or {}).get(language, ""),
    } if note else None


def _easy_read(value, language):
    return "beside", {"easy_read": value[language], "file": None} if value.get(language) else None


def _activity(value, language):
    """One that stands already, or one of those that ship with the library."""
    activity = Activity.objects.filter(key=value).first() or build_activity(shipped_activity(value))
    return "activity", {"activity": activity.pk}


BLOCKS = {
    "activity": _activity,
    "facilitator": _facilitator,
    "easy_read": _easy_read,
    "text": _text,
    "key_points": _key_points,
    "scenario": _scenario,
    "notice": _notice,
    "grounding": _grounding,
    "help_lines": _help_lines,
    "citation": _citation,
    "quiz": _quiz,
}


def _stream(model, name: str, raw: list):
    """A StreamField value of raw JSON-able blocks."""
    return model._meta.get_field(name).to_python(json.dumps(raw))
