"""Which pages mirror which (Wagtail's aliases), and in which courses a module or lesson stands. Reading only."""

from wagtail.models import Page

from courses.models.course import CoursePage


def source_of(page):
    """The page itself, or what it mirrors."""
    return page.alias_of.specific if page.alias_of_id else page


def mirrors_of(page):
    return Page.objects.filter(alias_of_id=page.pk)


def where_used(page) -> list[CoursePage]:
    """The courses in which the module (or the module of the lesson) stands, its own first. Three queries."""
    page = source_of(page)
    paths = [page.path, *mirrors_of(page).values_list("path", flat=True)]
    step = Page.steplen
    ups = {path[:end] for path in paths for end in range(step, len(path), step)}
    courses = list(CoursePage.objects.filter(path__in=ups).order_by("path"))
    return sorted(courses, key=lambda course: not page.path.startswith(course.path))
