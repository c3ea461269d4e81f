"""What cites a legal source: lessons by block, questions by key, and whatever a room above registers (certificates)."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from courses.models import LegalSource, LessonPage
from quizzes.models import Question


@dataclass(frozen=True)
class Citing:
    """``kind`` is ``lesson``, ``question`` or another; ``edit`` names the admin view and its argument; ``block`` the place."""

    kind: str
    title: str
    edit: tuple
    path: str = ""  # of a lesson in the tree
    block: str = ""
    is_live: bool = True


class CitingElsewhere:
    """Rooms above register ``provider() -> [(source key, Citing)]``."""

    def __init__(self):
        self._providers = []

    def register(self, provider):
        self._providers.append(provider)
        return provider

    def __call__(self) -> list:
        return [found for provider in self._providers for found in provider()]


citing_elsewhere = CitingElsewhere()


def citing(sources: list[LegalSource]) -> dict[int, list[Citing]]:
    """``{source pk: [Citing]}``: lessons in the order of the tree with each block once, then questions, then the rest.
    Four queries whatever their number."""
    found = defaultdict(list)
    _add_lessons(found, sources)
    by_key = {source.key: source.pk for source in sources}
    for question in Question.objects.exclude(source_keys=[]).order_by("category", "key"):
        for key in question.source_keys:
            if key in by_key:
                edit = ("wagtailsnippets_quizzes_question:edit", question.pk)
                found[by_key[key]].append(Citing(kind="question", title=str(question), edit=edit))
    for key, one in citing_elsewhere():
        if key in by_key:
            found[by_key[key]].append(one)
    return found


def superseded_sources() -> list[LegalSource]:
    return list(LegalSource.objects.exclude(superseded_by=None).select_related("superseded_by"))


def superseded_in(body) -> list[LegalSource]:
    """The superseded sources that a body teaches, each once. No query but the one that reads its sources."""
    found = {}
    for block in _citations(body or []):
        source = block.value.get("source")
        if source is not None and source.superseded_by_id:
            found.setdefault(source.pk, source)
    return list(found.values())


def _citations(blocks):
    for block in blocks:
        if block.block_type == "citation":
            yield block
        elif block.block_type == "region":
            yield from _citations(block.value["content"])


def _add_lessons(found, sources):
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(LegalSource),
        to_object_id__in=[str(source.pk) for source in sources],
        base_content_type__in=_content_types(),
    ).values_list("to_object_id", "object_id", "content_path")
    places = defaultdict(dict)
    for source, lesson, path in references:
        block = path.split(".")[1] if path.count(".") else ""
        places[int(lesson)][int(source), block] = None
    lessons = LessonPage.objects.in_bulk(list(places))
    for lesson in sorted(lessons.values(), key=lambda one: one.path):
        for source, block in places[lesson.pk]:
            found[source].append(
                Citing(
                    kind="lesson",
                    title=lesson.get_admin_display_title(),
                    edit=("wagtailadmin_pages:edit", lesson.pk),
                    path=lesson.path,
                    block=block,
                    is_live=lesson.live,
                )
            )


def _content_types():
    """The index files a lesson under its page type or under pages in general, as Wagtail likes."""
    return ContentType.objects.get_for_models(Page, LessonPage, for_concrete_models=False).values()
