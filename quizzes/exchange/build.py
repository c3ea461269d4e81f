"""Contents from what files say. The readers of all formats end here, so a type is made in one way only."""

import hashlib
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from quizzes.exchange.item import Item, is_sound
from quizzes.question_types import QUESTION_TYPES
from quizzes.question_types.forgive import CASE, SCRIPT, SPACE, WIDTH
from quizzes.question_types.partial import MINUS_WRONG, PROPORTIONAL

FORGIVEN_ELSEWHERE = [WIDTH, SPACE, SCRIPT]  # beside case, which the formats know


def ids_for(item: Item, given: dict | None = None):
    """Ids for the parts of an item: those that the file gave (``{number: id}``), else made from its name, so that reading
    the same file twice gives the same content."""
    seed = hashlib.sha256(f"{item.name}|{item.kind}".encode()).hexdigest()
    return lambda number: (
        (given or {}).get(number) or hashlib.sha256(f"{seed}{number}".encode()).hexdigest()[:8]
    )


def made(item: Item, kind: str, data: dict, *, ids: dict | None = None) -> Item:
    """The item with the content of ``data``, a mapping of the shape of our YAML files; refused when it makes no sense."""
    try:
        content = QUESTION_TYPES[kind].written(data, ids_for(item, ids))
    except (LookupError, ValueError, TypeError, InvalidOperation):
        return item.refuse(_("This question is not complete: it cannot be marked."))
    if not is_sound(content):
        return item.refuse(_("This question has no text, or no answer that is worth everything."))
    item.content = content
    return item


def from_weights(
    item: Item, data: dict, options: list[dict], weights: list[Decimal], *, single: bool
) -> Item:
    """Single or multiple choice from options that carry weights in percent (Moodle, GIFT)."""
    if single:
        best = max(weights, default=Decimal(0))
        for option, weight in zip(options, weights, strict=True):
            option["correct"] = weight == best and weight >= 100
        if any(0 < weight < 100 for weight in weights) or any(weight < 0 for weight in weights):
            item.note(_("Options that were worth a part, or took away, are worth nothing now."))
        right = sum(option["correct"] for option in options)
        if right != 1:
            return item.refuse(_("Exactly one option has to be worth 100 percent."))
        return made(item, "single_choice", {**data, "options": options})
    for option, weight in zip(options, weights, strict=True):
        option["correct"] = weight > 0
    if len({weight for weight in weights if weight > 0}) > 1:
        item.note(_("The right options had different weights; now they count alike."))
    mode = MINUS_WRONG if any(weight < 0 for weight in weights) else PROPORTIONAL
    return made(item, "multiple_choice", {**data, "options": options, "partial": mode})


def weights_of(content: dict) -> list[Decimal]:
    """Weights in percent for the options of a choice, so that other programs mark alike; the way back from
    ``from_weights``."""
    right = sum(option["correct"] for option in content["options"])
    share = (Decimal(100) / max(1, right)).quantize(Decimal("0.00001"))
    wrong = -share if content.get("partial") == MINUS_WRONG else Decimal(0)
    return [share if option["correct"] else wrong for option in content["options"]]


def forgiving(*, case_matters: bool) -> list[str]:
    return FORGIVEN_ELSEWHERE if case_matters else [*FORGIVEN_ELSEWHERE, CASE]


def number(text, default="0") -> Decimal:
    """A number of a file; ``default`` when it is none or no finite one."""
    try:
        found = Decimal(str(text).strip() or default)
    except InvalidOperation:
        return Decimal(default)
    return found if found.is_finite() and abs(found) < Decimal(10) ** 15 else Decimal(default)
