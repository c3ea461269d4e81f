"""Matching: to each item belongs one of the answers; some answers may belong to none."""

from django.core.exceptions import ValidationError
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
from quizzes.question_types.letters import lettered, pairs_in
from quizzes.question_types.partial import PROPORTIONAL, held, mode_of, partial_block
from quizzes.question_types.parts import PartsType, id_of_text, told
from quizzes.question_types.shown import Printed, Shown, ShownOption, ShownPart
from quizzes.texts import in_language


class Matching(PartsType):
    """``parts``: the items, ``[{"id", "text", "match": option id, "feedback"}]``; ``options``: the answers."""

    code = "matching"
    template = "quizzes/questions/matching.html"

    def block(self):
        return MatchingBlock()

    def content(self, value):
        pairs = [(short_id(child), child.value) for child in value["pairs"].bound_blocks]
        return self.made(
            prompt=texts(value["prompt"]),
            explanation=texts(value["explanation"]),
            pairs=[
                (one, texts(pair["item"]), texts(pair["match"]), texts(pair["feedback"]))
                for one, pair in pairs
            ],
            extras=[texts(extra) for extra in value["extras"]],
            partial=value["partial"],
        )

    def made(self, *, prompt, explanation, pairs, extras, partial) -> dict:
        """``pairs``: ``[(id, item, match, feedback)]``, texts by language. Equal answers are one option."""
        options = {id_of_text(match): match for _one, _item, match, _feedback in pairs}
        options |= {id_of_text(extra): extra for extra in extras if extra}
        return {
            "type": self.code,
            "prompt": prompt,
            "explanation": explanation,
            "options": [{"id": one, "text": options[one]} for one in neutral(list(options))],
            "parts": [
                {"id": one, "text": item, "match": id_of_text(match), "feedback": feedback}
                for one, item, match, feedback in pairs
            ],
        } | held(partial)

    def raw(self, content):
        options = self._texts(content)
        used = {part["match"] for part in content["parts"]}
        return {
            "prompt": raw_texts(content["prompt"]),
            "explanation": raw_texts(content["explanation"]),
            "pairs": raw_list(
                [
                    (
                        part["id"],
                        {
                            "item": raw_texts(part["text"]),
                            "match": raw_texts(options[part["match"]]),
                            "feedback": raw_texts(part["feedback"]),
                        },
                    )
                    for part in content["parts"]
                ]
            ),
            "extras": raw_list([(one, raw_texts(text)) for one, text in options.items() if one not in used]),
            "partial": mode_of(content),
        }

    def written(self, data, ids):
        return self.made(
            prompt=data["prompt"],
            explanation=data.get("explanation") or {},
            pairs=[
                (ids(number), pair["item"], pair["match"], pair.get("feedback") or {})
                for number, pair in enumerate(data["pairs"], start=1)
            ],
            extras=data.get("extras") or [],
            partial=data.get("partial", PROPORTIONAL),
        )

    def part_ids(self, content):
        return [part["id"] for part in content["parts"]]

    def option_ids(self, content):
        return neutral([option["id"] for option in content["options"]])

    def is_possible(self, content, part, value):
        return any(option["id"] == value for option in content["options"])

    def right_parts(self, content, given):
        return {part["id"] for part in content["parts"] if given.get(part["id"]) == part["match"]}

    def correct_answer(self, content):
        return {part["id"]: part["match"] for part in content["parts"]}

    def at_random(self, content, chance):
        return {part: chance.choice(self.option_ids(content)) for part in self.part_ids(content)}

    def public(self, content, *, order=None, answer=None):
        parts = [{"id": part["id"], "text": part["text"]} for part in content["parts"]]
        return super().public(content, order=order) | {"parts": parts}

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
        options = self._texts(content)
        given = self.given(content, answer)
        right = self.right_parts(content, given)
        return Shown(
            parts=[
                ShownPart(
                    id=part["id"],
                    text=in_language(part["text"], language),
                    given=in_language(options.get(given.get(part["id"]), {}), language),
                    is_right=part["id"] in right if with_key else None,
                    right=in_language(options[part["match"]], language)
                    if with_key and part["id"] not in right
                    else "",
                    feedback=told(mark, part["id"], language),
                )
                for part in content["parts"]
            ]
        )

    def key_text(self, content, language):
        options = self._texts(content)
        return "; ".join(
            f"{in_language(part['text'], language)} → {in_language(options[part['match']], language)}"
            for part in content["parts"]
        )

    def printed(self, content, *, language, order=None):
        options = self._texts(content)
        letters = lettered(self.in_order(content, order))
        return Printed(
            instruction=_("Write the letter that belongs to each number."),
            options=[(letter, in_language(options[one], language)) for one, letter in letters.items()],
            parts=[
                (str(number), in_language(part["text"], language), [])
                for number, part in enumerate(content["parts"], start=1)
            ],
        )

    def keyed(self, content, typed, *, order=None, language=None):
        by_letter = {letter: one for one, letter in lettered(self.in_order(content, order)).items()}
        parts = self.part_ids(content)
        found = {
            parts[int(number) - 1]: by_letter[letter]
            for number, letter in pairs_in(str(typed)).items()
            if number and 0 < int(number) <= len(parts) and letter in by_letter
        }
        return found or None

    def typed(self, content, answer, *, order=None):
        letters = lettered(self.in_order(content, order))
        given = self.given(content, answer)
        return "".join(
            f"{number}{letters[given[one]]}"
            for number, one in enumerate(self.part_ids(content), start=1)
            if one in given
        )

    def counted_options(self, content):
        return [
            {
                "id": f"{part['id']}:{option['id']}",
                "text": _arrow(part["text"], option["text"]),
                "right": part["match"] == option["id"],
            }
            for part in content["parts"]
            for option in content["options"]
        ]

    def counted(self, content, answer):
        return {f"{part}:{option}" for part, option in self.given(content, answer).items()}

    def _texts(self, content):
        return {option["id"]: option["text"] for option in content["options"]}


def _arrow(left: dict, right: dict) -> dict:
    languages = [*left, *(code for code in right if code not in left)]
    return {code: f"{in_language(left, code)} → {in_language(right, code)}" for code in languages}


class PairBlock(blocks.StructBlock):
    item = TextsBlock(label=gettext_lazy("Item"))
    match = TextsBlock(label=gettext_lazy("What belongs to it"))
    feedback = TextsBlock(
        long=True,
        required=False,
        label=gettext_lazy("Feedback"),
        help_text=gettext_lazy("What somebody who matched this wrongly should read."),
    )

    class Meta:
        label = gettext_lazy("Pair")
        label_format = "{item}"


class MatchingBlock(QuestionBlock):
    question_type = Matching()

    pairs = blocks.ListBlock(PairBlock(), min_num=2, max_num=8, label=gettext_lazy("Pairs"))
    extras = blocks.ListBlock(
        TextsBlock(label=gettext_lazy("Answer")),
        max_num=4,
        default=[],
        required=False,
        label=gettext_lazy("Answers that belong to no item"),
    )
    partial = partial_block()

    def clean(self, value):
        cleaned = super().clean(value)
        matches = {id_of_text(texts(pair["match"])) for pair in cleaned["pairs"]}
        problem = None
        if len({id_of_text(texts(pair["item"])) for pair in cleaned["pairs"]}) < len(cleaned["pairs"]):
            problem = {"pairs": ValidationError(_("Each item may stand here only once."))}
        elif len(matches | {id_of_text(texts(extra)) for extra in cleaned["extras"]}) < 2:
            problem = {"pairs": ValidationError(_("There must be at least two different answers."))}
        elif matches & {id_of_text(texts(extra)) for extra in cleaned["extras"]}:
            problem = {"extras": ValidationError(_("One of these belongs to an item."))}
        if problem:
            raise blocks.StructBlockValidationError(block_errors=problem)
        return cleaned

    class Meta:
        icon = "link"
        label = gettext_lazy("Matching")
        description = gettext_lazy("Each item gets the answer that belongs to it.")
        preview_template = "quizzes/questions/preview.html"
        preview_value = {
            "prompt": {"zh_hans": "哪个电话管哪件事？", "en": "Which number is for what?"},
            "explanation": {},
            "pairs": [
                {
                    "item": {"zh_hans": "110", "en": "110"},
                    "match": {"zh_hans": "报警", "en": "police"},
                    "feedback": {},
                },
                {
                    "item": {"zh_hans": "12348", "en": "12348"},
                    "match": {"zh_hans": "法律援助", "en": "legal aid"},
                    "feedback": {},
                },
            ],
            "extras": [],
            "partial": PROPORTIONAL,
        }
