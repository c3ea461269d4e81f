"""What the types whose answer is written into one field have in common."""

from decimal import Decimal

from quizzes.marks import NOTHING, Mark
from quizzes.question_types.base import QuestionType, posted_text
from quizzes.question_types.shown import Printed, Shown, ShownPart
from quizzes.texts import in_language

LONGEST = 200  # characters


class WrittenType(QuestionType):
    """``answers``: ``[{"id", "percent", "feedback", ...}]``, of which the best that fits counts; ``otherwise`` is the
    feedback when none does. ``fits`` compares one of them with what was written."""

    takes_words = True
    instruction = ""

    def fits(self, content: dict, accepted: dict, answer: str) -> bool:
        raise NotImplementedError

    def in_words(self, content: dict, accepted: dict, language: str) -> str:
        raise NotImplementedError

    def unit(self, content: dict, language: str) -> str:
        return ""

    def parse(self, data, name):
        return posted_text(data, name, LONGEST) or None

    def grade(self, content, answer):
        if not isinstance(answer, str) or not answer.strip():
            return NOTHING
        found = self._found(content, answer)
        if found is None:
            return Mark(scaled=Decimal(0), correct=False, feedback={"": content.get("otherwise") or {}})
        scaled = Decimal(found["percent"]) / 100
        return Mark(scaled=scaled, correct=scaled == 1, feedback={"": found["feedback"]})

    def at_random(self, content, chance):
        return str(chance.randint(1, 60))

    def _found(self, content, answer):
        fitting = [one for one in content["answers"] if self.fits(content, one, answer)]
        return max(fitting, key=lambda one: one["percent"], default=None)

    def _best(self, content):
        return max(content["answers"], key=lambda one: one["percent"])

    def option_ids(self, content):
        return []

    def public(self, content, *, order=None, answer=None):
        return {"type": content["type"], "prompt": content["prompt"], "unit": content.get("unit") or {}}

    def asked(self, public, *, name, answer, language):
        return Shown(
            given=answer if isinstance(answer, str) else "", unit=in_language(public["unit"], language)
        )

    def marked(self, content, mark, *, answer, language, with_key, order=None):
        part = ShownPart(
            id="",
            text="",
            given=f"{answer} {self.unit(content, language)}".strip() if isinstance(answer, str) else "",
            right=self.key_text(content, language) if with_key and not mark.correct else "",
            feedback=in_language(mark.feedback.get("", {}), language),
        )
        return Shown(parts=[part])

    def key_text(self, content, language):
        full = [one for one in content["answers"] if one["percent"] == 100]
        return "; ".join(self.in_words(content, one, language) for one in full)

    def printed(self, content, *, language, order=None):
        return Printed(instruction=str(self.instruction), after=self.unit(content, language), lines=1)

    def keyed(self, content, typed, *, order=None, language=None):
        return str(typed).strip()[:LONGEST] or None

    def typed(self, content, answer, *, order=None):
        return answer if isinstance(answer, str) else ""

    def counted(self, content, answer):
        if not isinstance(answer, str):
            return set()
        found = self._found(content, answer)
        return {found["id"]} if found else set()
