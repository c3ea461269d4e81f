"""Table of contents: Wagtail looks for hooks only here."""

from wagtail import hooks

from learning.enrolments.hooks import guard_course_pages
from learning.viewsets import OrganisationGroup

__all__ = ["guard_course_pages", "organisation"]


@hooks.register("register_admin_viewset")
def organisation():
    return OrganisationGroup()
