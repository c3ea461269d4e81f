"""Find whom a rule honours, and decide about each. Nobody is honoured without a person having approved it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Avg, Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.cadres.models import Posting
from learning.certificates.commendation import CommendationRule, Nomination
from learning.certificates.doubt import PassInDoubt
from learning.certificates.issue import issue_honour
from learning.progress.models import Completion
from learning.sessions.models import TrainingSession
from learning.units.models import Unit


@transaction.atomic
def nominate(*, rule: CommendationRule) -> int:
    """Propose everybody the rule finds today; returns how many wait. Twice: the same; what was decided stays as it is."""
    rule = CommendationRule.objects.select_for_update().get(pk=rule.pk)
    field, find = ("cadre_id", cadres_found) if rule.whom == rule.Whom.CADRES else ("unit_id", units_found)
    found = find(rule)
    waiting = rule.nominations.filter(state=Nomination.State.PROPOSED)
    waiting.exclude(**{f"{field}__in": found}).delete()
    waiting = {getattr(one, field): one for one in waiting}
    for one in waiting.values():
        one.figures = found[getattr(one, field)]
    Nomination.objects.bulk_update(waiting.values(), ["figures"])
    decided = set(rule.nominations.exclude(state=Nomination.State.PROPOSED).values_list(field, flat=True))
    Nomination.objects.bulk_create(
        Nomination(rule=rule, figures=figures, **{field: pk})
        for pk, figures in found.items()
        if pk not in waiting and pk not in decided
    )
    return len(set(found) - decided)


@transaction.atomic
def decide_nomination(*, nomination: Nomination, approve: bool, by, reason: str = "") -> Nomination:
    """Approved: the certificate of honour is issued. Decided already: nothing. Raises ``ValidationError`` (nobody honours
    herself; declining needs a reason), ``MissingGlyph`` before anything is recorded."""
    nomination = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("cadre", "unit", "rule")
        .get(pk=nomination.pk)
    )
    if nomination.state != Nomination.State.PROPOSED:
        return nomination
    if nomination.cadre and nomination.cadre.user_id == by.pk:
        raise ValidationError(_("Nobody approves her own commendation."))
    if not approve and not reason.strip():
        raise ValidationError(_("Give the reason; it is kept with the decision."))
    nomination.state = Nomination.State.APPROVED if approve else Nomination.State.DECLINED
    nomination.reason, nomination.decided_by, nomination.decided_at = reason.strip(), by, timezone.now()
    nomination.save()
    if approve:
        issue_honour(nomination=nomination)
    return nomination


def cadres_found(rule: CommendationRule) -> dict[int, dict]:
    """``{cadre pk: figures}``: in post in the subtree on the last day, with no pass in doubt. Four queries."""
    in_post = Posting.objects.in_force_on(rule.until).filter(unit__path__startswith=rule.unit.path)
    doubted = PassInDoubt.objects.filter(decision="").values("completion__cadre")
    completed = (
        _completions(rule)
        .filter(cadre__in=in_post.values("cadre"))
        .exclude(cadre__in=doubted)
        .values("cadre")
        .annotate(courses=Count("course_key", distinct=True), mean=Avg("scaled"))
    )
    led = dict(
        _sessions(rule)
        .filter(facilitators__user__cadre__isnull=False)
        .values_list("facilitators__user__cadre")
        .annotate(Count("pk", distinct=True))
        .order_by()
    )
    found = {}
    for row in completed.order_by("cadre"):
        percent = None if row["mean"] is None else int(row["mean"] * 100)
        sessions = led.get(row["cadre"], 0)
        if sessions >= rule.sessions and (not rule.score or (percent or 0) >= rule.score):
            found[row["cadre"]] = {"courses": row["courses"], "percent": percent, "sessions": sessions}
    return found


def units_found(rule: CommendationRule) -> dict[int, dict]:
    """``{unit pk: figures}``: open units of the level with cadres, counted with all below them. Four queries."""
    postings = Posting.objects.in_force_on(rule.until).filter(
        is_main=True, unit__path__startswith=rule.unit.path
    )
    cadres = list(postings.values_list("cadre_id", "unit__path"))
    completed = set(_completions(rule).values_list("cadre_id", flat=True))
    held = list(_sessions(rule).values_list("place__unit__path", flat=True))
    found = {}
    for unit in Unit.objects.subtree_of(rule.unit).open_on(rule.until).filter(level=rule.level_id):
        own = {cadre for cadre, path in cadres if path.startswith(unit.path)}
        sessions = sum(path.startswith(unit.path) for path in held)
        done = len(own & completed)
        if own and 100 * done >= rule.share * len(own) and sessions >= rule.sessions:
            found[unit.pk] = {"cadres": len(own), "completed": done, "sessions": sessions}
    return found


def _completions(rule):
    course = Q(course_key=rule.course_key) if rule.course_key else Q()
    return Completion.objects.filter(course, occurred_at__date__range=(rule.since, rule.until))


def _sessions(rule):
    return TrainingSession.objects.held().filter(
        starts_at__date__range=(rule.since, rule.until), place__unit__path__startswith=rule.unit.path
    )
