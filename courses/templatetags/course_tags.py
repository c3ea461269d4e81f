"""What the pages of a course show: outline, a lesson's parts, and what stands around it."""

from dataclasses import dataclass

from django import template
from django.db.models import Count, Q
from django.utils.safestring import mark_safe
from wagtail.templatetags.wagtailcore_tags import richtext

from courses.channels.teaching import BELONGS_TO_THE_BLOCK_BEFORE, for_learners
from courses.citations import superseded_in
from courses.glossary import Glossary, glossary_in
from courses.models import CourseIndexPage, Topic
from courses.outline import Outline, outline_of
from courses.regions import Here, is_here, reader_regions, region_name
from courses.translating.reading import behind, fields_behind
from quizzes.models import Quiz

register = template.Library()


@dataclass(frozen=True)
class Section:
    """Blocks of a lesson; with a ``notice`` before them they stay closed until the reader opens them."""

    blocks: list
    notice: object = None


@dataclass(frozen=True)
class LessonView:
    module: object
    place: int  # which lesson of its module this is, from 1; 0 while it is not live
    before: object
    after: object
    sections: list
    further_quizzes: list
    has_quiz: bool
    without_certificate: list  # keys of activities that count as done and lead to no certificate
    stale: (
        dict  # what the reader's language has in a version older than the source: {block id or field: Behind}
    )


@register.simple_tag
def course_outline(page) -> Outline | None:
    return outline_of(page.course) if page.course and page.course.pk else None


@register.simple_tag
def module_outline(page):
    """The module page's own part of the outline; None while it is not live."""
    outline = course_outline(page)
    return (
        next((module for module in outline.modules if module.key == str(page.content_key)), None)
        if outline
        else None
    )


@register.simple_tag
def lesson_view(page) -> LessonView:
    """How the lesson is shown in the reader's language. A quiz that only another language's text carries comes last, so
    that every reader can do what counts. One query when there is such a quiz."""
    outline = course_outline(page)
    key = str(page.content_key)
    here = outline.lesson(key) if outline else None
    stale, body = behind(page, for_learners(page.in_language("body", page.shown_language)))
    in_body = {
        block.value["quiz"].key for block in body if block.block_type == "quiz" and block.value.get("quiz")
    }
    missing = [quiz for quiz in (here.shown_quiz_keys if here else ()) if quiz not in in_body]
    before, after = outline.neighbours(key) if outline else (None, None)
    module = outline.module_of(key) if outline else None
    return LessonView(
        module=module,
        place=module.lessons.index(here) + 1 if module and here in module.lessons else 0,
        before=before,
        after=after,
        sections=sections(body),
        further_quizzes=list(Quiz.objects.filter(key__in=missing)) if missing else [],
        stale=stale,
        has_quiz=bool(in_body or missing or (here and here.activity_keys)),
        without_certificate=outline.activities_without_certificate if outline else [],
    )


@register.simple_tag
def stale_fields(page) -> list:
    """The page's own texts that are older than the source, each with what changed."""
    return fields_behind(page)


@register.inclusion_tag("courses/stale.html")
def stale_note(view, block):
    """The banner of a block that is older than its source; nothing for others."""
    return {"behind": view.stale.get(block.id) if view else None}


@register.simple_tag
def glossary_of(page) -> Glossary:
    """What explains the terms of this lesson, in the language in which it is shown."""
    return glossary_in(page.shown_language)


@register.simple_tag(takes_context=True)
def explained(context, value) -> str:
    """Rich text with its terms explained where a lesson has a glossary; as it is elsewhere."""
    html = str(richtext(value))
    glossary = context.get("glossary")
    return mark_safe(glossary.explained(html) if glossary else html)  # rich text is safe, and stays so


def sections(body) -> list[Section]:
    """The blocks in order; those that a content notice covers are together behind it. Of what learners get."""
    blocks = for_learners(body)
    found = []
    while blocks:
        block = blocks.pop(0)
        if block.block_type == "content_notice":
            end = _end_of(blocks, block.value["covers"] or 1)
            found.append(Section(blocks=blocks[:end], notice=block))
            del blocks[:end]
        elif found and found[-1].notice is None:
            found[-1].blocks.append(block)
        else:
            found.append(Section(blocks=[block]))
    return found


def _end_of(blocks, covers: int) -> int:
    """Where the first ``covers`` blocks end; what stands beside a block belongs to it."""
    for place, block in enumerate(blocks):
        if block.block_type not in BELONGS_TO_THE_BLOCK_BEFORE:
            if covers == 0:
                return place
            covers -= 1
    return len(blocks)


ART = {"legal-aid", "guardianship", "trauma-informed-care"}


@register.filter
def course_art(course) -> str:
    """Path of the drawing of the course's first subject, or the general one."""
    codes = [topic.code for topic in course.topics.all()]
    return art_of(codes[0] if codes else "")


def art_of(topic_code: str) -> str:
    return f"img/topic-{topic_code}.svg" if topic_code in ART else "img/topic.svg"


@register.simple_tag
def topics_with_courses() -> list[dict]:
    """Subjects with live courses: ``[{"name", "url", "courses", "art"}]``. Two queries."""
    index = CourseIndexPage.objects.live().first()
    topics = Topic.objects.annotate(live_courses=Count("courses", filter=Q(courses__live=True))).filter(
        live_courses__gt=0
    )
    return [
        {
            "name": topic.name,
            "url": f"{index.get_url()}?topic={topic.code}" if index else "",
            "courses": topic.live_courses,
            "art": art_of(topic.code),
        }
        for topic in topics
    ]


@register.simple_tag(takes_context=True)
def region_for(context, code: str) -> dict:
    """``{"is_shown", "is_known", "name"}`` of what is for one region. A preview shows it as a reader there sees it."""
    request = context.get("request")
    is_preview = request is None or getattr(request, "is_preview", False)
    here = Here.YES if is_preview else is_here(code, reader_regions(request))
    return {"is_shown": here != Here.NO, "is_known": here == Here.YES, "name": region_name(code)}


@register.simple_tag
def superseded_in_lesson(page) -> list:
    """The superseded laws that the shown text of a lesson still teaches."""
    return superseded_in(page.in_language("body", page.shown_language))
