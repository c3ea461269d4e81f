"""Short answer: a word or two, compared with the variants that are accepted."""

from django.utils.translation import gettext_lazy
from wagtail import blocks

from quizzes.question_types.base import QuestionBlock, TextsBlock, raw_list, raw_texts, short_id, texts
from quizzes.question_types.forgive import CODES, alike, forgive_block, kept
from quizzes.question_types.numeric import one_in_full
from quizzes.question_types.written import WrittenType


class ShortAnswer(WrittenType):
    """``answers``: ``[{"id", "text": "...", "percent", "feedback"}]``, in any language; ``forgive``: codes of ``forgive.py``."""

    code = "short_answer"
    template = "quizzes/questions/short_answer.html"
    instruction = gettext_lazy("Answer in a word or two.")

    def block(self):
        return ShortAnswerBlock()

    def content(self, value):
        return {
            "type": self.code,
            "prompt": texts(value["prompt"]),
            "explanation": texts(value["explanation"]),
            "options": [],
            "answers": [
                {
                    "id": short_id(child),
                    "text": child.value["text"].strip(),
                    "percent": child.value["percent"],
                    "feedback": texts(child.value["feedback"]),
                }
                for child in value["answers"].bound_blocks
            ],
            "forgive": kept(value["forgive"]),
            "otherwise": texts(value["otherwise"]),
        }

    def raw(self, content):
        return {
            "prompt": raw_texts(content["prompt"]),
            "explanation": raw_texts(content["explanation"]),
            "answers": raw_list(
                [
                    (
                        one["id"],
                        {
                            "text": one["text"],
                            "percent": one["percent"],
                            "feedback": raw_texts(one["feedback"]),
                        },
                    )
                    for one in content["answers"]
                ]
            ),
            "forgive": content["forgive"],
            "otherwise": raw_texts(content["otherwise"]),
        }

    def written(self, data, ids):
        return {
            "type": self.code,
            "prompt": data["prompt"],
            "explanation": data.get("explanation") or {},
            "options": [],
            "answers": [
                {
                    "id": ids(number),
                    "text": str(one["text"]),
                    "percent": one.get("percent", 100),
                    "feedback": one.get("feedback") or {},
                }
                for number, one in enumerate(data["answers"], start=1)
            ],
            "forgive": kept(data.get("forgive", CODES)),
            "otherwise": data.get("otherwise") or {},
        }

    def fits(self, content, accepted, answer):
        return alike(answer, content["forgive"]) == alike(accepted["text"], content["forgive"])

    def correct_answer(self, content):
        return self._best(content)["text"]

    def in_words(self, content, accepted, language):
        return accepted["text"]

    def counted_options(self, content):
        return [
            {
                "id": one["id"],
                "text": dict.fromkeys(content["prompt"], one["text"]),
                "right": one["percent"] == 100,
            }
            for one in content["answers"]
        ]


class VariantBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=200, label=gettext_lazy("Accepted answer"))
    percent = blocks.IntegerBlock(
        min_value=1, max_value=100, default=100, label=gettext_lazy("Worth, in percent")
    )
    feedback = TextsBlock(long=True, required=False, label=gettext_lazy("Feedback"))

    class Meta:
        label = gettext_lazy("Variant")
        label_format = "{text}"


class ShortAnswerBlock(QuestionBlock):
    question_type = ShortAnswer()

    answers = blocks.ListBlock(
        VariantBlock(),
        min_num=1,
        max_num=20,
        label=gettext_lazy("Accepted answers"),
        help_text=gettext_lazy(
            "Every wording that is right, in each language in which the question is asked."
        ),
    )
    forgive = forgive_block()
    otherwise = TextsBlock(long=True, required=False, label=gettext_lazy("Feedback to every other answer"))

    def clean(self, value):
        cleaned = super().clean(value)
        one_in_full(cleaned)
        return cleaned

    class Meta:
        icon = "title"
        label = gettext_lazy("Short answer")
        description = gettext_lazy("A word or two, compared with the accepted answers.")
        preview_template = "quizzes/questions/preview.html"
        preview_value = {
            "prompt": {"zh_hans": "法律援助热线是多少？", "en": "What is the legal aid hotline?"},
            "explanation": {},
            "answers": [{"text": "12348", "percent": 100, "feedback": {}}],
            "forgive": CODES,
            "otherwise": {},
        }
