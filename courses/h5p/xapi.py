"""What an xAPI statement from an activity says. Pure.

The browser is the witness, so nothing in a statement is believed that we know ourselves: actor, object, time stored. Scores
are checked, and only what is said of the activity as a whole counts.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from urllib.parse import parse_qs, urlsplit

from django.utils.dateparse import parse_datetime

from courses.h5p.policy import Outcome

MAX_BYTES = 64 * 1024
ADL = "http://adlnet.gov/expapi/verbs/"
VERB = re.compile(r"https?://[\w./#-]{3,180}")
SCORING = {"completed", "answered", "passed", "failed", "mastered"}
OPENING = {"attempted", "experienced", "consumed", "interacted", "initialized", "launched"}
FOUR_PLACES = Decimal("0.0001")


class StatementRefused(Exception):
    """``code``: too-large, not-a-statement, verb-unknown, score-invalid."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Reading:
    """A statement as we understand it. ``verb`` without the address that most verbs begin with."""

    verb: str
    is_top: bool
    sub_content_id: str
    raw: Decimal | None
    maximum: Decimal | None
    scaled: Decimal | None
    success: bool | None
    completion: bool | None
    occurred_at: datetime | None

    @property
    def counts(self) -> bool:
        """Is this the result of the activity as a whole?"""
        return (
            self.is_top and self.verb in SCORING and (self.scaled is not None or self.completion is not None)
        )

    @property
    def outcome(self) -> Outcome:
        if not self.is_top:
            return Outcome()
        return Outcome(
            opened=True,
            completed=self.verb in SCORING - {"failed"}
            and self.completion is not False
            and (self.counts or self.verb == "completed"),
            scaled=self.scaled if self.counts else None,
            success=self.success if self.counts else None,
        )


def read(statement) -> Reading:
    """Raises ``StatementRefused``."""
    if not isinstance(statement, dict):
        raise StatementRefused("not-a-statement")
    verb = statement.get("verb")
    address = verb.get("id") if isinstance(verb, dict) else None
    if not isinstance(address, str) or not VERB.fullmatch(address):
        raise StatementRefused("verb-unknown")
    subject = statement.get("object")
    if not isinstance(subject, dict):
        raise StatementRefused("not-a-statement")
    sub = sub_content_id(subject.get("id"))
    result = statement.get("result")
    result = result if isinstance(result, dict) else {}
    raw, maximum, scaled = read_score(result.get("score"))
    return Reading(
        verb=address.removeprefix(ADL),
        is_top=not sub and not has_parent(statement.get("context")),
        sub_content_id=sub,
        raw=raw,
        maximum=maximum,
        scaled=scaled,
        success=result["success"] if isinstance(result.get("success"), bool) else None,
        completion=result["completion"] if isinstance(result.get("completion"), bool) else None,
        occurred_at=read_time(statement.get("timestamp")),
    )


def sub_content_id(identifier) -> str:
    """The part of the activity that the statement is about, "" for the whole."""
    if not isinstance(identifier, str):
        return ""
    try:
        found = parse_qs(urlsplit(identifier).query).get("subContentId", [""])[0]
    except ValueError:
        return ""
    return re.sub(r"[^\w-]", "", found)[:127]


def has_parent(context) -> bool:
    activities = context.get("contextActivities") if isinstance(context, dict) else None
    return bool(activities.get("parent")) if isinstance(activities, dict) else False


def read_score(score) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """``(raw, max, scaled 0 to 1)``. Raises ``StatementRefused`` for scores that cannot be: negative, above the maximum,
    no numbers."""
    if score is None:
        return None, None, None
    if not isinstance(score, dict):
        raise StatementRefused("score-invalid")
    raw, maximum, least, scaled = (_decimal(score.get(key)) for key in ("raw", "max", "min", "scaled"))
    if raw is not None and (raw < 0 or (maximum is not None and raw > maximum)):
        raise StatementRefused("score-invalid")
    if (maximum is not None and maximum < 0) or (
        least is not None and maximum is not None and least > maximum
    ):
        raise StatementRefused("score-invalid")
    if scaled is not None and not -1 <= scaled <= 1:
        raise StatementRefused("score-invalid")
    if raw is not None and maximum:
        computed = raw / maximum
        if scaled is not None and abs(computed - scaled) > Decimal("0.01"):
            raise StatementRefused("score-invalid")
        scaled = computed if scaled is None else scaled
    if scaled is not None:
        scaled = max(scaled, Decimal(0)).quantize(FOUR_PLACES, ROUND_DOWN)
    return raw, maximum, scaled


def _decimal(value) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise StatementRefused("score-invalid")
    found = Decimal(str(value))
    if not found.is_finite() or abs(found) >= 10_000_000:
        raise StatementRefused("score-invalid")
    return found


def read_time(value) -> datetime | None:
    """The clock of the person's device; None when it says nothing sensible."""
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None


def kept(statement: dict) -> dict:
    """The statement without the actor and without what only a store may say."""
    return {
        key: value for key, value in statement.items() if key not in ("actor", "authority", "stored", "id")
    }


def canonical(statement: dict) -> bytes:
    """The same for the same content, whatever the order of its keys."""
    return json.dumps(kept(statement), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
