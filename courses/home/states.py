"""The state of courses, in the words of the trade, with every place of work. A fixed number of queries for all of them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from courses.citations import citing, superseded_sources
from courses.models import CoursePage, LessonPage, TranslationCount
from courses.outline import quiz_ids_in
from quizzes.analysis.trouble import troubled_items

STATES = {
    "draft": _("draft"),
    "in-review": _("in review"),
    "sent-back": _("sent back"),
    "scheduled": _("scheduled"),
    "law-changed": _("law changed"),
    "failing-question": _("a question fails people"),
    "stale-translation": _("translation out of date"),
    "missing-translation": _("translation missing"),
}
COURSE_DEPTH = 4  # in the tree: root, home page, course list, course


@dataclass(frozen=True)
class Place:
    """One thing to work on. ``state`` is a key of ``STATES``."""

    state: str
    title: str
    url: str

    @property
    def name(self):
        return STATES[self.state]


@dataclass
class CourseState:
    course: CoursePage
    lessons: int = 0
    places: list = field(default_factory=list)

    @property
    def counts(self) -> list[tuple]:
        """``[(state, name, how many)]`` of what there is, in the order of ``STATES``."""
        numbers = defaultdict(int)
        for place in self.places:
            numbers[place.state] += 1
        return [(state, STATES[state], numbers[state]) for state in STATES if numbers[state]]


def courses_of(user) -> list[CoursePage]:
    """Those that she made, or wrote in. Two queries."""
    written = Revision.objects.filter(
        user=user, base_content_type=ContentType.objects.get_for_model(Page, for_concrete_model=False)
    ).values_list("object_id", flat=True)
    paths = Page.objects.filter(pk__in=[int(pk) for pk in set(written)], depth__gte=COURSE_DEPTH).values_list(
        "path", flat=True
    )
    steps = COURSE_DEPTH * Page.steplen
    return list(
        CoursePage.objects.filter(Q(owner=user) | Q(path__in={path[:steps] for path in paths})).order_by(
            "path"
        )
    )


def states_of(courses: list[CoursePage]) -> list[CourseState]:
    """In the order of the courses. About ten queries, whatever there is in them."""
    if not courses:
        return []
    below = Q()
    for course in courses:
        below |= Q(path__startswith=course.path)
    pages = {
        page.pk: page
        for page in Page.objects.filter(below).select_related("content_type").defer("search_description")
    }
    by_path = {course.path: CourseState(course=course) for course in courses}
    lessons = list(LessonPage.objects.filter(below).order_by("path"))
    for lesson in lessons:
        _state_of(by_path, lesson.path).lessons += 1
    names = {page.pk: page.draft_title or page.title for page in pages.values()}
    names |= {lesson.pk: lesson.get_admin_display_title() for lesson in lessons}
    _add_editing(by_path, pages, names)
    _add_laws(by_path)
    _add_failing_questions(by_path, lessons)
    _add_translations(by_path, pages, names)
    return list(by_path.values())


def _state_of(by_path, path) -> CourseState:
    return by_path[path[: COURSE_DEPTH * Page.steplen]]


def _add_editing(by_path, pages, names):
    """Draft, in review, sent back, scheduled: the strongest of them, each page once."""
    keys = [str(pk) for pk in pages]
    kind = ContentType.objects.get_for_model(Page, for_concrete_model=False)
    reviews = dict(
        WorkflowState.objects.filter(
            base_content_type=kind,
            object_id__in=keys,
            status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
        ).values_list("object_id", "status")
    )
    scheduled = set(
        Revision.objects.filter(
            base_content_type=kind, object_id__in=keys, approved_go_live_at__isnull=False
        ).values_list("object_id", flat=True)
    )
    for pk, page in sorted(pages.items(), key=lambda item: item[1].path):
        state = _editing_state(page, reviews.get(str(pk)), str(pk) in scheduled)
        if state:
            url = reverse("wagtailadmin_pages:edit", args=[pk])
            _state_of(by_path, page.path).places.append(Place(state=state, title=names[pk], url=url))


def _editing_state(page, review, is_scheduled) -> str:
    if review == WorkflowState.STATUS_NEEDS_CHANGES:
        return "sent-back"
    if review:
        return "in-review"
    if is_scheduled:
        return "scheduled"
    return "draft" if page.has_unpublished_changes or not page.live else ""


def _add_laws(by_path):
    sources = superseded_sources()
    if not sources:
        return
    for pk, found in citing(sources).items():
        law = next(str(source) for source in sources if source.pk == pk)
        for one in found:
            state = by_path.get(one.path[: COURSE_DEPTH * Page.steplen]) if one.path else None
            if state is not None:
                anchor = f"#block-{one.block}-section" if one.block else ""
                url = reverse(one.edit[0], args=[one.edit[1]]) + anchor
                state.places.append(Place(state="law-changed", title=f"{one.title} ({law})", url=url))


def _add_translations(by_path, pages, names):
    """Each page once a language: what is out of date before what is missing."""
    languages = dict(settings.LANGUAGES)
    for count in TranslationCount.objects.filter(page__in=list(pages)).order_by("page__path", "language"):
        if count.language not in languages or not (count.stale or count.missing):
            continue
        state = "stale-translation" if count.stale else "missing-translation"
        title = f"{names[count.page_id]} ({languages[count.language]}): {count.stale or count.missing}"
        url = reverse("translating:page", args=[count.page_id, count.language])
        _state_of(by_path, pages[count.page_id].path).places.append(Place(state=state, title=title, url=url))


def _add_failing_questions(by_path, lessons):
    troubled = troubled_items()
    if not troubled:
        return
    for lesson in lessons:
        for quiz in quiz_ids_in(lesson):
            for item in troubled.get(quiz, []):
                url = reverse("quiz_analysis:quiz", args=[item.quiz_key])
                _state_of(by_path, lesson.path).places.append(
                    Place(state="failing-question", title=item.prompt, url=url)
                )
