"""Courses that evidence stands on, by key."""

from courses.models import Edition


def course_titles() -> dict[str, dict]:
    """``{course key: titles by language}`` of the newest edition of each course; courses that have gone included."""
    titles = {}
    for key, headings in Edition.objects.order_by("course_key", "number").values_list(
        "course_key", "headings"
    ):
        titles[str(key)] = headings
    return titles
