"""Fill in blanks: a text with gaps, each written into or chosen from a list."""

import re

from django.conf import settings
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
from quizzes.question_types.forgive import CODES, alike, forgive_block, kept
from quizzes.question_types.letters import lettered, words_in
from quizzes.question_types.partial import PROPORTIONAL, held, mode_of, partial_block
from quizzes.question_types.parts import PartsType, id_of_text, told
from quizzes.question_types.shown import Printed, Shown, ShownOption, ShownPart
from quizzes.texts import in_language

GAP = re.compile(r"[\[［【]\s*(\d{1,2})\s*[\]］】]")
VARIANTS = re.compile(r"\s*[|｜]\s*")


def gaps_in(text: str) -> list[int]:
    """The numbers of the gaps in a text, in the order in which they stand: ``[1]``, ``【2】``."""
    return [int(number) for number in GAP.findall(text)]


class Blanks(PartsType):
    """``text`` has gaps ``[1]``, ``[2]``, in each language; ``parts`` are the gaps in the order of their numbers::

    {"id", "accepted": {"zh-hans": ["..."], "en": ["..."]}, "choices": [{"id", "text"}], "match": choice id or "",
     "feedback"}

    A gap with ``choices`` is chosen from them and its answer is a choice's id; else it is written.
    """

    code = "blanks"
    template = "quizzes/questions/blanks.html"
    takes_words = True

    def block(self):
        return BlanksBlock()

    def content(self, value):
        return self.made(
            prompt=texts(value["prompt"]),
            explanation=texts(value["explanation"]),
            text=texts(value["text"]),
            gaps=[
                (
                    short_id(child),
                    texts(child.value["answer"]),
                    [texts(wrong) for wrong in child.value["others"]],
                    texts(child.value["feedback"]),
                )
                for child in value["gaps"].bound_blocks
            ],
            forgive=value["forgive"],
            partial=value["partial"],
        )

    def made(self, *, prompt, explanation, text, gaps, forgive, partial) -> dict:
        """``gaps``: ``[(id, answer, others, feedback)]``; ``answer`` by language, its variants parted by ``|``."""
        return {
            "type": self.code,
            "prompt": prompt,
            "explanation": explanation,
            "options": [],
            "text": text,
            "parts": [_gap(*gap) for gap in gaps],
            "forgive": kept(forgive),
        } | held(partial)

    def raw(self, content):
        return {
            "prompt": raw_texts(content["prompt"]),
            "explanation": raw_texts(content["explanation"]),
            "text": raw_texts(content["text"]),
            "gaps": raw_list([(gap["id"], _raw_gap(gap)) for gap in content["parts"]]),
            "forgive": content["forgive"],
            "partial": mode_of(content),
        }

    def written(self, data, ids):
        return self.made(
            prompt=data["prompt"],
            explanation=data.get("explanation") or {},
            text=data["text"],
            gaps=[
                (ids(number), gap["answer"], gap.get("others") or [], gap.get("feedback") or {})
                for number, gap in enumerate(data["gaps"], start=1)
            ],
            forgive=data.get("forgive", CODES),
            partial=data.get("partial", PROPORTIONAL),
        )

    def part_ids(self, content):
        return [gap["id"] for gap in content["parts"]]

    def option_ids(self, content):
        return []

    def answer_ids(self, content):
        choices = [choice["id"] for gap in content["parts"] for choice in gap["choices"]]
        return [*self.part_ids(content), *choices]

    def is_possible(self, content, part, value):
        gap = next(gap for gap in content["parts"] if gap["id"] == part)
        return bool(value.strip()) and (
            not gap["choices"] or any(choice["id"] == value for choice in gap["choices"])
        )

    def right_parts(self, content, given):
        return {
            gap["id"]
            for gap in content["parts"]
            if gap["id"] in given and self._is_right(content, gap, given[gap["id"]])
        }

    def _is_right(self, content, gap, value):
        if gap["choices"]:
            return value == gap["match"]
        accepted = [text for variants in gap["accepted"].values() for text in variants]
        return any(alike(value, content["forgive"]) == alike(text, content["forgive"]) for text in accepted)

    def correct_answer(self, content):
        return {
            gap["id"]: gap["match"] if gap["choices"] else next(iter(gap["accepted"].values()))[0]
            for gap in content["parts"]
        }

    def at_random(self, content, chance):
        return {
            gap["id"]: chance.choice(gap["choices"])["id"] if gap["choices"] else "?"
            for gap in content["parts"]
        }

    def public(self, content, *, order=None, answer=None):
        return {
            "type": content["type"],
            "prompt": content["prompt"],
            "text": content["text"],
            "parts": [{"id": gap["id"], "choices": gap["choices"]} for gap in content["parts"]],
        }

    def asked(self, public, *, name, answer, language):
        given = answer if isinstance(answer, dict) else {}
        pieces, after = _pieces(in_language(public["text"], language), public["parts"])
        return Shown(
            parts=[
                ShownPart(
                    id=gap["id"],
                    name=f"{name}-{gap['id']}",
                    before=before,
                    text=str(number),
                    options=[
                        ShownOption(
                            id=choice["id"],
                            text=in_language(choice["text"], language),
                            is_chosen=given.get(gap["id"]) == choice["id"],
                        )
                        for choice in gap["choices"]
                    ],
                    given=str(given.get(gap["id"], "")),
                )
                for number, before, gap in pieces
            ],
            after=after,
        )

    def marked(self, content, mark, *, answer, language, with_key, order=None):
        given = self.given(content, answer)
        right = self.right_parts(content, given)
        pieces, after = _pieces(in_language(content["text"], language), content["parts"])
        return Shown(
            parts=[
                ShownPart(
                    id=gap["id"],
                    text="",
                    before=before,
                    given=_value_in_words(gap, given.get(gap["id"], ""), language),
                    is_right=gap["id"] in right if with_key else None,
                    right=_right_in_words(gap, language) if with_key and gap["id"] not in right else "",
                    feedback=told(mark, gap["id"], language),
                )
                for _number, before, gap in pieces
            ],
            after=after,
        )

    def key_text(self, content, language):
        return "; ".join(
            f"[{number}] {_right_in_words(gap, language)}"
            for number, gap in enumerate(content["parts"], start=1)
        )

    def printed(self, content, *, language, order=None):
        text = GAP.sub(lambda found: f"({found[1]}) ________", in_language(content["text"], language))
        return Printed(
            instruction=_("Write what belongs into each gap."),
            text=text,
            parts=[
                (
                    str(number),
                    "",
                    [
                        (letter, in_language(choice["text"], language))
                        for letter, choice in zip(_letters(gap), gap["choices"], strict=True)
                    ],
                )
                for number, gap in enumerate(content["parts"], start=1)
            ],
        )

    def keyed(self, content, typed, *, order=None, language=None):
        found = {}
        gaps = content["parts"]
        for number, words in words_in(str(typed)).items():
            if number and 0 < int(number) <= len(gaps):
                gap = gaps[int(number) - 1]
                letters = dict(zip(_letters(gap), [choice["id"] for choice in gap["choices"]], strict=True))
                value = letters.get(words.upper(), "") if gap["choices"] else words
                if value:
                    found[gap["id"]] = value
        return found or None

    def typed(self, content, answer, *, order=None):
        given = self.given(content, answer)
        written = []
        for number, gap in enumerate(content["parts"], start=1):
            if gap["id"] in given:
                letters = dict(zip([choice["id"] for choice in gap["choices"]], _letters(gap), strict=True))
                written.append(f"{number}: {letters.get(given[gap['id']], given[gap['id']])}")
        return "; ".join(written)

    def counted_options(self, content):
        """Who filled each gap rightly."""
        return [
            {
                "id": gap["id"],
                "text": {code: f"[{number}] {_right_in_words(gap, code)}" for code in content["prompt"]},
                "right": True,
            }
            for number, gap in enumerate(content["parts"], start=1)
        ]

    def counted(self, content, answer):
        return self.right_parts(content, self.given(content, answer))


def _gap(one, answer, others, feedback):
    accepted = {code: [text for text in VARIANTS.split(answer[code].strip()) if text] for code in answer}
    others = [other for other in others if other]
    choices = {}
    if others:
        first = {code: variants[0] for code, variants in accepted.items() if variants}
        choices = {id_of_text(text): text for text in [first, *others]}
    return {
        "id": one,
        "accepted": accepted,
        "choices": [{"id": key, "text": choices[key]} for key in neutral(list(choices))],
        "match": id_of_text(first) if choices else "",
        "feedback": feedback,
    }


def _raw_gap(gap):
    others = [choice["text"] for choice in gap["choices"] if choice["id"] != gap["match"]]
    return {
        "answer": raw_texts({code: "|".join(variants) for code, variants in gap["accepted"].items()}),
        "others": raw_list([(id_of_text(text), raw_texts(text)) for text in others]),
        "feedback": raw_texts(gap["feedback"]),
    }


def _letters(gap):
    return list(lettered([choice["id"] for choice in gap["choices"]]).values())


def _pieces(text, gaps):
    """``[(number, text before, gap)]`` in the order of the text, and the text after the last; what has no gap in this
    language's text follows at the end."""
    pieces, start, seen = [], 0, set()
    for found in GAP.finditer(text):
        number = int(found[1])
        if 0 < number <= len(gaps) and number not in seen:
            pieces.append((number, text[start : found.start()].strip(), gaps[number - 1]))
            seen.add(number)
            start = found.end()
    missing = [(number, "", gap) for number, gap in enumerate(gaps, start=1) if number not in seen]
    return [*pieces, *missing], text[start:].strip()


def _value_in_words(gap, value, language):
    texts_of_choices = {choice["id"]: in_language(choice["text"], language) for choice in gap["choices"]}
    return texts_of_choices.get(value, value)


def _right_in_words(gap, language):
    return (gap["accepted"].get(language) or next(iter(gap["accepted"].values()), [""]))[0]


class GapBlock(blocks.StructBlock):
    answer = TextsBlock(
        label=gettext_lazy("Right answer"),
        help_text=gettext_lazy("Several wordings are parted by a bar: “police | the police”."),
    )
    others = blocks.ListBlock(
        TextsBlock(label=gettext_lazy("Wrong answer")),
        max_num=6,
        default=[],
        required=False,
        label=gettext_lazy("Wrong answers"),
        help_text=gettext_lazy("With any, one chooses from a list instead of writing."),
    )
    feedback = TextsBlock(
        long=True,
        required=False,
        label=gettext_lazy("Feedback"),
        help_text=gettext_lazy("What somebody who filled this wrongly should read."),
    )

    class Meta:
        label = gettext_lazy("Gap")
        label_format = "{answer}"


class BlanksBlock(QuestionBlock):
    question_type = Blanks()

    text = TextsBlock(
        long=True,
        label=gettext_lazy("Text with gaps"),
        help_text=gettext_lazy("Write [1], [2]… where a gap is, in every language."),
    )
    gaps = blocks.ListBlock(GapBlock(), min_num=1, max_num=8, label=gettext_lazy("Gaps"))
    forgive = forgive_block()
    partial = partial_block()

    def clean(self, value):
        cleaned = super().clean(value)
        wanted = list(range(1, len(cleaned["gaps"]) + 1))
        for code, name in settings.LANGUAGES:
            text = texts(cleaned["text"]).get(code)
            if text and sorted(gaps_in(text)) != wanted:
                message = _("%(language)s: the text needs the gaps %(gaps)s, each once.") % {
                    "language": name,
                    "gaps": " ".join(f"[{number}]" for number in wanted),
                }
                raise blocks.StructBlockValidationError(block_errors={"text": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "minus"
        label = gettext_lazy("Fill in blanks")
        description = gettext_lazy("A text with gaps to be written into or chosen for.")
        preview_template = "quizzes/questions/preview.html"
        preview_value = {
            "prompt": {"zh_hans": "把话补完整。", "en": "Complete the sentence."},
            "explanation": {},
            "text": {
                "zh_hans": "孩子走失，立即拨打[1]。",
                "en": "When a child is missing, call [1] at once.",
            },
            "gaps": [{"answer": {"zh_hans": "110", "en": "110"}, "others": [], "feedback": {}}],
            "forgive": CODES,
            "partial": PROPORTIONAL,
        }
