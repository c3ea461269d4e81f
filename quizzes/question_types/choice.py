"""What the types with options have in common: options with an id, a key and feedback."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.question_types.base import (
    QuestionBlock,
    QuestionType,
    TextsBlock,
    clean_text,
    raw_list,
    raw_texts,
    short_id,
    texts,
)
from quizzes.question_types.letters import lettered, letters_in
from quizzes.question_types.shown import Printed, Shown, ShownOption
from quizzes.texts import in_language

LONGEST_ID = 64  # characters of an option's id, as posted
MOST_TICKS = 60
ABOUT_THE_OTHERS = re.compile(
    r"^(all|none|both|neither) of the (above|others?|options)|^(以上|上述)(都|皆|均|全|各项|选项|答案)?",
    re.IGNORECASE,
)


def speaks_of_the_others(texts: dict) -> bool:
    """Is it “all of the above” or one of its relatives?"""
    return any(ABOUT_THE_OTHERS.match(text.strip()) for text in texts.values())


class OptionBlock(blocks.StructBlock):
    text = TextsBlock(label=_("Answer"))
    correct = blocks.BooleanBlock(required=False, label=_("This is right"))
    feedback = TextsBlock(
        long=True,
        required=False,
        label=_("Feedback"),
        help_text=_("What somebody who chose this should read."),
    )
    keep_last = blocks.BooleanBlock(
        required=False,
        label=_("Stays at the end"),
        help_text=_("When options are shuffled. “All of the above” stays there of itself."),
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

    input_type = "radio"
    instruction = _("Choose one answer.")

    # Authoring

    def content(self, value) -> dict:
        return {
            "type": self.code,
            "prompt": texts(value["prompt"]),
            "explanation": texts(value["explanation"]),
            "options": [self.option_content(child) for child in value["options"].bound_blocks],
        }

    def option_content(self, child) -> dict:
        option = {
            "id": short_id(child),
            "text": texts(child.value["text"]),
            "correct": bool(child.value["correct"]),
            "feedback": texts(child.value["feedback"]),
        }
        if child.value.get("keep_last") or speaks_of_the_others(option["text"]):
            option["last"] = True  # only where it is so: older versions keep their digests
        return option

    def raw(self, content):
        return {
            "prompt": raw_texts(content["prompt"]),
            "explanation": raw_texts(content["explanation"]),
            "options": raw_list([(option["id"], self.raw_option(option)) for option in content["options"]]),
        }

    def raw_option(self, option) -> dict:
        return {
            "text": raw_texts(option["text"]),
            "correct": option["correct"],
            "feedback": raw_texts(option["feedback"]),
            "keep_last": bool(option.get("last")),
        }

    def written(self, data, ids):
        options = [self.written_option(option, ids(n)) for n, option in enumerate(data["options"], 1)]
        return {
            "type": self.code,
            "prompt": data["prompt"],
            "explanation": data.get("explanation") or {},
            "options": options,
        }

    def written_option(self, option, one) -> dict:
        made = {
            "id": one,
            "text": option["text"],
            "correct": bool(option.get("correct")),
            "feedback": option.get("feedback") or {},
        }
        if option.get("last") or speaks_of_the_others(made["text"]):
            made["last"] = True
        return made

    @staticmethod
    def problem(correct: list[bool]):
        """A sentence for the trainer when the key makes no sense, else None."""
        raise NotImplementedError

    # Options

    def option_ids(self, content):
        return [option["id"] for option in content["options"]]

    def posted_ids(self, data, name) -> list[str]:
        """Each once, sorted; no more than a form of ours could send."""
        found = {clean_text(one)[:LONGEST_ID] for one in data.getlist(name)[:MOST_TICKS]}
        return sorted(found - {""})

    def correct_ids(self, content) -> list[str]:
        return [option["id"] for option in content["options"] if option["correct"]]

    def feedback(self, content, chosen) -> dict:
        return {option["id"]: option["feedback"] for option in content["options"] if option["id"] in chosen}

    def chosen(self, answer) -> set:
        """The ids in an answer, or in garbage."""
        if isinstance(answer, str):
            return {answer}
        return {one for one in answer if isinstance(one, str)} if isinstance(answer, list) else set()

    def at_random(self, content, chance):
        chosen = chance.choice(self.option_ids(content))
        return chosen if self.is_one_choice else [chosen]

    # Shown

    def asked(self, public, *, name, answer, language):
        chosen = self.chosen(answer)
        return Shown(
            options=[
                ShownOption(
                    id=option["id"],
                    text=in_language(option["text"], language),
                    is_chosen=option["id"] in chosen,
                    image=option.get("src", ""),
                )
                for option in public["options"]
            ],
            input_type=self.input_type,
        )

    def marked(self, content, mark, *, answer, language, with_key, order=None):
        chosen = self.chosen(answer)
        right = set(self.correct_ids(content)) if with_key and self.is_scored else None
        return Shown(
            options=[
                ShownOption(
                    id=option["id"],
                    text=in_language(option["text"], language),
                    is_chosen=option["id"] in chosen,
                    feedback=in_language(mark.feedback.get(option["id"], {}), language),
                    is_right=None if right is None else option["id"] in right,
                    image=option.get("src", ""),
                )
                for option in self.public(content, order=order)["options"]
            ]
        )

    def key_text(self, content, language):
        right = set(self.correct_ids(content))
        return "; ".join(in_language(o["text"], language) for o in content["options"] if o["id"] in right)

    # Paper

    def printed(self, content, *, language, order=None):
        public = self.public(content, order=order)
        letters = lettered([option["id"] for option in public["options"]])
        return Printed(
            instruction=str(self.instruction),
            options=[(letters[o["id"]], in_language(o["text"], language)) for o in public["options"]],
        )

    def keyed(self, content, typed, *, order=None, language=None):
        by_letter = {letter: one for one, letter in self._letters(content, order).items()}
        chosen = [by_letter[letter] for letter in letters_in(str(typed)) if letter in by_letter]
        if self.is_one_choice:
            return chosen[0] if len(set(chosen)) == 1 else None
        return sorted(set(chosen)) or None

    def typed(self, content, answer, *, order=None):
        letters = self._letters(content, order)
        return "".join(sorted(letters[one] for one in self.chosen(answer) if one in letters))

    def _letters(self, content, order):
        return lettered(self.in_order(content, order))

    # Analysis

    def counted_options(self, content):
        return [
            {"id": o["id"], "text": o["text"], "right": bool(o["correct"]) if self.is_scored else None}
            for o in content["options"]
        ]

    def counted(self, content, answer):
        return self.chosen(answer) & set(self.option_ids(content))
