"""Numeric: a number, right within a tolerance."""

import re
import unicodedata
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from quizzes.question_types.base import QuestionBlock, TextsBlock, raw_list, raw_texts, short_id, texts
from quizzes.question_types.written import WrittenType
from quizzes.texts import in_language

NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,12})?")


def number_in(text: str, units=()) -> Decimal | None:
    """The number somebody wrote: full-width and other scripts' digits, thousands parted by commas or spaces, and one of
    ``units`` behind it are understood. None when it is none."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    for unit in sorted(
        (unicodedata.normalize("NFKC", unit).strip() for unit in units), key=len, reverse=True
    ):
        if unit and plain.casefold().endswith(unit.casefold()):
            plain = plain[: -len(unit)]
            break
    plain = re.sub(r"(?<=\d)[,'\s](?=\d{3}(\D|$))", "", plain.strip())
    return Decimal(plain) if NUMBER.fullmatch(plain) else None


class Numeric(WrittenType):
    """``answers``: ``[{"id", "value": "15", "tolerance": "0", "percent", "feedback"}]``, numbers as text."""

    code = "numeric"
    template = "quizzes/questions/numeric.html"
    instruction = gettext_lazy("Write a number.")

    def block(self):
        return NumericBlock()

    def content(self, value):
        return {
            "type": self.code,
            "prompt": texts(value["prompt"]),
            "explanation": texts(value["explanation"]),
            "options": [],
            "unit": texts(value["unit"]),
            "answers": [
                {
                    "id": short_id(child),
                    "value": _plain(child.value["value"]),
                    "tolerance": _plain(child.value["tolerance"]),
                    "percent": child.value["percent"],
                    "feedback": texts(child.value["feedback"]),
                }
                for child in value["answers"].bound_blocks
            ],
            "otherwise": texts(value["otherwise"]),
        }

    def raw(self, content):
        return {
            "prompt": raw_texts(content["prompt"]),
            "explanation": raw_texts(content["explanation"]),
            "unit": raw_texts(content["unit"]),
            "answers": raw_list(
                [
                    (
                        one["id"],
                        {
                            "value": one["value"],
                            "tolerance": one["tolerance"],
                            "percent": one["percent"],
                            "feedback": raw_texts(one["feedback"]),
                        },
                    )
                    for one in content["answers"]
                ]
            ),
            "otherwise": raw_texts(content["otherwise"]),
        }

    def written(self, data, ids):
        return {
            "type": self.code,
            "prompt": data["prompt"],
            "explanation": data.get("explanation") or {},
            "options": [],
            "unit": data.get("unit") or {},
            "answers": [
                {
                    "id": ids(number),
                    "value": _plain(Decimal(str(one["value"]))),
                    "tolerance": _plain(Decimal(str(one.get("tolerance", 0)))),
                    "percent": one.get("percent", 100),
                    "feedback": one.get("feedback") or {},
                }
                for number, one in enumerate(data["answers"], start=1)
            ],
            "otherwise": data.get("otherwise") or {},
        }

    def fits(self, content, accepted, answer):
        number = number_in(answer, (content.get("unit") or {}).values())
        if number is None:
            return False
        return abs(number - Decimal(accepted["value"])) <= Decimal(accepted["tolerance"])

    def correct_answer(self, content):
        return self._best(content)["value"]

    def unit(self, content, language):
        return in_language(content.get("unit") or {}, language)

    def in_words(self, content, accepted, language):
        within = f" ± {accepted['tolerance']}" if Decimal(accepted["tolerance"]) else ""
        return f"{accepted['value']}{within} {self.unit(content, language)}".strip()

    def counted_options(self, content):
        return [
            {
                "id": one["id"],
                "text": {code: self.in_words(content, one, code) for code in content["prompt"]},
                "right": one["percent"] == 100,
            }
            for one in content["answers"]
        ]


def _plain(number) -> str:
    """Without exponent and without trailing zeros, so that the same number is the same text."""
    text = format(Decimal(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class NumericAnswerBlock(blocks.StructBlock):
    value = blocks.DecimalBlock(max_digits=15, decimal_places=6, label=gettext_lazy("Number"))
    tolerance = blocks.DecimalBlock(
        min_value=0,
        default=Decimal(0),
        max_digits=15,
        decimal_places=6,
        label=gettext_lazy("Tolerance"),
        help_text=gettext_lazy("So much more or less is right too."),
    )
    percent = blocks.IntegerBlock(
        min_value=1, max_value=100, default=100, label=gettext_lazy("Worth, in percent")
    )
    feedback = TextsBlock(long=True, required=False, label=gettext_lazy("Feedback"))

    class Meta:
        label = gettext_lazy("Answer")
        label_format = "{value} ± {tolerance}"


def one_in_full(cleaned) -> None:
    """Raises a ``StructBlockValidationError`` unless one of the ``answers`` is worth everything."""
    if not any(answer["percent"] == 100 for answer in cleaned["answers"]):
        error = ValidationError(_("At least one answer has to be worth 100 percent."))
        raise blocks.StructBlockValidationError(block_errors={"answers": error})


class NumericBlock(QuestionBlock):
    question_type = Numeric()

    unit = TextsBlock(
        required=False,
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("Stands behind the field, for example “days”."),
    )
    answers = blocks.ListBlock(
        NumericAnswerBlock(), min_num=1, max_num=6, label=gettext_lazy("Accepted answers")
    )
    otherwise = TextsBlock(long=True, required=False, label=gettext_lazy("Feedback to every other answer"))

    def clean(self, value):
        cleaned = super().clean(value)
        one_in_full(cleaned)
        return cleaned

    class Meta:
        icon = "order"
        label = gettext_lazy("Numeric answer")
        description = gettext_lazy("A number, right within a tolerance.")
        preview_template = "quizzes/questions/preview.html"
        preview_value = {
            "prompt": {
                "zh_hans": "儿童是指不满多少周岁的人？",
                "en": "Under how many years is a person a child?",
            },
            "explanation": {},
            "unit": {"zh_hans": "周岁", "en": "years"},
            "answers": [{"value": Decimal(18), "tolerance": Decimal(0), "percent": 100, "feedback": {}}],
            "otherwise": {},
        }
