"""Survey: statements rated on a scale. Never scored; there is no right answer."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from quizzes.question_types.base import QuestionBlock, TextsBlock, raw_list, raw_texts, short_id, texts
from quizzes.question_types.letters import lettered, letters_in, pairs_in
from quizzes.question_types.parts import PartsType
from quizzes.question_types.shown import Printed, Shown, ShownOption, ShownPart
from quizzes.texts import in_language

SCALES = {
    "agreement": [
        gettext_lazy("I do not agree at all"),
        gettext_lazy("I do not quite agree"),
        gettext_lazy("Neither"),
        gettext_lazy("I rather agree"),
        gettext_lazy("I agree fully"),
    ],
    "confidence": [
        gettext_lazy("Not sure at all"),
        gettext_lazy("A little sure"),
        gettext_lazy("Fairly sure"),
        gettext_lazy("Quite sure"),
        gettext_lazy("Very sure"),
    ],
    "frequency": [
        gettext_lazy("Never"),
        gettext_lazy("Seldom"),
        gettext_lazy("Sometimes"),
        gettext_lazy("Often"),
        gettext_lazy("Always"),
    ],
}
OWN = "own"
SCALE_NAMES = [
    ("agreement", gettext_lazy("How much one agrees, five steps")),
    ("confidence", gettext_lazy("How sure one is, five steps")),
    ("frequency", gettext_lazy("How often, five steps")),
    (OWN, gettext_lazy("Steps of our own, listed below")),
]
WHOLE = "all"  # the only part of a survey without statements: its question itself


class Survey(PartsType):
    """``options`` are the steps of the scale with ids ``"1"``, ``"2"``...; ``parts`` the statements."""

    code = "survey"
    template = "quizzes/questions/survey.html"
    is_scored = False

    def block(self):
        return SurveyBlock()

    def content(self, value):
        return self.made(
            prompt=texts(value["prompt"]),
            explanation=texts(value["explanation"]),
            scale=value["scale"],
            steps=[texts(step) for step in value["steps"]],
            statements=[(short_id(child), texts(child.value)) for child in value["statements"].bound_blocks],
        )

    def made(self, *, prompt, explanation, scale, steps, statements) -> dict:
        steps = steps if scale == OWN else [_in_every_language(step) for step in SCALES[scale]]
        return {
            "type": self.code,
            "prompt": prompt,
            "explanation": explanation,
            "scale": scale,
            "options": [{"id": str(number), "text": text} for number, text in enumerate(steps, start=1)],
            "parts": [{"id": one, "text": text} for one, text in statements] or [{"id": WHOLE, "text": {}}],
        }

    def raw(self, content):
        own = content["options"] if content["scale"] == OWN else []
        statements = [part for part in content["parts"] if part["id"] != WHOLE]
        return {
            "prompt": raw_texts(content["prompt"]),
            "explanation": raw_texts(content["explanation"]),
            "scale": content["scale"],
            "steps": raw_list([(step["id"], raw_texts(step["text"])) for step in own]),
            "statements": raw_list([(part["id"], raw_texts(part["text"])) for part in statements]),
        }

    def written(self, data, ids):
        return self.made(
            prompt=data["prompt"],
            explanation=data.get("explanation") or {},
            scale=data.get("scale", OWN),
            steps=data.get("steps") or [],
            statements=[
                (ids(number), text) for number, text in enumerate(data.get("statements") or [], start=1)
            ],
        )

    def part_ids(self, content):
        return [part["id"] for part in content["parts"]]

    def option_ids(self, content):
        return [option["id"] for option in content["options"]]

    def shuffled(self, content, chance):
        return self.option_ids(content)  # a scale has its order

    def is_possible(self, content, part, value):
        return value in self.option_ids(content)

    def right_parts(self, content, given):
        return set()

    def correct_answer(self, content):
        return None

    def at_random(self, content, chance):
        return {part: chance.choice(self.option_ids(content)) for part in self.part_ids(content)}

    def public(self, content, *, order=None, answer=None):
        return super().public(content) | {"parts": content["parts"]}

    def asked(self, public, *, name, answer, language):
        given = answer if isinstance(answer, dict) else {}
        return Shown(
            parts=[
                ShownPart(
                    id=part["id"],
                    name=f"{name}-{part['id']}",
                    text=in_language(part["text"], language),
                    options=[
                        ShownOption(
                            id=option["id"],
                            text=in_language(option["text"], language),
                            is_chosen=given.get(part["id"]) == option["id"],
                        )
                        for option in public["options"]
                    ],
                )
                for part in public["parts"]
            ]
        )

    def marked(self, content, mark, *, answer, language, with_key, order=None):
        given = self.given(content, answer)
        names = {option["id"]: in_language(option["text"], language) for option in content["options"]}
        return Shown(
            parts=[
                ShownPart(
                    id=part["id"],
                    text=in_language(part["text"], language),
                    given=names.get(given.get(part["id"]), ""),
                )
                for part in content["parts"]
            ]
        )

    def key_text(self, content, language):
        return ""

    def printed(self, content, *, language, order=None):
        options = self._lettered(content, language)
        statements = [part for part in content["parts"] if part["id"] != WHOLE]
        return Printed(
            instruction=_("Say what holds for you. There is no right or wrong answer."),
            options=options,
            parts=[
                (str(number), in_language(part["text"], language), [])
                for number, part in enumerate(statements, start=1)
            ],
        )

    def keyed(self, content, typed, *, order=None, language=None):
        by_letter = {letter: one for one, letter in lettered(self.option_ids(content)).items()}
        parts = self.part_ids(content)
        if parts == [WHOLE]:
            letters = [letter for letter in letters_in(str(typed)) if letter in by_letter]
            return {WHOLE: by_letter[letters[0]]} if len(letters) == 1 else None
        found = {
            parts[int(number) - 1]: by_letter[letter]
            for number, letter in pairs_in(str(typed)).items()
            if number and 0 < int(number) <= len(parts) and letter in by_letter
        }
        return found or None

    def typed(self, content, answer, *, order=None):
        letters = lettered(self.option_ids(content))
        given = self.given(content, answer)
        parts = self.part_ids(content)
        if parts == [WHOLE]:
            return letters[given[WHOLE]] if given else ""
        return "".join(
            f"{number}{letters[given[one]]}" for number, one in enumerate(parts, start=1) if one in given
        )

    def counted_options(self, content):
        return [
            {"id": f"{part['id']}:{option['id']}", "text": _both(part["text"], option["text"]), "right": None}
            for part in content["parts"]
            for option in content["options"]
        ]

    def counted(self, content, answer):
        return {f"{part}:{option}" for part, option in self.given(content, answer).items()}

    def _lettered(self, content, language):
        letters = lettered(self.option_ids(content))
        return [(letters[o["id"]], in_language(o["text"], language)) for o in content["options"]]


def _both(statement: dict, step: dict) -> dict:
    return {
        code: f"{statement[code]} – {text}" if statement.get(code) else text for code, text in step.items()
    }


def _in_every_language(label) -> dict:
    labels = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            labels[code] = str(label)
    return labels


class SurveyBlock(QuestionBlock):
    question_type = Survey()

    scale = blocks.ChoiceBlock(choices=SCALE_NAMES, default="agreement", label=gettext_lazy("Scale"))
    steps = blocks.ListBlock(
        TextsBlock(label=gettext_lazy("Step")),
        max_num=7,
        default=[],
        required=False,
        label=gettext_lazy("Steps of our own"),
    )
    statements = blocks.ListBlock(
        TextsBlock(label=gettext_lazy("Statement")),
        max_num=10,
        default=[],
        required=False,
        label=gettext_lazy("Statements"),
        help_text=gettext_lazy("Without any, the question itself is answered on the scale."),
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["scale"] == OWN and len(cleaned["steps"]) < 2:
            error = ValidationError(_("A scale of your own needs at least two steps."))
            raise blocks.StructBlockValidationError(block_errors={"steps": error})
        return cleaned

    class Meta:
        icon = "form"
        label = gettext_lazy("Survey")
        description = gettext_lazy("Statements rated on a scale. Never scored.")
        preview_template = "quizzes/questions/preview.html"
        preview_value = {
            "prompt": {
                "zh_hans": "我知道孩子失踪时该做什么。",
                "en": "I know what to do when a child is missing.",
            },
            "explanation": {},
            "scale": "agreement",
            "steps": [],
            "statements": [],
        }
