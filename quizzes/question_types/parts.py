"""What the types with several places to fill in have in common. An answer is ``{part id: what was put there}``."""

import hashlib
from abc import abstractmethod

from quizzes.marks import NOTHING, UNSCORED, Mark
from quizzes.question_types.base import QuestionType, clean_text, posted_text
from quizzes.question_types.partial import credit, mode_of
from quizzes.texts import in_language

MOST_PARTS = 60  # of one posted question
LONGEST = 200  # characters of one part


def id_of_text(texts: dict) -> str:
    """An id made of the text alone, so that it cannot tell where it belongs; the same text has the same id."""
    return hashlib.sha256(next(iter(texts.values()), "").encode()).hexdigest()[:8]


def filled(answer) -> dict:
    """The parts of an answer, or of garbage, that can be read."""
    if not isinstance(answer, dict):
        return {}
    return {key: value for key, value in answer.items() if isinstance(key, str) and isinstance(value, str)}


class PartsType(QuestionType):
    """``part_ids`` are the places; ``right_parts`` says which are filled rightly."""

    @abstractmethod
    def part_ids(self, content: dict) -> list[str]:
        """Ids of the places, in the order of the question."""

    @abstractmethod
    def is_possible(self, content: dict, part: str, value: str) -> bool:
        """Can ``value`` stand at ``part`` at all? What cannot is as if nothing were there."""

    @abstractmethod
    def right_parts(self, content: dict, given: dict) -> set:
        """The parts of ``given`` (known parts and possible values only) that are right."""

    def given(self, content: dict, answer) -> dict:
        """Known parts with possible values."""
        known = set(self.part_ids(content))
        return {
            part: value
            for part, value in filled(answer).items()
            if part in known and self.is_possible(content, part, value)
        }

    def parse(self, data, name):
        prefix = f"{name}-"
        found = {}
        for key in data:
            if key.startswith(prefix) and len(found) < MOST_PARTS:
                value = posted_text(data, key, LONGEST)
                if value:
                    found[clean_text(key.removeprefix(prefix))[:LONGEST]] = value
        return found or None

    def is_answered(self, content, answer):
        return set(self.part_ids(content)) <= set(filled(answer))

    def grade(self, content, answer):
        if not self.is_scored:
            return UNSCORED
        given = self.given(content, answer)
        if not given:
            return NOTHING
        right = self.right_parts(content, given)
        scaled = credit(
            mode_of(content),
            right=len(right),
            wrong=len(given) - len(right),
            possible=len(self.part_ids(content)),
        )
        return Mark(scaled=scaled, correct=scaled == 1, feedback=self.feedback(content, given, right))

    def feedback(self, content, given: dict, right: set) -> dict:
        """``{part id: texts}`` for what was filled in, shown when it is not right."""
        parts = {part["id"]: part.get("feedback") or {} for part in content.get("parts") or []}
        return {part: parts[part] for part in given if part not in right and parts.get(part)}

    def answer_ids(self, content):
        return [*self.part_ids(content), *self.option_ids(content)]


def told(mark: Mark, part: str, language: str) -> str:
    """The feedback to one part, in words."""
    return in_language(mark.feedback.get(part, {}), language)
