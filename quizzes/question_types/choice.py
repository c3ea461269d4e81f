"""What single choice, multiple choice and true/false have in common: options with an id, a key and feedback."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.question_types.base import QuestionBlock, QuestionType, TextsBlock, texts


class OptionBlock(blocks.StructBlock):
    text = TextsBlock(label=_("Answer"))
    correct = blocks.BooleanBlock(required=False, label=_("This is right"))
    feedback = TextsBlock(
        long=True,
        required=False,
        label=_("Feedback"),
        help_text=_("What somebody who chose this should read."),
    )

    class Meta:
        label = _("Option")
        label_format = "{text}"


class ChoiceBlock(QuestionBlock):
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=8, label=_("Options"))

    input_type = "radio"  # as the picker's preview shows it

    def clean(self, value):
        cleaned = super().clean(value)
        problem = self.question_type.problem([bool(option["correct"]) for option in cleaned["options"]])
        if problem:
            raise blocks.StructBlockValidationError(block_errors={"options": ValidationError(problem)})
        return cleaned


class ChoiceType(QuestionType):
    """Options listed by the trainer. An option's id is its block id, so it survives reordering and rewording."""

    def content(self, value) -> dict:
        return {
            "type": self.code,
            "prompt": texts(value["prompt"]),
            "explanation": texts(value["explanation"]),
            "options": [
                {
                    "id": str(child.id)[:8],
                    "text": texts(child.value["text"]),
                    "correct": bool(child.value["correct"]),
                    "feedback": texts(child.value["feedback"]),
                }
                for child in value["options"].bound_blocks
            ],
        }

    def option_ids(self, content):
        return [option["id"] for option in content["options"]]

    def correct_ids(self, content) -> list[str]:
        return [option["id"] for option in content["options"] if option["correct"]]

    def feedback(self, content, chosen) -> dict:
        return {option["id"]: option["feedback"] for option in content["options"] if option["id"] in chosen}

    @staticmethod
    def problem(correct: list[bool]):
        """A sentence for the trainer when the key makes no sense, else None."""
        raise NotImplementedError
