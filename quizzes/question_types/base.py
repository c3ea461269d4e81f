"""What a question type is: its form in the CMS, its answer, its mark, and how it is shown. One file a type beside this one.

Pages, paper, analysis, versions and exchange know types through this class only.
"""

import hashlib
from abc import ABC, abstractmethod

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.marks import Mark
from quizzes.question_types.shown import Printed, Shown
from quizzes.texts import in_language


class TextsBlock(blocks.StructBlock):
    """One text in every language of the site, side by side. Its clean value is ``{"zh-hans": "...", "en": "..."}``."""

    def __init__(self, *, required=True, long=False, **kwargs):
        child = blocks.TextBlock if long else blocks.CharBlock
        languages = [
            (
                code.replace("-", "_"),
                child(
                    required=required and code == settings.LANGUAGE_CODE,
                    label=name,
                    **({"rows": 2} if long else {}),
                ),
            )
            for code, name in settings.LANGUAGES
        ]
        super().__init__(languages, **kwargs)

    class Meta:
        form_classname = "struct-block texts-block"


def texts(value) -> dict:
    """``{"zh-hans": "...", "en": "..."}`` of a TextsBlock's value, without the empty ones."""
    return {
        code: value[code.replace("-", "_")].strip()
        for code, name in settings.LANGUAGES
        if (value.get(code.replace("-", "_")) or "").strip()
    }


def raw_texts(texts: dict | None) -> dict:
    """The raw value of a TextsBlock: every language of the site, its code as a field's name."""
    return {code.replace("-", "_"): (texts or {}).get(code, "") for code, _name in settings.LANGUAGES}


def raw_list(items: list[tuple]) -> list[dict]:
    """The raw value of a ListBlock from ``[(id, value)]``; a block's id becomes the id in the frozen content."""
    return [{"type": "item", "id": one, "value": value} for one, value in items]


def short_id(child) -> str:
    """The id in the frozen content of a child of a ListBlock."""
    return str(child.id)[:8]


def clean_text(text) -> str:
    """Text as a database can keep it: without NUL and lone surrogates."""
    return str(text).replace("\x00", "").encode(errors="ignore").decode()


def posted_text(data, name: str, longest: int) -> str:
    """What was typed into a field, cut to ``longest`` characters; '' when nothing was."""
    return clean_text(data.get(name) or "").strip()[:longest]


def neutral(ids: list[str]) -> list[str]:
    """The ids in an order that tells nothing, always the same: by their digests."""
    return sorted(ids, key=lambda one: hashlib.sha256(one.encode()).digest())


class QuestionBlock(blocks.StructBlock):
    """The common part of every type's form. ``question_type`` is set by the type."""

    prompt = TextsBlock(long=True, label=_("Question"))
    explanation = TextsBlock(
        long=True,
        required=False,
        label=_("Explanation"),
        help_text=_("Shown with the result, whatever was answered."),
    )

    question_type: "QuestionType"


class QuestionType(ABC):
    """Stateless. ``content`` below is a question version's content, ``answer`` what ``parse`` returned (or garbage).

    ``order`` is the order of the options in one attempt, a list of ids as ``shuffled`` gave it; None is the question's own.
    Nothing here touches the database but ``block`` and ``content``.
    """

    code: str
    template: str  # asks the question; gets ``question``, a ``presentation.ShownQuestion``
    needs_person = (
        False  # True: ``grade`` leaves the mark pending, and ``content`` has a ``rubric`` and ``markers``
    )
    is_scored = True  # False: ``grade`` gives ``UNSCORED``, there is no right answer
    by_hands = (
        False  # True: a room can answer it by show of hands; ``options`` in ``content``, answer is one id
    )
    takes_words = False  # True: the answer is written by hand, and may say something about a person
    is_one_choice = False  # True: the answer of ``parse`` is one option's id

    # Authoring

    @abstractmethod
    def block(self) -> QuestionBlock:
        """The block that trainers fill in, with icon, description and preview value."""

    @abstractmethod
    def content(self, value) -> dict:
        """The frozen, language-neutral content of a filled block: JSON-able, with everything that marking needs."""

    @abstractmethod
    def raw(self, content: dict) -> dict:
        """The raw value of the block that ``content`` is frozen from. The way back, for what comes from files."""

    @abstractmethod
    def written(self, data: dict, ids) -> dict:
        """The content of a question written as a mapping (our YAML files). ``ids(number)`` gives the id of the n-th part,
        from 1."""

    # Answer and mark

    @abstractmethod
    def parse(self, data, name: str):
        """The answer in a posted form (``QueryDict``), or None when nothing was answered. Never raises."""

    @abstractmethod
    def grade(self, content: dict, answer) -> Mark:
        """The mark. Pure. Unknown or repeated options never add, and garbage is worth nothing and never raises."""

    @abstractmethod
    def correct_answer(self, content: dict):
        """The answer that is worth 1, in the form of ``parse``; None when there is none. Never leaves the server before
        the quiz allows."""

    @abstractmethod
    def at_random(self, content: dict, chance):
        """The answer of somebody who guesses, in the form of ``parse``; ``chance`` is a ``random.Random``. For the demo
        and for measuring."""

    def is_answered(self, content: dict, answer) -> bool:
        """Is nothing left to be filled in?"""
        return answer is not None

    def settled(self, content: dict, before, now):
        """What holds when ``now`` is saved after ``before``. A case lets nobody go back; else the newer answer."""
        return now

    # Options

    @abstractmethod
    def option_ids(self, content: dict) -> list[str]:
        """Ids of the options as they are offered, for shuffling and for counting hands. Never the order of the key."""

    def last_ids(self, content: dict) -> set:
        """Those that keep their place at the end when options are shuffled."""
        return {option["id"] for option in content.get("options") or [] if option.get("last")}

    def shuffled(self, content: dict, chance) -> list[str]:
        """An order of the options for one attempt; ``chance`` is a ``random.Random``."""
        last = self.last_ids(content)
        free = [one for one in self.option_ids(content) if one not in last]
        chance.shuffle(free)
        return [*free, *(one for one in self.option_ids(content) if one in last)]

    def in_order(self, content: dict, order) -> list[str]:
        """``option_ids`` in ``order``. What is unknown is left out, what is missing follows: so an order made for another
        version of the question does no harm."""
        known = self.option_ids(content)
        given = [one for one in dict.fromkeys(order or []) if one in known]
        return [*given, *(one for one in known if one not in given)]

    def answer_ids(self, content: dict) -> list[str]:
        """All that an answer may refer to: when two versions agree in it, the key of one can mark answers to the other."""
        return self.option_ids(content)

    # Shown

    def public(self, content: dict, *, order=None, answer=None) -> dict:
        """The content without key, feedback and explanation: all that may be sent before the answer is in. ``answer``:
        what was answered so far (a case shows no step before it is reached)."""
        options = {option["id"]: option for option in content["options"]}
        return {
            "type": content["type"],
            "prompt": content["prompt"],
            "options": [{"id": one, "text": options[one]["text"]} for one in self.in_order(content, order)],
        }

    @abstractmethod
    def asked(self, public: dict, *, name: str, answer, language: str) -> Shown:
        """For ``template``: made from what ``public`` lets out, so no key can be in it."""

    @abstractmethod
    def marked(
        self, content: dict, mark: Mark, *, answer, language: str, with_key: bool, order=None
    ) -> Shown:
        """For ``quizzes/questions/marked.html``; what is right only ``with_key``."""

    @abstractmethod
    def key_text(self, content: dict, language: str) -> str:
        """The right answer in words, for trainers and for the key of a paper; '' when there is none."""

    # Paper and voice

    @abstractmethod
    def printed(self, content: dict, *, language: str, order=None) -> Printed:
        """On paper: without key. Letters and numbers are those that ``keyed`` reads."""

    @abstractmethod
    def keyed(self, content: dict, typed: str, *, order=None, language: str | None = None):
        """The answer somebody wrote on paper and somebody else typed (``B``, ``AC``, ``1C 2A``, ``12.5``); None when it
        is none. Never raises."""

    @abstractmethod
    def typed(self, content: dict, answer, *, order=None) -> str:
        """How ``answer`` is written on paper: what ``keyed`` turns back into it. For keys and for correcting entries."""

    def read_aloud(self, content: dict, *, language: str, order=None) -> list[str]:
        """Sentences for a facilitator's voice, in the order in which they are read."""
        printed = self.printed(content, language=language, order=order)
        lines = [in_language(content["prompt"], language), printed.instruction, printed.text]
        lines += [_line(mark, text) for mark, text in printed.options]
        for mark, text, options in printed.parts:
            lines.append(_line(mark, text))
            lines += [_line(letter, option) for letter, option in options]
        return [line for line in [*lines, printed.after] if line]

    # Analysis

    @abstractmethod
    def counted_options(self, content: dict) -> list[dict]:
        """What is counted over many answers: ``[{"id", "text": {language: ...}, "right": bool or None}]``. Empty: nothing
        but the mark is."""

    @abstractmethod
    def counted(self, content: dict, answer) -> set:
        """The ids of ``counted_options`` that this answer chose. Never raises."""


def _line(mark, text):
    return f"{mark}. {text}" if mark and text else (text or "")
