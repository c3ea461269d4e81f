"""The outline of a course: ordered steps that can be completed. THE contract that ``learning`` reads.

Language-neutral: keys, not texts, identify a step, so progress never splits by language. Cached until a page of the
course is published, unpublished, moved or deleted.
"""

from dataclasses import dataclass, field

from django.core.cache import cache

from courses.h5p.models import Activity
from courses.models import CoursePage, LessonPage, ModulePage
from quizzes.models import Quiz
from quizzes.texts import texts_of

CACHE_SECONDS = 3600
LESSON, QUIZ, ACTIVITY = "lesson", "quiz", "activity"


@dataclass(frozen=True)
class Step:
    """``key`` is the lesson's translation key, the quiz's key, or the activity's key behind ``activity:``. ``revision`` is
    the lesson's live revision id. ``equivalent_quiz``: passing that quiz does this step too.
    """

    key: str
    kind: str
    lesson_key: str
    module_key: str
    headings: dict
    minutes: int
    revision: int | None
    decides_certificate: bool = False
    equivalent_quiz: str = ""


def activity_step(activity_key: str) -> str:
    """The key of an activity's step; quizzes have keys of their own."""
    return f"activity:{activity_key}"


@dataclass(frozen=True)
class OutlineLesson:
    key: str
    pk: int
    headings: dict
    summaries: dict
    url_path: str
    minutes: int
    revision: int | None
    quiz_keys: tuple = ()  # the quizzes that are steps here; one that stands in two lessons is a step of the first
    shown_quiz_keys: tuple = ()  # every quiz the lesson shows
    activity_keys: tuple = ()  # steps of the activities that have to be done here
    shown_activity_keys: tuple = ()  # keys of every activity the lesson shows
    equivalent_quiz_keys: tuple = ()  # quizzes that stand in for them, where no script runs

    @property
    def step_keys(self) -> tuple:
        """What has to be done here: its quizzes and activities, or the lesson itself when it has none."""
        return self.quiz_keys + self.activity_keys or (self.key,)


@dataclass(frozen=True)
class OutlineModule:
    key: str
    pk: int
    headings: dict
    summaries: dict
    url_path: str
    lessons: tuple

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True)
class Outline:
    course_key: str
    course_pk: int
    headings: dict
    public_titles: dict
    url_path: str
    modules: tuple
    quizzes: dict = field(default_factory=dict)
    activities: dict = field(default_factory=dict)  # those that have to be done, by step key

    @property
    def lessons(self) -> list[OutlineLesson]:
        return [lesson for module in self.modules for lesson in module.lessons]

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)

    @property
    def steps(self) -> list[Step]:
        return [
            step
            for module in self.modules
            for lesson in module.lessons
            for step in self._steps_of(module, lesson)
        ]

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def lesson(self, key: str) -> OutlineLesson | None:
        return next((lesson for lesson in self.lessons if lesson.key == key), None)

    def module_of(self, lesson_key: str) -> OutlineModule | None:
        return next((m for m in self.modules if any(lesson.key == lesson_key for lesson in m.lessons)), None)

    @property
    def activities_without_certificate(self) -> list[str]:
        """Keys of activities that count as done but, in a course without a quiz, lead to no certificate."""
        if self.quizzes:
            return []
        return [
            step.partition(":")[2]
            for step, found in self.activities.items()
            if not found["decides_certificate"]
        ]

    def neighbours(self, lesson_key: str) -> tuple[OutlineLesson | None, OutlineLesson | None]:
        """The lessons before and after."""
        lessons = self.lessons
        index = next((i for i, lesson in enumerate(lessons) if lesson.key == lesson_key), None)
        if index is None:
            return None, None
        return (lessons[index - 1] if index else None), (
            lessons[index + 1] if index + 1 < len(lessons) else None
        )

    def _steps_of(self, module, lesson):
        for key in lesson.step_keys:
            activity = self.activities.get(key) if key in lesson.activity_keys else None
            found = activity or self.quizzes.get(key)
            yield Step(
                key=key,
                kind=ACTIVITY if activity else QUIZ if found else LESSON,
                lesson_key=lesson.key,
                module_key=module.key,
                headings=found["titles"] if found else lesson.headings,
                minutes=lesson.minutes,
                revision=lesson.revision,
                decides_certificate=bool(found and found["decides_certificate"]),
                equivalent_quiz=activity["equivalent_quiz"] if activity else "",
            )


def cache_key(course_pk: int) -> str:
    return f"courses.outline.2.{course_pk}"


def outline_of(course: CoursePage) -> Outline:
    """The outline of the live pages below ``course``; four queries, none when cached."""
    found = cache.get(cache_key(course.pk))
    if found is None:
        found = read_outline(course)
        cache.set(cache_key(course.pk), found, CACHE_SECONDS)
    return found


def outline_by_pk(course_pk: int) -> Outline | None:
    """As ``outline_of``, for whoever does not need the page: no query when cached. None when the page has gone."""
    found = cache.get(cache_key(course_pk))
    if found is None:
        course = CoursePage.objects.filter(pk=course_pk).first()
        found = outline_of(course) if course else None
    return found


def drop_outline(course_pk: int) -> None:
    cache.delete(cache_key(course_pk))


def quiz_ids_in(lesson: LessonPage) -> list[int]:
    """Ids of the quizzes a lesson carries, in order, from whichever language has them: the same in all.

    Reads the raw blocks, so that a course of many lessons does not ask for each of its quizzes.
    """
    return _chosen_in(lesson, "quiz", "quiz")


def activity_ids_in(lesson: LessonPage) -> list[int]:
    """As ``quiz_ids_in``, of its interactive activities."""
    return _chosen_in(lesson, "activity", "activity")


def _chosen_in(lesson, kind, name) -> list[int]:
    ids = []
    for language in lesson.languages:
        for block in getattr(lesson.in_language("body", language), "raw_data", []):
            if block["type"] == kind and (pk := block["value"].get(name)) and pk not in ids:
                ids.append(pk)
    return ids


def read_outline(course: CoursePage) -> Outline:
    """As ``outline_of``, from the database: three queries."""
    modules = ModulePage.objects.child_of(course).live().select_related("alias_of").order_by("path")
    lessons = list(
        LessonPage.objects.descendant_of(course).live().select_related("alias_of").order_by("path")
    )
    carried = {lesson.pk: quiz_ids_in(lesson) for lesson in lessons}
    live = Quiz.objects.filter(live=True).in_bulk([pk for ids in carried.values() for pk in ids])
    keys = {lesson_pk: [live[pk].key for pk in ids if pk in live] for lesson_pk, ids in carried.items()}
    quizzes = {
        quiz.key: {"titles": texts_of(quiz, "title"), "decides_certificate": quiz.decides_certificate}
        for quiz in live.values()
    }
    played = {lesson.pk: activity_ids_in(lesson) for lesson in lessons}
    activities = _activities(played)
    seen = set()
    outlined = []
    for module in modules:
        below = [lesson for lesson in lessons if lesson.path.startswith(module.path)]
        outlined.append(
            OutlineModule(
                key=str(module.content_key),
                pk=module.pk,
                headings=module.headings,
                summaries=texts_of(module, "summary"),
                url_path=module.url_path,
                lessons=tuple(
                    _outline_lesson(
                        lesson,
                        keys[lesson.pk],
                        [activities[pk] for pk in played[lesson.pk] if pk in activities],
                        seen,
                    )
                    for lesson in below
                ),
            )
        )
    return Outline(
        course_key=str(course.translation_key),
        course_pk=course.pk,
        headings=course.headings,
        public_titles=texts_of(course, "public_title") or course.headings,
        url_path=course.url_path,
        modules=tuple(outlined),
        quizzes=quizzes,
        activities={
            activity_step(activity.key): {
                "titles": activity.titles,
                "decides_certificate": activity.may_decide_certificate,
                "equivalent_quiz": activity.equivalent_quiz,
            }
            for activity in activities.values()
            if activity.required
        },
    )


def _activities(played: dict) -> dict[int, Activity]:
    """Two queries, none for a course without activities."""
    ids = [pk for chosen in played.values() for pk in chosen]
    return Activity.objects.in_bulk(ids) if ids else {}


def _outline_lesson(lesson, quiz_keys, activities, seen):
    mine = tuple(key for key in quiz_keys if key not in seen)  # a quiz that stands twice is one step
    steps = [activity_step(activity.key) for activity in activities if activity.required]
    to_do = tuple(key for key in steps if key not in seen)
    seen.update(mine, to_do)
    return OutlineLesson(
        key=str(lesson.content_key),
        pk=lesson.pk,
        headings=lesson.headings,
        summaries=texts_of(lesson, "summary"),
        url_path=lesson.url_path,
        minutes=lesson.minutes,
        revision=(lesson.alias_of or lesson).live_revision_id,
        quiz_keys=mine,
        shown_quiz_keys=tuple(quiz_keys),
        activity_keys=to_do,
        shown_activity_keys=tuple(activity.key for activity in activities),
        equivalent_quiz_keys=tuple(a.equivalent_quiz for a in activities if a.equivalent_quiz),
    )
