"""Single choice: one option is right."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.marks import NOTHING, Mark
from quizzes.question_types.base import posted_text
from quizzes.question_types.choice import LONGEST_ID, ChoiceBlock, ChoiceType


class SingleChoice(ChoiceType):
    code = "single_choice"
    template = "quizzes/questions/single_choice.html"
    by_hands = True
    is_one_choice = True

    def block(self):
        return SingleChoiceBlock()

    def parse(self, data, name):
        return posted_text(data, name, LONGEST_ID) or None

    def grade(self, content, answer):
        if not isinstance(answer, str) or answer not in self.option_ids(content):
            return NOTHING
        correct = answer in self.correct_ids(content)
        return Mark(scaled=Decimal(int(correct)), correct=correct, feedback=self.feedback(content, [answer]))

    def correct_answer(self, content):
        return self.correct_ids(content)[0]

    @staticmethod
    def problem(correct):
        if sum(correct) != 1:
            return _("Mark exactly one option as right.")
        return None


class SingleChoiceBlock(ChoiceBlock):
    question_type = SingleChoice()

    class Meta:
        icon = "radio-full"
        label = gettext_lazy("Single choice")
        description = gettext_lazy("Several options, one of them is right.")
        preview_template = "quizzes/questions/preview.html"
        preview_value = {
            "prompt": {
                "zh_hans": "发现孩子走失，第一步做什么？",
                "en": "A child is missing. What comes first?",
            },
            "explanation": {"zh_hans": "", "en": ""},
            "options": [
                {
                    "text": {"zh_hans": "立即拨打110", "en": "Call 110 at once"},
                    "correct": True,
                    "feedback": {},
                },
                {"text": {"zh_hans": "等一天再说", "en": "Wait a day"}, "correct": False, "feedback": {}},
            ],
        }
