"""A finding, and its words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

WORDS = {
    "no-alternative": _("An image has no alternative text."),
    "no-captions": _("A video has no captions."),
    "heading-jump": _("A small heading stands before any larger one: levels are jumped over."),
    "long-sentence": _("A sentence is hard to follow: %(detail)s"),
    "hard-to-read": _("Hard to read: about school year %(detail)s. Aim at nine."),
    "untranslated": _("Part of the text is missing in this language."),
    "broken-link": _("A link leads to a page that is not there or not live."),
    "unannounced": _("Hard material without a content notice: %(detail)s"),
    "real-person": _(
        "This looks like a real person's data (%(detail)s). Invent people, and their numbers too."
    ),
    "no-feedback": _("“%(detail)s”: an answer has no feedback."),
    "always-longest": _("The right answer is the longest one in most questions of “%(detail)s”."),
    "always-first": _("The right answer stands in the same place in all questions of “%(detail)s”."),
}
PERSONAL = {
    "identity-number": _("identity number"),
    "bank-card": _("bank card"),
    "phone": _("mobile number"),
    "mail": _("mail address"),
    "wechat": _("WeChat name"),
    "address": _("house address"),
}


@dataclass(frozen=True)
class Finding:
    """``language`` and ``block`` (id) say where; empty for what concerns the whole page."""

    code: str
    language: str = ""
    block: str = ""
    detail: str = ""

    @property
    def sentence(self) -> str:
        detail = PERSONAL.get(self.detail, self.detail) if self.code == "real-person" else self.detail
        return WORDS[self.code] % {"detail": detail}
