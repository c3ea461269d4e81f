"""A module in several courses. In the others stand mirrors (Wagtail's aliases) that follow it; progress knows them by its key."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page

from courses.editions import current_edition
from courses.mirrors import mirrors_of, source_of
from courses.models import CoursePage, LessonPage, ModulePage
from courses.outline import drop_outline


class CannotStandHere(Exception):
    """``str()`` is a sentence for people."""


@transaction.atomic
def use_module(*, module: ModulePage, course: CoursePage, by=None) -> ModulePage:
    """Put a mirror of the module at the end of the course. Twice: the same mirror. Raises ``CannotStandHere``."""
    module = source_of(module)
    if module.course == course:
        raise CannotStandHere(_("The module belongs to this course."))
    standing = mirrors_of(module).descendant_of(course).first()
    if standing:
        return standing.specific
    if not module.live:
        raise CannotStandHere(_("Publish the module first."))
    mirror = CreatePageAliasAction(
        module,
        recursive=True,
        parent=Page.objects.get(pk=course.pk),
        update_slug=_free_slug(module.slug, course),
        user=by,
    ).execute(
        skip_permission_checks=True
    )  # whoever calls has asked; Wagtail would ask for the right to add pages
    _renew(course)
    return mirror.specific


@transaction.atomic
def follow_source(module: ModulePage) -> None:
    """Give every mirror of the module a mirror of each of its lessons, in the same order. Twice changes nothing."""
    lessons = list(LessonPage.objects.child_of(module).live().order_by("path"))
    for mirror in mirrors_of(module):
        standing = dict(mirror.get_children().values_list("alias_of_id", "pk"))
        for lesson in lessons:
            if lesson.pk not in standing:
                lesson.create_alias(
                    parent=Page.objects.get(pk=mirror.pk), update_slug=_free_slug(lesson.slug, mirror)
                )
        _order(mirror, [lesson.pk for lesson in lessons])
        _renew(mirror.specific.course)


def _renew(course):
    """What the course consists of has changed, as when one of its pages is published."""
    drop_outline(course.pk)
    if course.live:
        current_edition(course)
    transaction.on_commit(lambda: drop_outline(course.pk))


def _order(mirror, wanted: list[int]):
    mirror = Page.objects.get(pk=mirror.pk)
    present = list(mirror.get_children().order_by("path"))
    if [page.alias_of_id for page in present if page.alias_of_id in wanted] == wanted:
        return
    for pk in wanted:
        page = Page.objects.filter(alias_of_id=pk).child_of(mirror).first()
        if page:
            page.move(Page.objects.get(pk=mirror.pk), pos="last-child")


def _free_slug(slug: str, parent) -> str:
    taken = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    free, number = slug, 2
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
