"""Moodle XML, in."""

import base64
import binascii

from django.utils.translation import gettext as _

from quizzes.exchange.build import forgiving, from_weights, made, number
from quizzes.exchange.cloze import cloze, complete_the_text
from quizzes.exchange.item import Item, NotReadable
from quizzes.exchange.texts import category_from, line_from, pictures_in, texts_from
from quizzes.exchange.xml import read_xml
from quizzes.question_types.blanks import GAP, gaps_in

LARGEST_PICTURE = 5 * 1024 * 1024  # bytes
PLAIN_FORMATS = {"plain_text", "markdown"}


def read(data: bytes, *, language: str) -> list[Item]:
    """Items in the order of the file; categories go with those that follow them. Raises ``NotReadable``."""
    root = read_xml(data)
    if root.tag != "quiz":
        raise NotReadable(_("This is not a Moodle XML file: its first element is not “quiz”."))
    items, category = [], ""
    for place, element in enumerate(root.iter("question"), start=1):
        kind = element.get("type", "")
        if kind == "category":
            category = category_from(_text(element.find("category")))
            continue
        items.append(_item(element, kind, place, category, language))
    if not items:
        raise NotReadable(_("There is no question in this file."))
    return items


def _item(element, kind, place, category, language):
    name = line_from(_text(element.find("name"))) or str(place)
    item = Item(name=name, kind=kind, category=category, tags=_tags(element))

    def said(child):
        if child is None:
            return {}
        plain = child.get("format", "html") in PLAIN_FORMATS
        return texts_from(_text(child), language=language, item=item, plain=plain)

    data = {
        "prompt": said(element.find("questiontext")),
        "explanation": said(element.find("generalfeedback")),
    }
    reader = READERS.get(kind)
    if reader is None:
        words = _("Questions of Moodle’s type “%(type)s” have no counterpart here.") % {"type": kind or "?"}
        return item.refuse(words)
    _note_what_is_lost(item, element)
    return reader(item, element, data, said)


def _tags(element) -> tuple[str, ...]:
    named = (line_from(_text(tag))[:100] for tag in element.findall("tags/tag"))
    return tuple(dict.fromkeys(name for name in named if name))


def _note_what_is_lost(item, element):
    if any(_text(hint) for hint in element.findall("hint")):
        item.note(_("Hints for several tries are left out."))
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        text = _text(element.find(name))
        if text and len(text) > 60:  # Moodle's own standard sentences are shorter
            item.note(_("Feedback to the whole answer (right, partly, wrong) is left out."))
    if element.find("image_base64") is not None or element.findall("questiontext/file"):
        item.note(_("Files that belong to the text of the question are left out."))
    if number(_text_of(element, "defaultgrade", "1"), "1") != 1:
        item.note(_("Every question counts alike here: its own number of points is left out."))


def _choice(item, element, data, said):
    answers = element.findall("answer")
    single = _text_of(element, "single", "true").strip().lower() in ("true", "1")
    options = [{"text": said(answer), "feedback": said(answer.find("feedback"))} for answer in answers]
    weights = [number(answer.get("fraction", "0")) for answer in answers]
    pictures = [_picture(answer) for answer in answers]
    if pictures and all(pictures):
        return _pictures(item, data, options, weights, pictures, single=single)
    return from_weights(item, data, options, weights, single=single)


def _pictures(item, data, options, weights, pictures, *, single):
    """Every option is a picture: the text alternatives become the texts."""
    item.notes = [note for note in item.notes if note != _picture_note()]
    for option, weight, (name, alt, _data) in zip(options, weights, pictures, strict=True):
        option["text"] = option["text"] or {next(iter(data["prompt"]), "en"): alt or name}
        option["correct"] = weight >= 100 if single else weight > 0
    made(item, "image_choice", {**data, "options": options})
    if item.is_taken:
        ids = [option["id"] for option in item.content["options"]]
        item.files = {one: (name, held) for one, (name, _alt, held) in zip(ids, pictures, strict=True)}
        if not all(alt for _name, alt, _held in pictures):
            item.note(_("A picture has no text alternative: its file’s name stands there. Write one."))
    return item


def _picture_note():
    return _("A picture in a text is not taken over; its text alternative stands in its place.")


def _picture(answer):
    """``(name, alt, bytes)`` when the answer is one picture that came along, else None."""
    shown = pictures_in(_text(answer))
    files = {file.get("name", ""): file for file in answer.findall("file")}
    if len(shown) != 1:
        return None
    src, alt = shown[0]
    if src.startswith("data:image/") and ";base64," in src:
        held, name = _decoded(src.split(";base64,", 1)[1]), f"picture.{src[11:].split(';')[0]}"
    else:
        name = src.removeprefix("@@PLUGINFILE@@/").split("?")[0]
        held = _decoded(files[name].text) if name in files else None
    return (name, alt, held) if held else None


def _decoded(text) -> bytes | None:
    if not text or len(text) > LARGEST_PICTURE * 4 / 3:
        return None
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _true_false(item, element, data, said):
    answers = {_text(answer).strip().lower(): answer for answer in element.findall("answer")}
    if not {"true", "false"} <= set(answers):
        return item.refuse(_("True or false: one of the two answers is missing."))
    feedback = {word: said(answers[word].find("feedback")) for word in ("true", "false")}
    is_true = number(answers["true"].get("fraction", "0")) > 0
    return made(item, "true_false", {**data, "answer": is_true, "feedback": feedback})


def _short_answer(item, element, data, said):
    answers, otherwise = [], {}
    for answer in element.findall("answer"):
        text, percent = _text(answer).strip(), int(number(answer.get("fraction", "0")))
        if text == "*" or percent <= 0:
            if text != "*":
                item.note(_("Feedback to answers that were foreseen as wrong is left out."))
            else:
                otherwise = said(answer.find("feedback"))
            continue
        if "*" in text:
            item.note(_("A wildcard (*) in an accepted answer is not understood here; it stands as it is."))
        answers.append(
            {"text": text, "percent": min(100, percent), "feedback": said(answer.find("feedback"))}
        )
    forgive = forgiving(case_matters=_text_of(element, "usecase", "0").strip() == "1")
    data |= {"answers": answers, "otherwise": otherwise, "forgive": forgive}
    return made(item, "short_answer", data)


def _numeric(item, element, data, said):
    answers, otherwise = [], {}
    for answer in element.findall("answer"):
        text, percent = _text(answer).strip(), int(number(answer.get("fraction", "0")))
        if text == "*":
            otherwise = said(answer.find("feedback"))
        elif percent > 0:
            answers.append(
                {
                    "value": number(text, "NaN"),
                    "tolerance": number(_text_of(answer, "tolerance", "0")),
                    "percent": min(100, percent),
                    "feedback": said(answer.find("feedback")),
                }
            )
    units = [_text_of(unit, "unit_name", "") for unit in element.iter("unit")]
    if len(units) > 1:
        item.note(_("Only the first unit is taken over."))
    data |= {"answers": answers, "otherwise": otherwise}
    data["unit"] = dict.fromkeys(data["prompt"], units[0].strip()) if units and units[0].strip() else {}
    return made(item, "numeric", data)


def _matching(item, element, data, said):
    pairs, extras = [], []
    for sub in element.findall("subquestion"):
        stem, match = said(sub), texts_from(_text(sub.find("answer")), language=_language(data), item=item)
        (pairs.append({"item": stem, "match": match}) if stem else extras.append(match))
    return made(item, "matching", {**data, "pairs": pairs, "extras": [extra for extra in extras if extra]})


def _ordering(item, element, data, said):
    answers = sorted(element.findall("answer"), key=lambda one: number(one.get("fraction", "0")))
    item.note(_("How partly right answers count is set to “in proportion”."))
    return made(item, "ordering", {**data, "steps": [said(answer) for answer in answers]})


def _essay(item, element, data, said):
    criterion = said(element.find("graderinfo")) or data["prompt"]
    item.note(_("There was no rubric: one criterion was made, with 10 points."))
    return made(item, "open_answer", {**data, "rubric": [{"text": criterion, "points": 10}]})


def _gap_select(item, element, data, said):
    """``[[1]]`` in the text, and groups of words to choose from."""
    drags = element.findall("dragbox") or element.findall("selectoption")
    words = [(_group(drag), texts_from(_text(drag), language=_language(data), item=item)) for drag in drags]
    text = {code: says.replace("[[", "[").replace("]]", "]") for code, says in data["prompt"].items()}
    numbers = gaps_in(next(iter(text.values()), ""))
    if not numbers or any(not 0 < one <= len(words) for one in numbers):
        return item.refuse(_("A gap of the text has no word."))
    gaps = []
    for one in numbers:
        group, right = words[one - 1]
        others = [word for other, word in words if other == group and word != right]
        gaps.append({"answer": right, "others": others})
    places = {one: place for place, one in enumerate(numbers, start=1)}
    data["text"] = {code: _renumbered(says, places) for code, says in text.items()}
    data["prompt"] = complete_the_text(data["prompt"])
    return made(item, "blanks", {**data, "gaps": gaps})


def _renumbered(text, places):
    return GAP.sub(lambda found: f"[{places.get(int(found[1]), found[1])}]", text)


def _group(drag):
    return _text_of(drag, "group", "1").strip()


def _language(data):
    return next(iter(data["prompt"]), "en")


def _text_of(element, name, default):
    found = element.find(name)
    return default if found is None or found.text is None else found.text


def _text(element) -> str:
    """The ``text`` below an element (CDATA or not), or its own."""
    if element is None:
        return ""
    inner = element.find("text")
    return (inner.text if inner is not None else element.text) or ""


READERS = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "numerical": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "gapselect": _gap_select,
    "ddwtos": _gap_select,
    "cloze": cloze,
    "multianswer": cloze,
}
