"""Where the page around an activity reports what happens in it: begin, statements, state.

The frame itself has no network and no key. The page is ours, so it comes with the session and the CSRF token; on top of
them a short-lived token binds what is reported to this person, this activity and this attempt.
"""

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.h5p import strict_json
from courses.h5p.findings import Refused
from courses.h5p.models import Activity, Content, Run
from courses.h5p.policy import Policy
from courses.h5p.record import ReportRefused, keep_refusal, record_statement, save_state, states_of
from courses.h5p.tokens import ReportToken, TokenRefused, read_report_token, report_token
from courses.h5p.xapi import ADL, MAX_BYTES
from learning.enrolments.enrol import NoPosting, cadre_of, enrol, enrolment_in
from learning.enrolments.pages import LessonHere, lesson_or_refusal

BODY_BYTES = 2 * MAX_BYTES  # around the statement or state itself


@never_cache
@require_POST
def begin(request, lesson_pk: int, activity_key: str):
    """A new attempt: its token, and where she stopped. Nothing is recorded, and nobody is enrolled by looking."""
    here = _here(request, lesson_pk, activity_key)
    activity = Activity.objects.filter(key=activity_key).first()
    content = activity.content_in(request.LANGUAGE_CODE) if activity else None
    cadre = cadre_of(request.user)
    if content is None or cadre is None or not cadre.holds_a_post:
        return JsonResponse({"recording": False, "states": {}})
    enrolment = enrolment_in(cadre, here.course.translation_key)
    run = (
        Run.objects.filter(registration=enrolment.uuid, activity_key=activity_key).first()
        if enrolment
        else None
    )
    return JsonResponse(
        {
            "recording": True,
            "token": report_token(
                activity_key=activity_key,
                content=content,
                holder={"user": request.user.pk, "lesson": lesson_pk},
            ),
            "states": states_of(enrolment.uuid, content) if enrolment else {},
            **_reached(run),
        }
    )


@never_cache
@require_POST
def statements(request, lesson_pk: int, activity_key: str):
    """One xAPI statement. Answers with a receipt; the same again is acknowledged, other content under its id is 409."""

    def keep(here, token, body):
        cadre = cadre_of(request.user)
        statement = body.get("statement")
        enrolment = enrolment_in(cadre, here.course.translation_key)
        if enrolment is None and _only_looks(statement, activity_key):
            return JsonResponse({"received": False, "reason": "not-begun"})
        enrolment = enrolment or enrol(cadre=cadre, course=here.course)
        receipt = record_statement(
            registration=enrolment.uuid, token=token, statement_id=body.get("id"), statement=statement
        )
        return JsonResponse(
            {"received": True, "already_received": receipt.already_received, **_reached(receipt.run)}
        )

    return _report(request, lesson_pk, activity_key, keep)


@never_cache
@require_POST
def state(request, lesson_pk: int, activity_key: str):
    """Where she stopped. Before she has begun the course nothing is kept."""

    def keep(here, token, body):
        enrolment = enrolment_in(cadre_of(request.user), here.course.translation_key)
        content = Content.objects.filter(uuid=token.content).first()
        if enrolment is None or content is None:
            return JsonResponse({"kept": False})
        kept = save_state(
            registration=enrolment.uuid,
            content=content,
            version=token.version,
            data_type=body.get("dataType"),
            sub_content_id=body.get("subContentId"),
            data=body.get("data"),
        )
        return JsonResponse({"kept": kept})

    return _report(request, lesson_pk, activity_key, keep)


def _report(request, lesson_pk, activity_key, keep):
    """Check who reports what, then ``keep(here, token, body)``. What is refused leaves its code."""
    token = None
    raw = b""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_BYTES:
            raise ReportRefused("too-large", 413)
        raw = request.body
        here = _here(request, lesson_pk, activity_key)
        try:
            body = strict_json.parse(raw, name="report", max_bytes=BODY_BYTES)
        except Refused:
            raise ReportRefused("not-a-statement") from None
        if not isinstance(body, dict):
            raise ReportRefused("not-a-statement")
        token = _own_token(request, body.get("token"), lesson_pk, activity_key)
        return keep(here, token, body)
    except TokenRefused as refused:
        code, status = refused.code, 403
    except NoPosting as refused:
        code, status = refused.code, 403
    except ReportRefused as refused:
        code, status = refused.code, refused.status
    keep_refusal(code, activity_key=activity_key, sender=f"user:{request.user.pk}", body=raw)
    return JsonResponse({"received": False, "code": code, "message": sentence(code)}, status=status)


def _own_token(request, value, lesson_pk, activity_key) -> ReportToken:
    cadre = cadre_of(request.user)
    if cadre is None:
        raise TokenRefused("signed-out")
    if not cadre.holds_a_post:
        raise NoPosting
    token = read_report_token(value)
    if token.holder.get("user") != request.user.pk:
        raise TokenRefused("token-of-another")
    if token.activity_key != activity_key or token.holder.get("lesson") != lesson_pk:
        raise TokenRefused("token-of-another-activity")
    return token


def _here(request, lesson_pk, activity_key) -> LessonHere:
    """The lesson, when she may open it and it shows the activity; else 404."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere) or activity_key not in here.lesson_outline.shown_activity_keys:
        raise Http404
    return here


def _only_looks(statement, activity_key) -> bool:
    """Opening an activity begins no course, unless opening is all that it asks for."""
    verb = statement.get("verb") if isinstance(statement, dict) else None
    opened = isinstance(verb, dict) and verb.get("id") == f"{ADL}attempted"
    return (
        opened
        and not Activity.objects.filter(key=activity_key, policy=Policy.ON_VIEW, required=True).exists()
    )


def _reached(run: Run | None) -> dict:
    """What the page shows her: done or not, best and last in percent."""

    def percent(scaled):
        return None if scaled is None else int(scaled * 100)

    return {
        "done": bool(run and run.done_at),
        "best": percent(run.best) if run else None,
        "last": percent(run.last) if run else None,
    }


def sentence(code: str) -> str:
    """For the person in front of the activity."""
    if code in ("token-expired", "signed-out"):
        return _("This page has been open for too long. Load it again, so that what you do counts.")
    if code == "no-posting":
        return _("Your account holds no post at present, so nothing is recorded.")
    return _("What the activity reported could not be accepted, and was not counted.")
