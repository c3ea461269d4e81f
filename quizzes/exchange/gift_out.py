"""GIFT, Moodle's plain-text format, out."""

import re

from django.utils.translation import gettext as _

from quizzes.exchange.build import weights_of
from quizzes.exchange.item import Item
from quizzes.exchange.texts import multilang

SPECIAL = re.compile(r"([~=#{}:\\])")


def write(items: list[Item]) -> bytes:
    """The file; what does not fit is noted on its item, and an item that does not fit at all is left out."""
    blocks = [block for item in items if (block := _block(item))]
    return ("\n\n".join(blocks) + "\n").encode()


def _block(item):
    content = item.content
    answers = WRITERS.get(content["type"])
    if answers is None:
        item.refuse(_("GIFT has no question of this type."))
        return None
    inner = answers(item, content)
    if content.get("explanation"):
        inner = f"{inner}\n####{_text(content['explanation'])}"
    return f"::{_escaped(item.name)}::[html]{_text(content['prompt'])} {{{inner}\n}}"


def _text(texts):
    return _escaped(multilang(texts))


def _escaped(text):
    return SPECIAL.sub(r"\\\1", str(text)).replace("\n", "\\n")


def _feedback(texts):
    return f" #{_text(texts)}" if texts else ""


def _choices(item, content):
    if any(option.get("last") for option in content["options"]):
        item.note(_("That an option stays at the end is not held by the format."))
    if content["type"] == "single_choice":
        marks = ["=" if option["correct"] else "~" for option in content["options"]]
    else:
        if "partial" not in content and sum(o["correct"] for o in content["options"]) > 1:
            item.note(_("“All or nothing” becomes proportional: the format has weights only."))
        marks = [f"~%{weight.normalize():f}%" for weight in weights_of(content)]
    return "".join(
        f"\n{mark}{_text(option['text'])}{_feedback(option['feedback'])}"
        for mark, option in zip(marks, content["options"], strict=True)
    )


def _true_false(item, content):
    right = next(option for option in content["options"] if option["correct"])
    wrong = next(option for option in content["options"] if not option["correct"])
    feedback = ""
    if wrong["feedback"] or right["feedback"]:
        feedback = f"#{_text(wrong['feedback'])}#{_text(right['feedback'])}"
    return f"{right['id'].upper()}{feedback}"


def _matching(item, content):
    options = {option["id"]: option["text"] for option in content["options"]}
    used = {part["match"] for part in content["parts"]}
    if any(part["feedback"] for part in content["parts"]):
        item.note(_("Feedback to single pairs is not held by the format."))
    if content.get("partial") != "proportional":
        item.note(_("How partly right answers count is not held by the format."))
    lines = [f"\n={_text(part['text'])} -> {_text(options[part['match']])}" for part in content["parts"]]
    return "".join([*lines, *(f"\n= -> {_text(text)}" for one, text in options.items() if one not in used)])


def _numeric(item, content):
    _note_unit(item, content)
    lines = [
        f"\n=%{one['percent']}%{one['value']}\\:{one['tolerance']}".replace("\\:", ":")
        + _feedback(one["feedback"])
        for one in content["answers"]
    ]
    return "#" + "".join([*lines, _otherwise(content)])


def _short_answer(item, content):
    if set(content["forgive"]) != {"width", "case", "space", "script"}:
        item.note(_("What makes no difference in a written answer is not held by the format."))
    if content["otherwise"]:
        item.note(_("Feedback to every other answer is not held by the format."))
    return "".join(
        f"\n=%{one['percent']}%{_escaped(one['text'])}{_feedback(one['feedback'])}"
        for one in content["answers"]
    )


def _open(item, content):
    item.note(_("The rubric is not held by the format."))
    return ""


def _note_unit(item, content):
    if content.get("unit"):
        item.note(_("The unit is not held by the format."))


def _otherwise(content):
    return f"\n~#{_text(content['otherwise'])}" if content["otherwise"] else ""


WRITERS = {
    "single_choice": _choices,
    "multiple_choice": _choices,
    "true_false": _true_false,
    "matching": _matching,
    "numeric": _numeric,
    "short_answer": _short_answer,
    "open_answer": _open,
}
