"""Moodle XML, out."""

import base64
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from quizzes.exchange.build import weights_of
from quizzes.exchange.item import Item
from quizzes.exchange.texts import multilang
from quizzes.question_types.blanks import GAP


def write(items: list[Item]) -> bytes:
    """The file; what does not fit is noted on its item, and an item that does not fit at all is left out."""
    root, category = Element("quiz"), ""
    for item in items:
        if item.content["type"] not in WRITERS:
            item.refuse(_("Moodle XML has no question of this type."))
            continue
        if item.category and item.category != category:
            category = item.category
            _texted(SubElement(root, "question", type="category"), "category", f"$course$/top/{category}")
        _question(root, item)
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _question(root, item):
    content = item.content
    kind, writer = WRITERS[content["type"]]
    element = SubElement(root, "question", type=kind)
    _texted(element, "name", item.name)
    _html(element, "questiontext", content["prompt"])
    _html(element, "generalfeedback", content.get("explanation") or {})
    SubElement(element, "defaultgrade").text = "1"
    SubElement(element, "penalty").text = "0"
    writer(item, element, content)


def _texted(parent, name, text, **attributes):
    element = SubElement(parent, name, attributes)
    SubElement(element, "text").text = text
    return element


def _html(parent, name, texts, **attributes):
    return _texted(parent, name, multilang(texts), format="html", **attributes)


def _answer(parent, texts, fraction, feedback, **attributes):
    answer = _html(parent, "answer", texts, fraction=f"{fraction:f}", **attributes)
    _html(answer, "feedback", feedback or {})
    return answer


def _choice(item, element, content):
    single = content["type"] == "single_choice" or sum(o["correct"] for o in content["options"]) == 1
    if content["type"] == "multiple_choice":
        single = False
        if "partial" not in content and sum(o["correct"] for o in content["options"]) > 1:
            item.note(_("“All or nothing” becomes proportional: the format has weights only."))
    if any(option.get("last") for option in content["options"]):
        item.note(_("That an option stays at the end is not held by the format."))
    SubElement(element, "single").text = str(single).lower()
    SubElement(element, "shuffleanswers").text = "true"
    SubElement(element, "answernumbering").text = "ABCD"
    for option, weight in zip(content["options"], weights_of(content), strict=True):
        answer = _answer(element, option["text"], weight, option["feedback"])
        if option.get("file"):
            _picture(answer, option)


def _picture(answer, option):
    name = option["file"].rsplit("/", 1)[-1]
    alt = next(iter(option["text"].values()), "")
    text = answer.find("text")
    text.text = f'<img src="@@PLUGINFILE@@/{name}" alt="{alt.replace(chr(34), "")}">'
    with default_storage.open(option["file"]) as file:
        held = SubElement(answer, "file", name=name, path="/", encoding="base64")
        held.text = base64.b64encode(file.read()).decode()


def _images(item, element, content):
    if any(len(option["text"]) > 1 for option in content["options"]):
        item.note(_("Text alternatives are held in one language only."))
    _choice(item, element, content)


def _true_false(item, element, content):
    for option in content["options"]:
        answer = _texted(
            element,
            "answer",
            option["id"],
            fraction="100" if option["correct"] else "0",
            format="moodle_auto_format",
        )
        _html(answer, "feedback", option["feedback"])


def _matching(item, element, content):
    options = {option["id"]: option["text"] for option in content["options"]}
    used = {part["match"] for part in content["parts"]}
    if any(part["feedback"] for part in content["parts"]):
        item.note(_("Feedback to single pairs is not held by the format."))
    if content.get("partial") != "proportional":
        item.note(_("How partly right answers count is not held by the format."))
    SubElement(element, "shuffleanswers").text = "true"
    rows = [(part["text"], options[part["match"]]) for part in content["parts"]]
    for stem, match in [*rows, *(({}, text) for one, text in options.items() if one not in used)]:
        sub = _html(element, "subquestion", stem)
        _texted(sub, "answer", multilang(match))


def _ordering(item, element, content):
    item.note(_("Needs a Moodle that has the question type “ordering”."))
    for name, text in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("gradingtype", "ABSOLUTE_POSITION"),
    ):
        SubElement(element, name).text = text
    for place, step in enumerate(content["options"], start=1):
        _html(element, "answer", step["text"], fraction=f"{place}.0000000")


def _numeric(item, element, content):
    for one in content["answers"]:
        answer = _texted(
            element, "answer", one["value"], fraction=str(one["percent"]), format="moodle_auto_format"
        )
        _html(answer, "feedback", one["feedback"])
        SubElement(answer, "tolerance").text = one["tolerance"]
    if content["otherwise"]:
        answer = _texted(element, "answer", "*", fraction="0", format="moodle_auto_format")
        _html(answer, "feedback", content["otherwise"])
    if content["unit"]:
        if len(set(content["unit"].values())) > 1:
            item.note(_("The unit is held in one language only."))
        unit = SubElement(SubElement(element, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = next(iter(content["unit"].values()))
        SubElement(element, "unitgradingtype").text = "0"
        SubElement(element, "showunits").text = "3"


def _short_answer(item, element, content):
    if not {"width", "space", "script"} <= set(content["forgive"]):
        item.note(_("What makes no difference in a written answer is not held by the format."))
    SubElement(element, "usecase").text = "0" if "case" in content["forgive"] else "1"
    answers = [(one["text"], one["percent"], one["feedback"]) for one in content["answers"]]
    if content["otherwise"]:
        answers.append(("*", 0, content["otherwise"]))
    for text, percent, feedback in answers:
        answer = _texted(element, "answer", text, fraction=str(percent), format="moodle_auto_format")
        _html(answer, "feedback", feedback)


def _blanks(item, element, content):
    """As embedded answers; in the language that has a text first."""
    language, text = next(iter(content["text"].items()))
    if len(content["text"]) > 1 or len(content["prompt"]) > 1:
        item.note(_("Only one language of the text with gaps is held."))
    if content.get("partial") != "proportional":
        item.note(_("How partly right answers count is not held by the format."))
    gaps = content["parts"]
    body = GAP.sub(lambda found: _field(gaps[int(found[1]) - 1], language), text)
    prompt = content["prompt"].get(language, "")
    element.find("questiontext/text").text = multilang({language: f"{prompt}\n{body}" if prompt else body})


def _field(gap, language):
    right = gap["accepted"].get(language) or next(iter(gap["accepted"].values()))
    feedback = gap["feedback"].get(language, "")
    if gap["choices"]:
        wrong = [
            choice["text"].get(language) or next(iter(choice["text"].values()))
            for choice in gap["choices"]
            if choice["id"] != gap["match"]
        ]
        parts = [f"={_escaped(right[0])}", *(f"{_escaped(one)}#{_escaped(feedback)}" for one in wrong)]
        return "{1:MULTICHOICE:" + "~".join(parts) + "}"
    parts = [f"={_escaped(one)}" for one in right]
    if feedback:
        parts.append(f"*#{_escaped(feedback)}")
    return "{1:SHORTANSWER:" + "~".join(parts) + "}"


def _escaped(text):
    return "".join("\\" + sign if sign in "~#{}\\" else sign for sign in text)


def _essay(item, element, content):
    item.note(_("The rubric is not held by the format."))
    SubElement(element, "responseformat").text = "editor"
    _html(element, "graderinfo", content["example"])


WRITERS = {
    "single_choice": ("multichoice", _choice),
    "multiple_choice": ("multichoice", _choice),
    "image_choice": ("multichoice", _images),
    "true_false": ("truefalse", _true_false),
    "matching": ("matching", _matching),
    "ordering": ("ordering", _ordering),
    "numeric": ("numerical", _numeric),
    "short_answer": ("shortanswer", _short_answer),
    "blanks": ("cloze", _blanks),
    "open_answer": ("essay", _essay),
}
