"""True or false: a statement, and feedback for either answer."""

from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy
from wagtail import blocks

from quizzes.marks import NOTHING, Mark
from quizzes.question_types.base import QuestionBlock, TextsBlock, posted_text, raw_texts, texts
from quizzes.question_types.choice import LONGEST_ID, ChoiceType

TRUE, FALSE = "true", "false"
LABELS = {TRUE: gettext_lazy("True"), FALSE: gettext_lazy("False")}


class TrueFalse(ChoiceType):
    code = "true_false"
    template = "quizzes/questions/single_choice.html"
    instruction = gettext_lazy("Is it true or false?")
    by_hands = True
    is_one_choice = True

    def block(self):
        return TrueFalseBlock()

    def content(self, value) -> dict:
        return self._content(
            texts(value["prompt"]),
            texts(value["explanation"]),
            is_true=bool(value["is_true"]),
            feedback={option: texts(value[f"feedback_{option}"]) for option in (TRUE, FALSE)},
        )

    def raw(self, content):
        feedback = {option["id"]: option["feedback"] for option in content["options"]}
        return {
            "prompt": raw_texts(content["prompt"]),
            "explanation": raw_texts(content["explanation"]),
            "is_true": self.correct_answer(content) == TRUE,
            "feedback_true": raw_texts(feedback[TRUE]),
            "feedback_false": raw_texts(feedback[FALSE]),
        }

    def written(self, data, ids):
        feedback = {str(key).lower(): texts for key, texts in (data.get("feedback") or {}).items()}
        return self._content(
            data["prompt"], data.get("explanation") or {}, is_true=bool(data["answer"]), feedback=feedback
        )

    def _content(self, prompt, explanation, *, is_true, feedback):
        return {
            "type": self.code,
            "prompt": prompt,
            "explanation": explanation,
            "options": [
                {
                    "id": option,
                    "text": _in_every_language(LABELS[option]),
                    "correct": (option == TRUE) == is_true,
                    "feedback": feedback.get(option) or {},
                }
                for option in (TRUE, FALSE)
            ],
        }

    def option_ids(self, content):
        return [TRUE, FALSE]

    def shuffled(self, content, chance):
        return [TRUE, FALSE]  # nobody expects false before true

    def parse(self, data, name):
        return posted_text(data, name, LONGEST_ID) or None

    def grade(self, content, answer):
        if answer not in (TRUE, FALSE):
            return NOTHING
        correct = answer == self.correct_answer(content)
        return Mark(scaled=Decimal(int(correct)), correct=correct, feedback=self.feedback(content, [answer]))

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
