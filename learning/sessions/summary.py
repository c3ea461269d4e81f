"""What a session came to, in words and bars, for those who led it."""

from dataclasses import dataclass
from decimal import Decimal

from learning.sessions.fold import Register, Test, right_of
from learning.sessions.models import SessionResult, TrainingSession
from learning.sessions.rules import SMALL
from quizzes.models import QuestionVersion
from quizzes.question_types import QUESTION_TYPES


@dataclass(frozen=True)
class TestSummary:
    """``percent`` of the hands that were right, None when nothing was counted; ``people`` who answered."""

    percent: Decimal | None
    people: int


@dataclass(frozen=True)
class QuestionSummary:
    """A question of the test: per cent of its hands that were right, and how many hands, each time. None: no hands."""

    prompt: dict
    before: Decimal | None
    before_hands: int
    after: Decimal | None
    after_hands: int


@dataclass(frozen=True)
class Summary:
    reached: int
    by_line: int
    heads: int
    children: int
    before: TestSummary
    after: TestSummary
    questions: list[QuestionSummary]

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
        return _gain(self.before, self.after)


@dataclass(frozen=True)
class ReportedTests:
    """What those may read who do not see the register."""

    before: TestSummary
    after: TestSummary
    gain: Decimal


def reported_tests(result: SessionResult) -> ReportedTests | None:
    """None when fewer than five people answered one of the times: the same rule as that of the reports."""
    if result.is_small or min(result.before_people, result.after_people) < SMALL:
        return None
    before = TestSummary(_percent(result.before_right, result.before_answered), result.before_people)
    after = TestSummary(_percent(result.after_right, result.after_answered), result.after_people)
    gain = _gain(before, after)
    return None if gain is None else ReportedTests(before=before, after=after, gain=gain)


def summary_of(session: TrainingSession, register: Register) -> Summary:
    """One query when the session has a test."""
    contents = _contents(session)
    keys = {key: QUESTION_TYPES[content["type"]].correct_answer(content) for key, content in contents.items()}
    before, after = register.tests["before"], register.tests["after"]
    return Summary(
        reached=register.reached,
        by_line=len(register.came),
        heads=register.heads_total,
        children=register.children,
        before=TestSummary(_percent(*right_of(before, keys)), before.people),
        after=TestSummary(_percent(*right_of(after, keys)), after.people),
        questions=[
            _question(contents[key], *(_of_question(test, key, keys) for test in (before, after)))
            for key in map(str, session.test_versions)
            if before.counts or after.counts
        ],
    )


def _contents(session) -> dict[str, dict]:
    """``{version id: content}`` of the session's test."""
    if not session.test_versions:
        return {}
    return {
        str(pk): version.content
        for pk, version in QuestionVersion.objects.in_bulk(session.test_versions).items()
    }


def _of_question(test, key, keys) -> tuple[int, int]:
    """``(right, hands)`` of one question in one phase."""
    return right_of(Test(counts={key: test.counts.get(key, {})}), keys)


def _question(content, before, after) -> QuestionSummary:
    return QuestionSummary(
        prompt=content["prompt"],
        before=_percent(*before),
        before_hands=before[1],
        after=_percent(*after),
        after_hands=after[1],
    )


def _percent(right, answered) -> Decimal | None:
    return (Decimal(100) * right / answered).quantize(Decimal("0.1")) if answered else None


def _gain(before: TestSummary, after: TestSummary) -> Decimal | None:
    if before.percent is None or after.percent is None:
        return None
    return after.percent - before.percent


def _width(percent) -> str:
    return f"{float(percent or 0) * 3.2:.1f}"
