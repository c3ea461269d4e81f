"""Table of contents: Wagtail looks for hooks only here."""

from learning.enrolments.hooks import guard_course_pages

__all__ = ["guard_course_pages"]
