"""One question as a QTI item, in the names of 2.1. Standard elements only; what an item cannot hold is noted.

The ids of options and parts are kept behind a letter (``o-1a2b``), because identifiers begin with one. ``label`` of the
item names our type: other programs may ignore it.
"""

from xml.etree.ElementTree import Element, SubElement

from django.conf import settings
from django.utils.translation import gettext as _

from quizzes.exchange.item import Item
from quizzes.exchange.qti.names import XML_LANG
from quizzes.exchange.qti.processing import (
    add_feedback,
    declare,
    first_that_fits,
    map_response,
    match_correct,
    mean_of,
    outcome,
)
from quizzes.exchange.qti.texts import put
from quizzes.question_types.base import neutral
from quizzes.question_types.blanks import GAP
from quizzes.question_types.partial import ALL_OR_NOTHING, MINUS_WRONG, mode_of


def write_item(item: Item, identifier: str) -> Element | None:
    """The element, or None (with the reason as a note) when QTI has no interaction for it."""
    content = item.content
    writer = WRITERS.get(content["type"])
    if writer is None:
        item.refuse(_("A QTI item has no interaction of this type."))
        return None
    language = next(iter(content["prompt"]), settings.LANGUAGE_CODE)
    root = Element(
        "assessmentItem",
        {
            "identifier": identifier,
            "title": item.name[:200],
            "label": content["type"],
            "adaptive": "false",
            "timeDependent": "false",
            XML_LANG: language,
        },
    )
    writer(Page(root, content, language, item))
    return root


class Page:
    """An item being written: declarations first, then outcomes, body, processing, feedback, as the schema orders them."""

    def __init__(self, root, content, language, item):
        self.root, self.content, self.language, self.item = root, content, language, item

    def body(self) -> Element:
        """The item's body with what is asked."""
        outcome(self.root, "SCORE", "single", "float", default="0")
        outcome(self.root, "FEEDBACK", "multiple", "identifier")
        if self.content.get("explanation"):
            outcome(self.root, "EXPLANATION", "single", "identifier", default="explanation")
        body = SubElement(self.root, "itemBody")
        self.put(SubElement(body, "div", {"class": "prompt"}), self.content["prompt"])
        return body

    def put(self, element, texts):
        return put(element, texts, self.language)

    def feedback(self, feedbacks: list[tuple]):
        """``[(id, texts)]`` and the explanation."""
        for one, texts in feedbacks:
            if texts:
                self.modal("FEEDBACK", one, texts)
        if self.content.get("explanation"):
            self.modal("EXPLANATION", "explanation", self.content["explanation"])

    def modal(self, outcome_name, one, texts):
        element = SubElement(
            self.root,
            "modalFeedback",
            {"outcomeIdentifier": outcome_name, "identifier": one, "showHide": "show"},
        )
        self.put(element, texts)


def o(one: str) -> str:
    return f"o-{one}"


def _choice(page):
    content = page.content
    several = content["type"] == "multiple_choice" or (
        content["type"] == "image_choice" and sum(option["correct"] for option in content["options"]) > 1
    )
    right = [option["id"] for option in content["options"] if option["correct"]]
    mode = mode_of(content) if several else ALL_OR_NOTHING
    mapping = {}
    if mode != ALL_OR_NOTHING:
        share = f"{1 / len(right):.6f}"
        wrong = f"-{share}" if mode == MINUS_WRONG else "0"
        mapping = {o(one["id"]): share if one["correct"] else wrong for one in content["options"]}
    cardinality = "multiple" if several else "single"
    declare(page.root, "RESPONSE", cardinality, "identifier", [o(one) for one in right], mapping=mapping)
    body = page.body()
    interaction = SubElement(
        body,
        "choiceInteraction",
        {
            "responseIdentifier": "RESPONSE",
            "shuffle": str(content["type"] != "true_false").lower(),
            "maxChoices": "0" if several else "1",
        },
    )
    for option in content["options"]:
        choice = SubElement(
            interaction,
            "simpleChoice",
            {"identifier": o(option["id"]), "fixed": str(bool(option.get("last"))).lower()},
        )
        if option.get("file"):
            src = f"images/{option['file'].rsplit('/', 1)[-1]}"
            SubElement(choice, "img", {"src": src, "alt": ""})
            page.item.files[option["id"]] = (src, option["file"])
        page.put(SubElement(choice, "span") if option.get("file") else choice, option["text"])
    processing = SubElement(page.root, "responseProcessing")
    (map_response if mapping else match_correct)(processing, "RESPONSE")
    add_feedback(processing, "RESPONSE")
    page.feedback([(o(option["id"]), option["feedback"]) for option in content["options"]])


def _matching(page):
    content = page.content
    pairs = [f"{o(part['id'])} {o(part['match'])}" for part in content["parts"]]
    declare(page.root, "RESPONSE", "multiple", "directedPair", pairs, mapping=_pair_mapping(content, pairs))
    interaction = SubElement(
        page.body(),
        "matchInteraction",
        {"responseIdentifier": "RESPONSE", "shuffle": "true", "maxAssociations": str(len(pairs))},
    )
    for rows, most in ((content["parts"], "1"), (content["options"], str(len(pairs)))):
        group = SubElement(interaction, "simpleMatchSet")
        for row in rows:
            choice = SubElement(
                group, "simpleAssociableChoice", {"identifier": o(row["id"]), "matchMax": most}
            )
            page.put(choice, row["text"])
    processing = SubElement(page.root, "responseProcessing")
    if mode_of(content) == ALL_OR_NOTHING:
        match_correct(processing, "RESPONSE")
    else:
        map_response(processing, "RESPONSE")
    page.feedback([(f"f-{part['id']}", part["feedback"]) for part in content["parts"]])


def _pair_mapping(content, pairs):
    if mode_of(content) == ALL_OR_NOTHING:
        return {}
    share = f"{1 / len(pairs):.6f}"
    mapping = dict.fromkeys(pairs, share)
    if mode_of(content) == MINUS_WRONG:
        mapping |= {
            f"{o(part['id'])} {o(option['id'])}": f"-{share}"
            for part in content["parts"]
            for option in content["options"]
            if option["id"] != part["match"]
        }
    return mapping


def _ordering(page):
    content = page.content
    steps = [o(option["id"]) for option in content["options"]]
    declare(page.root, "RESPONSE", "ordered", "identifier", steps)
    body = page.body()
    # The mode stands in a class: an ordered response has no standard processing for parts of it.
    attributes = {"responseIdentifier": "RESPONSE", "shuffle": "true", "class": f"partial-{mode_of(content)}"}
    interaction = SubElement(body, "orderInteraction", attributes)
    if mode_of(content) != ALL_OR_NOTHING:
        page.item.note(_("Other programs mark the order as all or nothing."))
    texts = {option["id"]: option["text"] for option in content["options"]}
    for one in neutral(list(texts)):
        page.put(SubElement(interaction, "simpleChoice", {"identifier": o(one)}), texts[one])
    match_correct(SubElement(page.root, "responseProcessing"), "RESPONSE")
    page.feedback([])


def _written(page):
    """Short answers and numbers: the first accepted answer that fits sets the score and names the feedback."""
    content = page.content
    is_number = content["type"] == "numeric"
    best = next(one for one in content["answers"] if one["percent"] == 100)
    value = best["value"] if is_number else best["text"]
    mapping = {} if is_number else {one["text"]: f"{one['percent'] / 100:g}" for one in content["answers"]}
    declare(
        page.root,
        "RESPONSE",
        "single",
        "float" if is_number else "string",
        [value],
        mapping=mapping,
        case_sensitive="case" not in content.get("forgive", []),
    )
    body = page.body()
    line = SubElement(body, "p")
    forgive = {} if is_number else {"class": _forgiving(content)}
    field = SubElement(line, "textEntryInteraction", {"responseIdentifier": "RESPONSE", **forgive})
    if is_number and content["unit"]:
        field.tail = " "
        page.put(SubElement(line, "span", {"class": "unit"}), content["unit"])
    first_that_fits(SubElement(page.root, "responseProcessing"), content, o)
    page.feedback([(o(one["id"]), one["feedback"]) for one in content["answers"]])
    if content["otherwise"]:
        page.modal("FEEDBACK", "otherwise", content["otherwise"])


def _forgiving(content):
    return " ".join(f"forgive-{code}" for code in content["forgive"]) or "forgive-none"


def _blanks(page):
    content = page.content
    text = content["text"].get(page.language) or next(iter(content["text"].values()))
    if len(content["text"]) > 1:
        page.item.note(_("A text with gaps is held in one language only; the others are left out."))
    for gap in content["parts"]:
        _declare_gap(page, gap)
    body = page.body()
    classes = f"{_forgiving(content)} partial-{mode_of(content)}"
    paragraph = SubElement(body, "p", {"class": f"gaps {classes}"})
    last, start = None, 0
    for found in GAP.finditer(text):
        _add_text(paragraph, last, text[start : found.start()])
        last = _gap(page, paragraph, content["parts"][int(found[1]) - 1])
        start = found.end()
    _add_text(paragraph, last, text[start:])
    mean_of(SubElement(page.root, "responseProcessing"), [f"R-{gap['id']}" for gap in content["parts"]])
    page.feedback([(f"f-{gap['id']}", gap["feedback"]) for gap in content["parts"]])


def _declare_gap(page, gap):
    if gap["choices"]:
        right = o(gap["match"])
        declare(page.root, f"R-{gap['id']}", "single", "identifier", [right], mapping={right: "1"})
        return
    accepted = [text for variants in gap["accepted"].values() for text in variants]
    declare(
        page.root,
        f"R-{gap['id']}",
        "single",
        "string",
        accepted[:1],
        mapping=dict.fromkeys(accepted, "1"),
        case_sensitive="case" not in page.content["forgive"],
    )


def _gap(page, paragraph, gap):
    if not gap["choices"]:
        return SubElement(paragraph, "textEntryInteraction", {"responseIdentifier": f"R-{gap['id']}"})
    interaction = SubElement(
        paragraph, "inlineChoiceInteraction", {"responseIdentifier": f"R-{gap['id']}", "shuffle": "true"}
    )
    for choice in gap["choices"]:
        page.put(SubElement(interaction, "inlineChoice", {"identifier": o(choice["id"])}), choice["text"])
    return interaction


def _add_text(parent, last, text):
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _survey(page):
    content = page.content
    for part in content["parts"]:
        declare(page.root, f"R-{part['id']}", "single", "identifier", [])
    body = page.body()
    for part in content["parts"]:
        interaction = SubElement(
            body,
            "choiceInteraction",
            {
                "responseIdentifier": f"R-{part['id']}",
                "shuffle": "false",
                "maxChoices": "1",
                "class": f"scale-{content['scale']}",
            },
        )
        if part["text"]:
            page.put(SubElement(interaction, "prompt"), part["text"])
        for option in content["options"]:
            choice = SubElement(interaction, "simpleChoice", {"identifier": o(option["id"])})
            page.put(choice, option["text"])
    page.feedback([])


def _open(page):
    content = page.content
    declare(page.root, "RESPONSE", "single", "string", [])
    for criterion in content["rubric"]:
        outcome(
            page.root, f"C-{criterion['id']}", "single", "integer", normalMaximum=str(criterion["points"])
        )
    body = page.body()
    SubElement(body, "extendedTextInteraction", {"responseIdentifier": "RESPONSE", "expectedLines": "6"})
    for criterion in content["rubric"]:
        block = SubElement(body, "rubricBlock", {"view": "scorer", "id": f"C-{criterion['id']}"})
        page.put(SubElement(block, "div"), criterion["text"])
    if content["example"]:
        block = SubElement(body, "rubricBlock", {"view": "scorer tutor", "class": "example"})
        page.put(SubElement(block, "div"), content["example"])
    if content["markers"] == 2:
        page.item.note(_("That two people mark it is not held by the format."))
    page.feedback([])


WRITERS = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _choice,
    "image_choice": _choice,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _written,
    "short_answer": _written,
    "blanks": _blanks,
    "survey": _survey,
    "open_answer": _open,
}
