"""Branching case: a situation, a choice, what follows from it, the next choice. Scored by the path that was taken.

The server shows a step when the one before it is decided, and what was decided stays: in life nobody goes back either.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from quizzes.marks import NOTHING, Mark
from quizzes.question_types.base import (
    QuestionBlock,
    TextsBlock,
    raw_list,
    raw_texts,
    short_id,
    texts,
)
from quizzes.question_types.letters import lettered, pairs_in
from quizzes.question_types.partial import DIGITS
from quizzes.question_types.parts import PartsType, filled
from quizzes.question_types.shown import Printed, Shown, ShownOption, ShownPart
from quizzes.texts import in_language


class Case(PartsType):
    """``parts`` are the steps, the first begins; a step without choices is an end::

    {"id", "name", "text", "choices": [{"id", "text", "points": 0.., "to": step id or "", "feedback"}]}

    An answer is ``{step id: choice id}``. Choices lead to later steps only, so every path ends.
    """

    code = "case"
    template = "quizzes/questions/case.html"

    def block(self):
        return CaseBlock()

    def content(self, value):
        return self.made(
            prompt=texts(value["prompt"]),
            explanation=texts(value["explanation"]),
            steps=[
                (
                    short_id(step),
                    step.value["name"].strip(),
                    texts(step.value["text"]),
                    [
                        (
                            short_id(choice),
                            texts(choice.value["text"]),
                            choice.value["points"],
                            (choice.value["leads_to"] or "").strip(),
                            texts(choice.value["feedback"]),
                        )
                        for choice in step.value["choices"].bound_blocks
                    ],
                )
                for step in value["steps"].bound_blocks
            ],
        )

    def made(self, *, prompt, explanation, steps) -> dict:
        """``steps``: ``[(id, name, text, [(id, text, points, name of the next step or "", feedback)])]``."""
        ids = {name: one for one, name, _text, _choices in steps}
        return {
            "type": self.code,
            "prompt": prompt,
            "explanation": explanation,
            "options": [],
            "parts": [
                {
                    "id": one,
                    "name": name,
                    "text": text,
                    "choices": [
                        {
                            "id": key,
                            "text": says,
                            "points": points,
                            "to": ids.get(to, ""),
                            "feedback": feedback,
                        }
                        for key, says, points, to, feedback in choices
                    ],
                }
                for one, name, text, choices in steps
            ],
        }

    def raw(self, content):
        names = {step["id"]: step["name"] for step in content["parts"]}
        return {
            "prompt": raw_texts(content["prompt"]),
            "explanation": raw_texts(content["explanation"]),
            "steps": raw_list(
                [
                    (
                        step["id"],
                        {
                            "name": step["name"],
                            "text": raw_texts(step["text"]),
                            "choices": raw_list(
                                [
                                    (
                                        choice["id"],
                                        {
                                            "text": raw_texts(choice["text"]),
                                            "points": choice["points"],
                                            "leads_to": names.get(choice["to"], ""),
                                            "feedback": raw_texts(choice["feedback"]),
                                        },
                                    )
                                    for choice in step["choices"]
                                ]
                            ),
                        },
                    )
                    for step in content["parts"]
                ]
            ),
        }

    def written(self, data, ids):
        steps, number = [], 0
        for step in data["steps"]:
            number += 1
            one, choices = ids(number), []
            for choice in step.get("choices") or []:
                number += 1
                choices.append(
                    (
                        ids(number),
                        choice["text"],
                        choice.get("points", 0),
                        str(choice.get("to", "")),
                        choice.get("feedback") or {},
                    )
                )
            steps.append((one, str(step["name"]), step["text"], choices))
        return self.made(prompt=data["prompt"], explanation=data.get("explanation") or {}, steps=steps)

    # The path

    def path(self, content, answer) -> list[tuple]:
        """``[(step, choice or None)]`` from the first step along the choices made, up to an end or the next to decide."""
        steps = {step["id"]: step for step in content["parts"]}
        given, walked, step = filled(answer), [], content["parts"][0]
        while step is not None and len(walked) <= len(steps):
            choice = next((one for one in step["choices"] if one["id"] == given.get(step["id"])), None)
            walked.append((step, choice))
            step = steps.get(choice["to"]) if choice else None
        return walked

    def values(self, content) -> dict:
        """``{choice id: points of the best path that begins with it}``; steps are reckoned from the last."""
        best_from, worth = {}, {}
        for step in reversed(content["parts"]):
            for choice in step["choices"]:
                worth[choice["id"]] = choice["points"] + best_from.get(choice["to"], 0)
            best_from[step["id"]] = max((worth[one["id"]] for one in step["choices"]), default=0)
        return worth

    def best(self, content) -> int:
        worth = self.values(content)
        return max((worth[choice["id"]] for choice in content["parts"][0]["choices"]), default=0)

    def part_ids(self, content):
        return [step["id"] for step in content["parts"]]

    def is_possible(self, content, part, value):
        step = next(step for step in content["parts"] if step["id"] == part)
        return any(choice["id"] == value for choice in step["choices"])

    def right_parts(self, content, given):
        worth = self.values(content)
        return {
            step["id"]
            for step, choice in self.path(content, given)
            if choice and worth[choice["id"]] == _best_of(step, worth)
        }

    def grade(self, content, answer):
        taken = [choice for _step, choice in self.path(content, answer) if choice]
        best = self.best(content)
        if not taken or best < 1:
            return NOTHING
        points = sum(choice["points"] for choice in taken)
        scaled = min(Decimal(1), (Decimal(points) / best).quantize(DIGITS, rounding="ROUND_DOWN"))
        return Mark(
            scaled=scaled,
            correct=scaled == 1,
            feedback={choice["id"]: choice["feedback"] for choice in taken},
        )

    def correct_answer(self, content):
        worth = self.values(content)
        answer = {}
        step, steps = content["parts"][0], {step["id"]: step for step in content["parts"]}
        while step is not None and step["choices"]:
            choice = max(step["choices"], key=lambda one: worth[one["id"]])
            answer[step["id"]] = choice["id"]
            step = steps.get(choice["to"])
        return answer

    def at_random(self, content, chance):
        answer, steps = {}, {step["id"]: step for step in content["parts"]}
        step = content["parts"][0]
        while step is not None and step["choices"]:
            choice = chance.choice(step["choices"])
            answer[step["id"]] = choice["id"]
            step = steps.get(choice["to"])
        return answer

    def is_answered(self, content, answer):
        step, choice = self.path(content, answer)[-1]
        return choice is not None or (not step["choices"] and answer is not None)

    def settled(self, content, before, now):
        """What was decided before stays decided."""
        decided = {step["id"]: choice["id"] for step, choice in self.path(content, before) if choice}
        return {**filled(now), **decided} or None

    def option_ids(self, content):
        return []

    def answer_ids(self, content):
        return [one["id"] for step in content["parts"] for one in [step, *step["choices"]]]

    # Shown

    def public(self, content, *, order=None, answer=None):
        return {
            "type": content["type"],
            "prompt": content["prompt"],
            "options": [],
            "parts": [
                {
                    "id": step["id"],
                    "text": step["text"],
                    "chosen": choice["id"] if choice else "",
                    "choices": [{"id": one["id"], "text": one["text"]} for one in step["choices"]],
                }
                for step, choice in self.path(content, answer)
            ],
        }

    def asked(self, public, *, name, answer, language):
        parts = [
            ShownPart(
                id=step["id"],
                name=f"{name}-{step['id']}",
                text=in_language(step["text"], language),
                given=step["chosen"],
                options=[
                    ShownOption(
                        id=choice["id"],
                        text=in_language(choice["text"], language),
                        is_chosen=choice["id"] == step["chosen"],
                    )
                    for choice in step["choices"]
                ],
            )
            for step in public["parts"]
        ]
        return Shown(parts=parts, can_go_on=bool(parts[-1].options) and not parts[-1].given)

    def marked(self, content, mark, *, answer, language, with_key, order=None):
        walked = self.path(content, answer)
        worth, right = self.values(content), self.right_parts(content, filled(answer))
        parts = [
            ShownPart(
                id=step["id"],
                text=in_language(step["text"], language),
                given=in_language(choice["text"], language) if choice else "",
                is_right=step["id"] in right if with_key else None,
                right=in_language(_best_choice(step, worth)["text"], language)
                if with_key and step["id"] not in right
                else "",
                feedback=in_language(mark.feedback.get(choice["id"], {}), language) if choice else "",
            )
            for step, choice in walked
            if step["choices"]
        ]
        end = walked[-1][0]
        return Shown(parts=parts, after="" if end["choices"] else in_language(end["text"], language))

    def key_text(self, content, language):
        answer = self.correct_answer(content)
        taken = [choice for _step, choice in self.path(content, answer) if choice]
        return " → ".join(in_language(choice["text"], language) for choice in taken)

    # Paper

    def printed(self, content, *, language, order=None):
        numbers = {step["id"]: str(number) for number, step in enumerate(content["parts"], start=1)}
        parts = []
        for step in content["parts"]:
            letters = lettered([choice["id"] for choice in step["choices"]])
            options = [
                (
                    letters[choice["id"]],
                    _then(in_language(choice["text"], language), numbers.get(choice["to"])),
                )
                for choice in step["choices"]
            ]
            parts.append((numbers[step["id"]], in_language(step["text"], language), options))
        return Printed(
            instruction=_(
                "Begin at 1. Write down each step with the letter you choose, and go where it leads."
            ),
            parts=parts,
        )

    def keyed(self, content, typed, *, order=None, language=None):
        steps, found = content["parts"], {}
        for number, letter in pairs_in(str(typed)).items():
            if number and 0 < int(number) <= len(steps):
                step = steps[int(number) - 1]
                by_letter = {x: one for one, x in lettered([c["id"] for c in step["choices"]]).items()}
                if letter in by_letter:
                    found[step["id"]] = by_letter[letter]
        return found or None

    def typed(self, content, answer, *, order=None):
        numbers = {step["id"]: number for number, step in enumerate(content["parts"], start=1)}
        return "".join(
            f"{numbers[step['id']]}{lettered([one['id'] for one in step['choices']])[choice['id']]}"
            for step, choice in self.path(content, answer)
            if choice
        )

    # Analysis

    def counted_options(self, content):
        worth = self.values(content)
        return [
            {
                "id": f"{step['id']}:{choice['id']}",
                "text": {code: f"{step['name']}: {text}" for code, text in choice["text"].items()},
                "right": worth[choice["id"]] == _best_of(step, worth),
            }
            for step in content["parts"]
            for choice in step["choices"]
        ]

    def counted(self, content, answer):
        return {f"{step['id']}:{choice['id']}" for step, choice in self.path(content, answer) if choice}


def _best_of(step, worth):
    return max(worth[choice["id"]] for choice in step["choices"])


def _best_choice(step, worth):
    return max(step["choices"], key=lambda choice: worth[choice["id"]])


def _then(text, number):
    return _("%(text)s → go on at %(number)s") % {"text": text, "number": number} if number else text


class CaseChoiceBlock(blocks.StructBlock):
    text = TextsBlock(label=gettext_lazy("What one does"))
    points = blocks.IntegerBlock(
        min_value=0,
        max_value=10,
        default=0,
        label=gettext_lazy("Points"),
        help_text=gettext_lazy("The path with most points is the right one."),
    )
    leads_to = blocks.CharBlock(
        required=False,
        max_length=20,
        label=gettext_lazy("Leads to step"),
        help_text=gettext_lazy("The name of a later step. Empty: the case ends here."),
    )
    feedback = TextsBlock(long=True, required=False, label=gettext_lazy("Feedback"))

    class Meta:
        label = gettext_lazy("Choice")
        label_format = "{text}"


class StepBlock(blocks.StructBlock):
    name = blocks.CharBlock(
        max_length=20,
        label=gettext_lazy("Name of the step"),
        help_text=gettext_lazy("Short, for you only: 1, 2, or “at the door”."),
    )
    text = TextsBlock(long=True, label=gettext_lazy("What happens"))
    choices = blocks.ListBlock(
        CaseChoiceBlock(),
        max_num=5,
        default=[],
        required=False,
        label=gettext_lazy("Choices"),
        help_text=gettext_lazy("A step without any is an end of the case."),
    )

    class Meta:
        label = gettext_lazy("Step")
        label_format = "{name}"


def problem_of(steps: list[tuple]) -> str | None:
    """A sentence for the trainer about ``[(name, [(points, leads to)])]``, or None when the case can be played."""
    places = {name: place for place, (name, _choices) in enumerate(steps)}
    if len(places) < len(steps):
        return _("Two steps have the same name.")
    if not steps[0][1]:
        return _("The first step needs choices.")
    reached = {steps[0][0]}
    for place, (name, choices) in enumerate(steps):
        if len(choices) == 1:
            return _("Step “%(name)s” has only one choice.") % {"name": name}
        for _points, to in choices:
            if to and places.get(to, -1) <= place:
                return _("Step “%(name)s” leads to “%(to)s”, which is no later step.") % {
                    "name": name,
                    "to": to,
                }
            reached.add(to)
    lost = [name for name in places if name not in reached]
    if lost:
        return _("No choice leads to step “%(name)s”.") % {"name": lost[0]}
    if not any(points for _name, choices in steps for points, _to in choices):
        return _("At least one choice needs points.")
    return None


class CaseBlock(QuestionBlock):
    question_type = Case()

    steps = blocks.ListBlock(StepBlock(), min_num=2, max_num=15, label=gettext_lazy("Steps of the case"))

    def clean(self, value):
        cleaned = super().clean(value)
        problem = problem_of(
            [
                (
                    step["name"].strip(),
                    [(choice["points"], (choice["leads_to"] or "").strip()) for choice in step["choices"]],
                )
                for step in cleaned["steps"]
            ]
        )
        if problem:
            raise blocks.StructBlockValidationError(block_errors={"steps": ValidationError(problem)})
        return cleaned

    class Meta:
        icon = "crosshairs"
        label = gettext_lazy("Branching case")
        description = gettext_lazy("A situation in steps; each choice leads on. Scored by the path.")
        preview_template = "quizzes/questions/preview.html"
        preview_value = {
            "prompt": {"zh_hans": "一位母亲来到您的办公室。", "en": "A mother comes to your office."},
            "explanation": {},
            "steps": [
                {
                    "name": "1",
                    "text": {"zh_hans": "她说孩子不见了。", "en": "She says that her child is gone."},
                    "choices": [
                        {
                            "text": {
                                "zh_hans": "请她坐下，一起拨打110",
                                "en": "Offer a chair and call 110 with her",
                            },
                            "points": 1,
                            "leads_to": "",
                            "feedback": {},
                        },
                        {
                            "text": {"zh_hans": "请她明天再来", "en": "Ask her to come tomorrow"},
                            "points": 0,
                            "leads_to": "",
                            "feedback": {},
                        },
                    ],
                },
            ],
        }
