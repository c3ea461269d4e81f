"""What a question type is: its form in the CMS, its answer, its mark. One file a type beside this one."""

from abc import ABC, abstractmethod

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.marks import Mark


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
    """Stateless. ``content`` below is a question version's content, ``answer`` what ``parse`` returned (or garbage)."""

    code: str
    template: str
    needs_person = (
        False  # True: ``grade`` leaves the mark pending, and ``content`` has a ``rubric`` and ``markers``
    )

    @abstractmethod
    def block(self) -> QuestionBlock:
        """The block that trainers fill in, with icon, description and preview value."""

    @abstractmethod
    def content(self, value) -> dict:
        """The frozen, language-neutral content of a filled block: JSON-able, with everything that marking needs."""

    @abstractmethod
    def parse(self, data, name: str):
        """The answer in a posted form (``QueryDict``), or None when nothing was answered. Never raises."""

    @abstractmethod
    def grade(self, content: dict, answer) -> Mark:
        """The mark. Pure. Unknown or repeated options never add, and garbage is worth nothing and never raises."""

    @abstractmethod
    def correct_answer(self, content: dict):
        """The answer that is worth 1, in the form of ``parse``. Never leaves the server before the quiz allows."""

    @abstractmethod
    def option_ids(self, content: dict) -> list[str]:
        """Ids of the options in the order of the question, for shuffling and for counting hands."""

    def public(self, content: dict) -> dict:
        """The content without key, feedback and explanation: all that may be sent before the answer is in."""
        return {
            "type": content["type"],
            "prompt": content["prompt"],
            "options": [{"id": option["id"], "text": option["text"]} for option in content["options"]],
        }
