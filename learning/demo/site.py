"""The courses that ship with the library."""

from courses.content.activities.build import build_activity, read_activities
from courses.content.build import build_course, build_source
from courses.content.glossary import build_term
from courses.content.read import read_courses, read_sources, read_terms
from courses.frame import build_frame
from courses.models import CourseIndexPage, CoursePage


def build_site(say) -> list[CoursePage]:
    """The site's frame, the legal sources and the courses. What stands already is left alone."""
    index = build_frame()
    for source in read_sources():
        build_source(source)
    for term in read_terms():
        build_term(term)
    for activity in read_activities():
        build_activity(activity)
    courses = []
    for data in read_courses():
        say(f"course: {data['heading']['en']}")
        courses.append(build_course(CourseIndexPage.objects.get(pk=index.pk), data))
    return courses
