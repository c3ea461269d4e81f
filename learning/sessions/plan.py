"""Plan a session, change the plan, cancel it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.editions import latest_edition
from courses.models import CoursePage
from courses.outline import outline_of
from learning.sessions.concerns import name_of
from learning.sessions.models import Facilitator, SessionFact, SessionModule, TrainingSession
from learning.sessions.scope import colleagues_of
from learning.units.change import place_on
from quizzes.question_types import OF_A_ROOM
from quizzes.versions import versions_of


def modules_on_offer() -> list[tuple[CoursePage, list]]:
    """``(course, modules of its outline)`` of every live course. Two queries; the outlines are cached."""
    return [
        (course, list(outline_of(course).modules)) for course in CoursePage.objects.live().order_by("path")
    ]


def courses_of(module_keys: list[str]) -> set:
    """The keys of the courses that these modules belong to."""
    return {
        course.translation_key
        for course, modules in modules_on_offer()
        if any(module.key in module_keys for module in modules)
    }


def taught_modules(session: TrainingSession) -> list[dict]:
    """``[{"headings", "pk"}]`` of what the session teaches; ``pk`` of the page that is live today, None when it has gone."""
    live = {module.key: module.pk for _course, modules in modules_on_offer() for module in modules}
    return [
        {"headings": module.headings, "pk": live.get(str(module.module_key))}
        for module in session.modules.all()
    ]


@transaction.atomic
def plan_session(
    *, session: TrainingSession, module_keys: list[str], by, colleagues: list | None = None
) -> TrainingSession:
    """Save a new or changed plan. ``session`` holds the fields; ``by`` becomes a facilitator, and so do the
    ``colleagues`` (None: as they are). A new plan whose uuid she planned before: the session that stands, unchanged.

    The test's questions are pinned now, so that before and after ask the same. A plan whose session has facts keeps its
    unit and test: raises ``ValidationError`` when they would change. Closed or cancelled: refused.
    """
    if session.state != TrainingSession.State.PLANNED:
        raise ValidationError(_("This session is closed; its plan stays as it is."), code="closed")
    if session.pk:
        standing = TrainingSession.objects.select_for_update().get(pk=session.pk)
        if standing.state != TrainingSession.State.PLANNED:
            raise ValidationError(_("This session is closed; its plan stays as it is."), code="closed")
        begun = SessionFact.objects.filter(session=standing).exists()
        if begun and (standing.unit_id, standing.test_id) != (session.unit_id, session.test_id):
            raise ValidationError(
                _("The register has been begun, so the unit and the test can no longer be changed."),
                code="begun",
            )
        if not begun:
            session.test_versions = _pinned(session)
    else:
        standing = TrainingSession.objects.filter(uuid=session.uuid).first()
        if standing:
            return _planned_before(standing, by)
        session.created_by = by
        session.test_versions = _pinned(session)
    session.place = place_on(session.unit, timezone.localdate(session.starts_at))
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError:  # the same plan came in at the same time
        return _planned_before(TrainingSession.objects.get(uuid=session.uuid), by)
    _set_facilitators(session, by, colleagues)
    _set_modules(session, module_keys)
    return session


@transaction.atomic
def cancel_session(*, session: TrainingSession) -> TrainingSession:
    """It will not be held. Cancelled already: nothing. A session with people in its register cannot be cancelled."""
    session = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if session.state == TrainingSession.State.CLOSED or session.register.exists():
        raise ValidationError(_("People have been registered. Close the session instead."), code="begun")
    session.state = TrainingSession.State.CANCELLED
    session.save(update_fields=["state"])
    return session


def _planned_before(standing, by) -> TrainingSession:
    if standing.created_by != by:
        raise ValidationError(_("This plan cannot be saved. Open the page again."), code="key")
    return standing


def _set_facilitators(session, by, colleagues):
    for user in [by, *(colleagues or [])]:
        Facilitator.objects.get_or_create(session=session, user=user, defaults={"name": name_of(user)})
    if colleagues is not None:  # whom she could not have chosen, she cannot leave out
        session.facilitators.filter(user__in=colleagues_of(by)).exclude(user__in=colleagues).delete()


def _pinned(session):
    versions = versions_of(session.test) if session.test else []
    if any(version.content["type"] not in OF_A_ROOM for version in versions):
        raise ValidationError(
            {"test": _("This test has questions that cannot be answered by show of hands.")},
            code="not-for-a-room",
        )
    return [version.pk for version in versions]


def _set_modules(session, module_keys):
    offered = {module.key: (course, module) for course, modules in modules_on_offer() for module in modules}
    session.modules.exclude(module_key__in=[key for key in module_keys if key in offered]).delete()
    for order, key in enumerate(module_keys):
        if key not in offered:
            continue
        course, module = offered[key]
        SessionModule.objects.update_or_create(
            session=session,
            module_key=key,
            defaults={
                "edition": latest_edition(course.translation_key),
                "course_key": course.translation_key,
                "headings": module.headings,
                "sort_order": order,
            },
        )
