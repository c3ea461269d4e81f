"""True or false: a statement, and feedback for either answer."""

from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy
from wagtail import blocks

from quizzes.marks import NOTHING, Mark
from quizzes.question_types.base import QuestionBlock, QuestionType, TextsBlock, texts

TRUE, FALSE = "true", "false"
LABELS = {TRUE: gettext_lazy("True"), FALSE: gettext_lazy("False")}


class TrueFalse(QuestionType):
    code = "true_false"
    template = "quizzes/questions/single_choice.html"

    def block(self):
        return TrueFalseBlock()

    def content(self, value):
        return {
            "type": self.code,
            "prompt": texts(value["prompt"]),
            "explanation": texts(value["explanation"]),
            "options": [
                {
                    "id": option,
                    "text": _in_every_language(LABELS[option]),
                    "correct": (option == TRUE) == bool(value["is_true"]),
                    "feedback": texts(value[f"feedback_{option}"]),
                }
                for option in (TRUE, FALSE)
            ],
        }

    def option_ids(self, content):
        return [TRUE, FALSE]

    def parse(self, data, name):
        return data.get(name) or None

    def grade(self, content, answer):
        if answer not in (TRUE, FALSE):
            return NOTHING
        correct = answer == self.correct_answer(content)
        feedback = {
            option["id"]: option["feedback"] for option in content["options"] if option["id"] == answer
        }
        return Mark(scaled=Decimal(int(correct)), correct=correct, feedback=feedback)

    def correct_answer(self, content):
        return next(option["id"] for option in content["options"] if option["correct"])


def _in_every_language(label) -> dict:
    labels = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            labels[code] = str(label)
    return labels


class TrueFalseBlock(QuestionBlock):
    question_type = TrueFalse()

    is_true = blocks.BooleanBlock(required=False, label=gettext_lazy("The statement is true"))
    feedback_true = TextsBlock(long=True, required=False, label=gettext_lazy("Feedback to the answer: true"))
    feedback_false = TextsBlock(
        long=True, required=False, label=gettext_lazy("Feedback to the answer: false")
    )

    class Meta:
        icon = "check"
        label = gettext_lazy("True or false")
        description = gettext_lazy("A statement that is right or wrong.")
        preview_template = "quizzes/questions/preview.html"
        preview_value = {
            "prompt": {
                "zh_hans": "报警要等24小时。",
                "en": "You must wait 24 hours before calling the police.",
            },
            "explanation": {"zh_hans": "", "en": ""},
            "is_true": False,
            "feedback_true": {},
            "feedback_false": {},
        }
