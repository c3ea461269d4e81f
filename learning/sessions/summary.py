"""What a session came to, in words and bars, for those who led it."""

from dataclasses import dataclass
from decimal import Decimal

from learning.sessions.fold import Register, right_of
from learning.sessions.models import TrainingSession
from learning.sessions.project import right_options


@dataclass(frozen=True)
class TestSummary:
    """``percent`` of the hands that were right, None when nothing was counted; ``people`` who answered."""

    percent: Decimal | None
    people: int


@dataclass(frozen=True)
class Summary:
    reached: int
    by_line: int
    heads: int
    children: int
    before: TestSummary
    after: TestSummary

    @property
    def before_width(self) -> str:
        """Width of the bar in a plot of 320."""
        return _width(self.before.percent)

    @property
    def after_width(self) -> str:
        return _width(self.after.percent)

    @property
    def gain(self) -> Decimal | None:
        """Percentage points, only when both times were counted."""
        if self.before.percent is None or self.after.percent is None:
            return None
        return self.after.percent - self.before.percent


def summary_of(session: TrainingSession, register: Register) -> Summary:
    """One query when the session has a test."""
    keys = right_options(session) if session.test_versions else {}
    return Summary(
        reached=register.reached,
        by_line=len(register.came),
        heads=register.heads_total,
        children=register.children,
        before=_test(register.tests["before"], keys),
        after=_test(register.tests["after"], keys),
    )


def _test(test, keys) -> TestSummary:
    right, answered = right_of(test, keys)
    percent = (Decimal(100) * right / answered).quantize(Decimal("0.1")) if answered else None
    return TestSummary(percent=percent, people=test.people)


def _width(percent) -> str:
    return f"{float(percent or 0) * 3.2:.1f}"
