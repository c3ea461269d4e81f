"""Moodle's embedded answers (cloze): ``{1:SHORTANSWER:=110~%50%police#nearly}`` inside a text."""

import re

from django.utils import translation
from django.utils.translation import gettext as _

from quizzes.exchange.build import forgiving, made, number

FIELD = re.compile(r"\{(\d*):([A-Z_]+):((?:\\.|[^{}\\])*)\}", re.DOTALL)
WRITTEN = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC", "NUMERICAL", "NM"}
CHOSEN = {"MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH"} | {
    "MULTICHOICE_S",
    "MCS",
    "MULTICHOICE_VS",
    "MCVS",
    "MULTICHOICE_HS",
    "MCHS",
}
ALTERNATIVE = re.compile(r"^\s*(=|%(-?\d+(?:\.\d+)?)%)?", re.DOTALL)


def cloze(item, element, data, said):
    """The item as a text with gaps. A field that cannot be a gap refuses the whole question."""
    language = next(iter(data["prompt"]), "en")
    fields = FIELD.findall(next(iter(data["prompt"].values()), ""))
    if not fields:
        return item.refuse(_("There is no gap in the text."))
    kinds = {kind for _weight, kind, _inner in fields}
    if not kinds <= WRITTEN | CHOSEN:
        words = _("A gap of the kind “%(kind)s” has no counterpart here.")
        return item.refuse(words % {"kind": ", ".join(sorted(kinds - WRITTEN - CHOSEN))})
    if len({weight or "1" for weight, _kind, _inner in fields}) > 1:
        item.note(_("The gaps had different weights; now they count alike."))
    gaps = [_gap(item, kind, inner, language) for _weight, kind, inner in fields]
    counter = iter(range(1, len(fields) + 1))
    text = {language: FIELD.sub(lambda _found: f"[{next(counter)}]", data["prompt"][language])}
    if len(data["prompt"]) > 1:
        item.note(_("Only one language of the text with gaps is taken over."))
    case_matters = bool(kinds & {"SHORTANSWER_C", "SAC", "MWC"})
    data |= {"prompt": complete_the_text([language]), "text": text, "gaps": gaps}
    return made(item, "blanks", data | {"forgive": forgiving(case_matters=case_matters)})


def complete_the_text(languages) -> dict:
    """What is asked where a file has only the text with gaps, in each language."""
    asked = {}
    for code in languages:
        with translation.override(code):
            asked[code] = _("Complete the text.")
    return asked


def _gap(item, kind, inner, language):
    right, others, feedback = [], [], ""
    for part in re.split(r"(?<!\\)~", inner):
        mark = ALTERNATIVE.match(part)
        text, _hash, says = part[mark.end() :].partition("#")
        text = re.sub(r"\\(.)", r"\1", text).strip()
        percent = 100 if mark[1] == "=" else number(mark[2] or "0")
        if kind in ("NUMERICAL", "NM"):
            text, _colon, tolerance = text.partition(":")
            if number(tolerance) != 0:
                item.note(_("The tolerance of a number in a gap is left out."))
        if percent >= 100:
            right.append(text)
            continue
        if percent > 0:
            item.note(_("Answers to a gap that were worth a part are left out."))
        elif kind in CHOSEN and text:
            others.append({language: text})
        feedback = feedback or says.strip()
    if kind in CHOSEN and not others:
        item.note(_("A gap with nothing else to choose is written."))
    return {
        "answer": {language: "|".join(right)},
        "others": others,
        "feedback": {language: feedback} if feedback else {},
    }
