"""Record what an activity reports. The browser is the only witness; the registration is opaque here."""

import datetime
import hashlib
import logging
import re
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.h5p import xapi
from courses.h5p.models import Activity, Content, Refusal, Run, State, Statement
from courses.h5p.policy import is_done
from courses.h5p.signals import statement_recorded
from courses.h5p.tokens import ReportToken

logger = logging.getLogger(__name__)
STATE_BYTES = 64 * 1024
STATES_ALLOWED = 50  # per registration and content
NAME = re.compile(r"[A-Za-z0-9_-]{1,127}")
A_MINUTE = 240  # statements of one registration; a fast reader makes about one a second
KEEP_REFUSALS_DAYS = 90


class ReportRefused(Exception):
    """``code`` for machines; ``status`` as HTTP would say it."""

    def __init__(self, code: str, status: int = 400):
        self.code, self.status = code, status
        super().__init__(code)


@dataclass(frozen=True)
class Receipt:
    """``already_received``: the same statement came before, and nothing has changed."""

    statement: Statement
    run: Run | None
    already_received: bool = False


def record_statement(*, registration, token: ReportToken, statement_id, statement, size: int = 0) -> Receipt:
    """Keep a statement once, and what it says of the run. The same again is acknowledged; the same id with other content
    is a conflict (``ReportRefused`` 409). A result never lowers what was reached before."""
    if size > xapi.MAX_BYTES:
        raise ReportRefused("too-large", 413)
    key = _uuid(statement_id)
    try:
        reading = xapi.read(statement)
    except xapi.StatementRefused as refused:
        raise ReportRefused(refused.code) from None
    body = xapi.canonical(statement)
    if len(body) > xapi.MAX_BYTES:
        raise ReportRefused("too-large", 413)
    if "\\u0000" in body.decode("utf-8", "surrogatepass") or "\0" in body.decode("utf-8", "surrogatepass"):
        raise ReportRefused("not-a-statement")
    digest = hashlib.sha256(body).hexdigest()
    standing = Statement.objects.filter(uuid=key).first()
    if standing:
        return _repeated(standing, registration, token, digest)
    activity = Activity.objects.filter(key=token.activity_key).first()
    if activity is None:
        raise ReportRefused("activity-gone", 410)
    _refuse_flood(registration)
    try:
        with transaction.atomic():
            row = Statement.objects.create(
                uuid=key,
                registration=registration,
                activity_key=token.activity_key,
                content=token.content,
                content_version=token.version,
                attempt=token.attempt,
                verb=reading.verb,
                is_top=reading.is_top,
                sub_content_id=reading.sub_content_id,
                raw=reading.raw,
                maximum=reading.maximum,
                scaled=reading.scaled,
                success=reading.success,
                completion=reading.completion,
                body=xapi.kept(statement),
                digest=digest,
                occurred_at=reading.occurred_at,
            )
            run, done = _carry_on(registration, activity, reading)
            statement_recorded.send(
                sender=Statement,
                registration=registration,
                activity=activity,
                run=run,
                reading=reading,
                done=done,
                statement=row,
            )
    except IntegrityError:  # the same one arrived twice at once
        return _repeated(Statement.objects.get(uuid=key), registration, token, digest)
    return Receipt(row, run)


def _repeated(standing, registration, token, digest) -> Receipt:
    same = (
        standing.digest == digest
        and str(standing.registration) == str(registration)
        and standing.activity_key == token.activity_key
    )
    if not same:
        raise ReportRefused("conflict", 409)
    run = Run.objects.filter(registration=registration, activity_key=token.activity_key).first()
    return Receipt(standing, run, already_received=True)


def _refuse_flood(registration):
    since = timezone.now() - datetime.timedelta(minutes=1)
    if Statement.objects.filter(registration=registration, received_at__gte=since).count() >= A_MINUTE:
        raise ReportRefused("too-many", 429)


def _carry_on(registration, activity, reading) -> tuple[Run, bool]:
    """The run after this statement, and whether the activity is done by it. Best and last are kept, nothing is lowered."""
    now = timezone.now()
    run, _created = Run.objects.select_for_update().get_or_create(
        registration=registration, activity_key=activity.key
    )
    outcome = reading.outcome
    if outcome.scaled is not None:
        run.last = outcome.scaled
        run.best = outcome.scaled if run.best is None else max(run.best, outcome.scaled)
    if outcome.completed and run.completed_at is None:
        run.completed_at = now
    done = is_done(outcome, policy=activity.policy, pass_mark=activity.pass_mark)
    if done and run.done_at is None:
        run.done_at = now
    run.save()
    return run, done


def save_state(*, registration, content: Content, version: int, data_type, sub_content_id, data) -> bool:
    """Keep where somebody stopped; ``data`` is a JSON text, "0" or None deletes. False when the content has changed
    meanwhile: then nothing fits any more and nothing is kept. Raises ``ReportRefused``."""
    sub = str(sub_content_id or "0")
    if not (isinstance(data_type, str) and NAME.fullmatch(data_type)) or not NAME.fullmatch(sub):
        raise ReportRefused("state-name")
    if content.version != version:
        return False
    which = {"registration": registration, "content": content, "data_type": data_type, "sub_content_id": sub}
    if data is None or data == "0":
        State.objects.filter(**which).delete()
        return True
    if not isinstance(data, str) or "\0" in data:
        raise ReportRefused("state-data")
    if len(data.encode("utf-8", "surrogatepass")) > STATE_BYTES:
        raise ReportRefused("too-large", 413)
    others = State.objects.filter(registration=registration, content=content)
    if (
        others.count() >= STATES_ALLOWED
        and not others.filter(data_type=data_type, sub_content_id=sub).exists()
    ):
        raise ReportRefused("too-many", 429)
    State.objects.update_or_create(**which, defaults={"data": data, "content_version": version})
    return True


def states_of(registration, content: Content) -> dict:
    """``{sub content id: {data type: JSON text}}`` to go on from; "RESET" where the content has changed since."""
    found: dict = {}
    for state in State.objects.filter(registration=registration, content=content):
        fits = state.content_version == content.version
        found.setdefault(state.sub_content_id, {})[state.data_type] = state.data if fits else "RESET"
    return found


def keep_refusal(code: str, *, registration=None, activity_key="", sender="", body: bytes = b"") -> Refusal:
    """What was not accepted leaves its code, hash and size, and a line in the log."""
    logger.warning("h5p report refused: %s (%s, %s bytes)", code, activity_key, len(body))
    return Refusal.objects.create(
        code=code,
        registration=registration,
        activity_key=str(activity_key)[:80],
        sender=str(sender)[:80],
        sha256=hashlib.sha256(body).hexdigest() if body else "",
        bytes=len(body),
    )


def forget_old_refusals(now=None) -> None:
    before = (now or timezone.now()) - datetime.timedelta(days=KEEP_REFUSALS_DAYS)
    Refusal.objects.filter(received_at__lt=before).delete()


def _uuid(value) -> uuid.UUID:
    try:
        return uuid.UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise ReportRefused("id-invalid") from None
