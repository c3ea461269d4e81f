"""Multiple choice: every right option, and no wrong one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.marks import NOTHING, Mark
from quizzes.question_types.choice import ChoiceBlock, ChoiceType
from quizzes.question_types.partial import ALL_OR_NOTHING, credit, held, mode_of, partial_block


class MultipleChoice(ChoiceType):
    code = "multiple_choice"
    template = "quizzes/questions/multiple_choice.html"
    input_type = "checkbox"
    instruction = gettext_lazy("Choose all that are right.")

    def block(self):
        return MultipleChoiceBlock()

    def content(self, value):
        return super().content(value) | held(value["partial"])

    def raw(self, content):
        return super().raw(content) | {"partial": mode_of(content)}

    def written(self, data, ids):
        return super().written(data, ids) | held(data.get("partial", ALL_OR_NOTHING))

    def parse(self, data, name):
        return self.posted_ids(data, name) or None

    def grade(self, content, answer):
        known = set(self.option_ids(content))
        if not isinstance(answer, list) or not all(isinstance(option, str) for option in answer):
            return NOTHING
        chosen = set(answer)
        if not chosen or not chosen <= known:
            return NOTHING
        right = set(self.correct_ids(content))
        scaled = credit(
            mode_of(content), right=len(chosen & right), wrong=len(chosen - right), possible=len(right)
        )
        return Mark(scaled=scaled, correct=scaled == 1, feedback=self.feedback(content, chosen))

    def correct_answer(self, content):
        return sorted(self.correct_ids(content))

    @staticmethod
    def problem(correct):
        if sum(correct) < 1:
            return _("Mark at least one option as right.")
        return None


class MultipleChoiceBlock(ChoiceBlock):
    question_type = MultipleChoice()
    input_type = "checkbox"

    partial = partial_block(default=ALL_OR_NOTHING)

    class Meta:
        icon = "tick-inverse"
        label = gettext_lazy("Multiple choice")
        description = gettext_lazy("Several options, and all the right ones have to be ticked.")
        preview_template = "quizzes/questions/preview.html"
        preview_value = {
            "partial": ALL_OR_NOTHING,
            "prompt": {"zh_hans": "哪些电话可以求助？", "en": "Which numbers give help?"},
            "explanation": {"zh_hans": "", "en": ""},
            "options": [
                {"text": {"zh_hans": "110", "en": "110"}, "correct": True, "feedback": {}},
                {"text": {"zh_hans": "12338", "en": "12338"}, "correct": True, "feedback": {}},
                {"text": {"zh_hans": "999999", "en": "999999"}, "correct": False, "feedback": {}},
            ],
        }
