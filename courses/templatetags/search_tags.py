"""The list of courses: what was looked for, and what is found."""

from django import template
from wagtail.models import Page

from courses.models import CoursePage
from courses.search.find import Found
from courses.search.form import CourseSearchForm

register = template.Library()


@register.simple_tag
def looked_for(index, data) -> dict:
    """``{"form", "courses", "lessons", "words", "meant"}`` for the live courses below ``index``.

    With words, ``courses`` are those that hold them themselves, and ``lessons`` is ``[{"course", "found": [Found]}]``
    for what lies within a course. Each ``Found`` comes as ``{"url", "found"}``.
    """
    form = CourseSearchForm(data)
    form.is_valid()
    courses = CoursePage.objects.child_of(index).live().order_by("path")
    chosen = form.chosen(courses)
    finds = form.finds(chosen)
    shown = {course.pk: course for course in chosen.prefetch_related("topics")}
    if finds is None:
        return {"form": form, "courses": list(shown.values()), "lessons": [], "words": "", "meant": ""}
    within = [found for found in finds.pages if found.page_id not in shown]
    pages = Page.objects.in_bulk([found.page_id for found in within])
    return {
        "form": form,
        "courses": [shown[found.page_id] for found in finds.pages if found.page_id in shown],
        "lessons": _by_course(within, shown, pages),
        "words": form.asks["q"],
        "meant": finds.meant,
    }


def _by_course(within: list[Found], courses, pages) -> list[dict]:
    """In the order of the nearest find of each course."""
    grouped = {}
    for found in within:
        grouped.setdefault(found.course_id, []).append(
            {"url": pages[found.page_id].get_url(), "found": found}
        )
    return [{"course": courses[pk], "found": found} for pk, found in grouped.items()]
