"""What posts have to hold, in the demo."""

import datetime

from courses.models import CoursePage
from learning.models import Level, Post, Requirement

SINCE = datetime.date(2026, 3, 1)
# course slug: (post or None, level or None, renewed every so many months or None)
REQUIREMENTS = {
    "first-contact": [("rescue-worker", None, 24), ("legal-aid-worker", None, 24)],
    "guardianship": [("childrens-director", "village", 24), ("childrens-supervisor", "township", 24)],
    "legal-aid": [("legal-aid-worker", None, 12), (None, "county", None)],
}


def build_requirements(courses: list[CoursePage]) -> None:
    """What stands already is left alone."""
    posts = {post.code: post for post in Post.objects.all()}
    levels = {level.code: level for level in Level.objects.all()}
    for course in courses:
        for post, level, months in REQUIREMENTS.get(course.slug, []):
            Requirement.objects.get_or_create(
                course_key=course.translation_key,
                post=posts.get(post),
                level=levels.get(level),
                defaults={"course": course, "renewed_every": months, "since": SINCE},
            )
