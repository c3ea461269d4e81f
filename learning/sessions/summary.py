"""What a session came to, in words and bars, for those who led it."""

from dataclasses import dataclass
from decimal import Decimal

from learning.sessions.fold import Pairs, Register, Test, feedback_of, pairs_of, right_of, right_of_tickets
from learning.sessions.models import SessionResult, TrainingSession
from learning.sessions.project import answered_right
from learning.sessions.rules import SMALL
from learning.sessions.words import Feedback, FeedbackMark
from quizzes.gain import Gain, gain_of_sums
from quizzes.models import QuestionVersion
from quizzes.question_types import QUESTION_TYPES


@dataclass(frozen=True)
class TestSummary:
    """``percent`` of the answers (hands and tickets) that were right, None without any; ``people`` who answered."""

    percent: Decimal | None
    people: int


@dataclass(frozen=True)
class QuestionSummary:
    """A question of the test: per cent of its answers that were right, and how many, each time. None: no answers."""

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
    pairs: Pairs
    feedback_people: int
    feedback: list

    @property
    def gain(self) -> Gain:
        """Over the tickets that answered both times, however few: who leads the session sees them."""
        pairs = self.pairs
        return gain_of_sums(
            n=pairs.people,
            before_right=pairs.before_right,
            after_right=pairs.after_right,
            asked=pairs.asked,
            fewest=1,
        )

    @property
    def before_width(self) -> str:
        """Width of the bar in a plot of 320."""
        return _width(self.before.percent)

    @property
    def after_width(self) -> str:
        return _width(self.after.percent)


@dataclass(frozen=True)
class ReportedTests:
    """What those may read who do not see the register. ``gain`` has no figure when fewer than five answered both times."""

    before: TestSummary
    after: TestSummary
    gain: Gain


def reported_tests(result: SessionResult) -> ReportedTests | None:
    """None when fewer than five people answered one of the times: the same rule as that of the reports."""
    if result.is_small or min(result.before_people, result.after_people) < SMALL:
        return None
    before = TestSummary(_percent(result.before_right, result.before_answered), result.before_people)
    after = TestSummary(_percent(result.after_right, result.after_answered), result.after_people)
    if before.percent is None or after.percent is None:
        return None
    gain = gain_of_sums(
        n=result.pairs,
        before_right=result.pairs_before_right,
        after_right=result.pairs_after_right,
        asked=result.pairs_answered,
        fewest=SMALL,
    )
    return ReportedTests(before=before, after=after, gain=gain)


def summary_of(session: TrainingSession, register: Register) -> Summary:
    """One query when the session has a test."""
    contents = _contents(session)
    keys = {key: QUESTION_TYPES[content["type"]].correct_answer(content) for key, content in contents.items()}
    before, after = register.tests["before"], register.tests["after"]
    tickets = {phase: register.answers(phase) for phase in ("before", "after")}
    people, marks = feedback_of(register)
    return Summary(
        reached=register.reached,
        by_line=len(register.came),
        heads=register.heads_total,
        children=register.children,
        pairs=pairs_of(register, keys),
        feedback_people=people,
        feedback=_feedback(marks) if people else [],
        before=_test(register, "before", keys),
        after=_test(register, "after", keys),
        questions=[
            _question(
                contents[key],
                _of_question(before, tickets["before"], key, keys),
                _of_question(after, tickets["after"], key, keys),
            )
            for key in map(str, session.test_versions)
            if before.counts or after.counts or any(tickets.values())
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


def _test(register, phase, keys) -> TestSummary:
    people = register.tests[phase].people + len(register.answers(phase))
    return TestSummary(_percent(*answered_right(register, phase, keys)), people)


def _of_question(test, tickets, key, keys) -> tuple[int, int]:
    """``(right, answers)`` of one question in one phase."""
    hands = right_of(Test(counts={key: test.counts.get(key, {})}), keys)
    written = right_of_tickets({line: {key: one.get(key)} for line, one in tickets.items()}, keys)
    return hands[0] + written[0], hands[1] + written[1]


def _feedback(marks) -> list[tuple]:
    """``(question, [(mark, people)])`` in words."""
    return [
        (
            label,
            [(word, marks.get(question, {}).get(mark, 0)) for mark, word in reversed(FeedbackMark.choices)],
        )
        for question, label in Feedback.choices
    ]


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


def _width(percent) -> str:
    return f"{float(percent or 0) * 3.2:.1f}"
