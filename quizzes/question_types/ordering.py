"""Ordering: bring the steps into their order. Each is given its place; whoever has two at one place has none there."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from quizzes.question_types.base import (
    QuestionBlock,
    TextsBlock,
    neutral,
    raw_list,
    raw_texts,
    short_id,
    texts,
)
from quizzes.question_types.letters import lettered, letters_in
from quizzes.question_types.partial import PROPORTIONAL, held, mode_of, partial_block
from quizzes.question_types.parts import PartsType
from quizzes.question_types.shown import Printed, Shown, ShownOption, ShownPart
from quizzes.texts import in_language


class Ordering(PartsType):
    """``options`` stand in their right order: so they are never sent in it. An answer is ``{option id: "1"}``."""

    code = "ordering"
    template = "quizzes/questions/ordering.html"

    def block(self):
        return OrderingBlock()

    def content(self, value):
        return {
            "type": self.code,
            "prompt": texts(value["prompt"]),
            "explanation": texts(value["explanation"]),
            "options": [
                {"id": short_id(child), "text": texts(child.value)} for child in value["steps"].bound_blocks
            ],
        } | held(value["partial"])

    def raw(self, content):
        return {
            "prompt": raw_texts(content["prompt"]),
            "explanation": raw_texts(content["explanation"]),
            "steps": raw_list([(one["id"], raw_texts(one["text"])) for one in content["options"]]),
            "partial": mode_of(content),
        }

    def written(self, data, ids):
        return {
            "type": self.code,
            "prompt": data["prompt"],
            "explanation": data.get("explanation") or {},
            "options": [
                {"id": ids(number), "text": step} for number, step in enumerate(data["steps"], start=1)
            ],
        } | held(data.get("partial", PROPORTIONAL))

    def part_ids(self, content):
        return [option["id"] for option in content["options"]]

    def option_ids(self, content):
        return neutral(self.part_ids(content))

    def is_possible(self, content, part, value):
        return value in _places(content)

    def right_parts(self, content, given):
        places = Counter(given.values())
        return {
            one
            for place, one in enumerate(self.part_ids(content), start=1)
            if given.get(one) == str(place) and places[str(place)] == 1
        }

    def correct_answer(self, content):
        return {one: str(place) for place, one in enumerate(self.part_ids(content), start=1)}

    def at_random(self, content, chance):
        order = self.shuffled(content, chance)
        return {one: str(place) for place, one in enumerate(order, start=1)}

    def answer_ids(self, content):
        return self.part_ids(content)

    def asked(self, public, *, name, answer, language):
        given = answer if isinstance(answer, dict) else {}
        return Shown(
            parts=[
                ShownPart(
                    id=option["id"],
                    name=f"{name}-{option['id']}",
                    text=in_language(option["text"], language),
                    options=[
                        ShownOption(id=place, text=place, is_chosen=given.get(option["id"]) == place)
                        for place in map(str, range(1, len(public["options"]) + 1))
                    ],
                )
                for option in public["options"]
            ]
        )

    def marked(self, content, mark, *, answer, language, with_key, order=None):
        """In the order that was given, those without a place last; never in the right one unless it may be seen."""
        given = self.given(content, answer)
        right = self.right_parts(content, given)
        places = self.correct_answer(content)
        names = {option["id"]: in_language(option["text"], language) for option in content["options"]}
        shown = sorted(self.in_order(content, order), key=lambda one: int(given.get(one, len(names) + 1)))
        return Shown(
            parts=[
                ShownPart(
                    id=one,
                    text=names[one],
                    given=given.get(one, ""),
                    is_right=one in right if with_key else None,
                    right=places[one] if with_key and one not in right else "",
                )
                for one in shown
            ]
        )

    def key_text(self, content, language):
        return " → ".join(in_language(option["text"], language) for option in content["options"])

    def printed(self, content, *, language, order=None):
        names = {option["id"]: in_language(option["text"], language) for option in content["options"]}
        letters = lettered(self.in_order(content, order))
        return Printed(
            instruction=_("Write the letters in the right order."),
            options=[(letter, names[one]) for one, letter in letters.items()],
        )

    def keyed(self, content, typed, *, order=None, language=None):
        by_letter = {letter: one for one, letter in lettered(self.in_order(content, order)).items()}
        found = {}
        for place, letter in enumerate(letters_in(str(typed)), start=1):
            if letter in by_letter and place <= len(by_letter):
                found.setdefault(by_letter[letter], str(place))
        return found or None

    def typed(self, content, answer, *, order=None):
        letters = lettered(self.in_order(content, order))
        given = self.given(content, answer)
        return "".join(letters[one] for one in sorted(given, key=lambda one: int(given[one])))

    def counted_options(self, content):
        """Who put it in its place."""
        return [{"id": one["id"], "text": one["text"], "right": True} for one in content["options"]]

    def counted(self, content, answer):
        return self.right_parts(content, self.given(content, answer))


def _places(content) -> set:
    return {str(place) for place in range(1, len(content["options"]) + 1)}


class OrderingBlock(QuestionBlock):
    question_type = Ordering()

    steps = blocks.ListBlock(
        TextsBlock(label=gettext_lazy("Step")),
        min_num=2,
        max_num=8,
        label=gettext_lazy("Steps in their order"),
        help_text=gettext_lazy("In the right order. Learners get them mixed up."),
    )
    partial = partial_block()

    class Meta:
        icon = "list-ol"
        label = gettext_lazy("Ordering")
        description = gettext_lazy("Steps are brought into their order.")
        preview_template = "quizzes/questions/preview.html"
        preview_value = {
            "prompt": {
                "zh_hans": "孩子不见了，先做什么、后做什么？",
                "en": "A child is missing. What comes first?",
            },
            "explanation": {},
            "steps": [
                {"zh_hans": "拨打110", "en": "Call 110"},
                {"zh_hans": "请邻居一起找", "en": "Ask the neighbours to help"},
            ],
            "partial": PROPORTIONAL,
        }
