"""Partial credit, by name. Pure."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

ALL_OR_NOTHING, PROPORTIONAL, MINUS_WRONG = "all_or_nothing", "proportional", "minus_wrong"
MODES = [
    (ALL_OR_NOTHING, _("all or nothing")),
    (PROPORTIONAL, _("in proportion to what is right")),
    (MINUS_WRONG, _("in proportion, and what is wrong takes away again")),
]
DIGITS = Decimal("0.0001")


def credit(mode: str, *, right: int, wrong: int, possible: int) -> Decimal:
    """0..1 with four digits, rounded down, never below zero. It is 1 only when all that is possible is right and nothing
    is wrong. An unknown mode is all or nothing.

    In proportion, what is wrong beyond the number of right ones takes a right one away: or ticking every option would be
    worth as much as knowing.
    """
    if possible < 1 or right < 1:
        return Decimal(0)
    if right >= possible and wrong < 1:
        return Decimal(1)
    if mode == PROPORTIONAL:
        return _share(min(right, possible - wrong), possible)
    if mode == MINUS_WRONG:
        return _share(right - wrong, possible)
    return Decimal(0)


def mode_of(content: dict) -> str:
    """The mode of a frozen question; those from before there were modes are all or nothing."""
    return content.get("partial", ALL_OR_NOTHING)


def held(mode: str) -> dict:
    """The entry of a frozen content: none for all or nothing, so that older versions keep their digests."""
    return {} if mode == ALL_OR_NOTHING else {"partial": mode}


def partial_block(**kwargs) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        choices=MODES,
        default=kwargs.pop("default", PROPORTIONAL),
        label=_("Partly right answers count"),
        **kwargs,
    )


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(max(0, part)) / whole).quantize(DIGITS, rounding="ROUND_DOWN")
