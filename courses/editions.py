"""Freeze a course's outline when what it consists of has changed."""

from dataclasses import asdict

from django.db import IntegrityError, transaction

from courses.changes import material_changes_in
from courses.models import CoursePage, Edition
from courses.outline import Outline, read_outline
from quizzes.versions import digest_of


def structure_of(outline: Outline) -> list:
    """What makes an edition: the steps and their order. Not headings, minutes or revisions."""
    return [[step.module_key, step.lesson_key, step.kind, step.key] for step in outline.steps]


def current_edition(course: CoursePage) -> Edition:
    """The edition of the course as it is live now, made when its steps or titles have changed, or what one teaches has
    materially. Twice: the same row."""
    outline = read_outline(course)
    facts = [structure_of(outline), outline.headings, outline.public_titles, outline.minutes]
    changes = material_changes_in(course.translation_key)
    digest = digest_of([*facts, changes] if changes else facts)
    newest = Edition.objects.filter(course_key=course.translation_key).order_by("-number").first()
    if newest and newest.digest == digest:
        return newest
    try:
        with transaction.atomic():
            return Edition.objects.create(
                course_key=course.translation_key,
                course=course,
                number=(newest.number if newest else 0) + 1,
                headings=outline.headings,
                public_titles=outline.public_titles,
                minutes=outline.minutes,
                steps=[asdict(step) for step in outline.steps],
                digest=digest,
            )
    except IntegrityError:  # another worker was first
        return current_edition(course)


def latest_edition(course_key) -> Edition | None:
    """The newest edition by the course's key, whether or not its page still exists."""
    return Edition.objects.filter(course_key=course_key).order_by("-number").first()
