"""One QTI item, of either version and from whichever program, as an ``Item``."""

from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from quizzes.exchange.build import made
from quizzes.exchange.item import Item
from quizzes.exchange.qti.ids import mode_in, own_id
from quizzes.exchange.qti.names import XML_LANG, plain
from quizzes.exchange.qti.read_gaps import read_gaps
from quizzes.exchange.qti.read_written import read_written
from quizzes.exchange.qti.texts import take
from quizzes.exchange.texts import our_language
from quizzes.question_types.partial import ALL_OR_NOTHING, MINUS_WRONG, PROPORTIONAL
from quizzes.question_types.survey import OWN, SCALES, WHOLE

NOT_TEXT = {"rubricBlock", "feedbackBlock", "feedbackInline", "prompt", "stylesheet", "templateInline"}
OTHER = [
    "gapMatchInteraction",
    "hotspotInteraction",
    "graphicOrderInteraction",
    "graphicAssociateInteraction",
    "graphicGapMatchInteraction",
    "positionObjectInteraction",
    "selectPointInteraction",
    "sliderInteraction",
    "uploadInteraction",
    "drawingInteraction",
    "mediaInteraction",
    "hottextInteraction",
    "associateInteraction",
    "customInteraction",
    "portableCustomInteraction",
    "endAttemptInteraction",
]


def read_item(root: Element, *, language: str, files=None) -> Item:
    """``root`` as parsed; ``files(path)`` gives the bytes of a picture of the package, or None."""
    root = plain(root)
    page = Reading(root, our_language(root.get(XML_LANG)) or language, files or (lambda path: None))
    page.item.kind = ", ".join(dict.fromkeys(one.tag for one in page.interactions)) or "?"
    if page.body is None or not page.interactions:
        return page.item.refuse(_("There is no interaction in this item."))
    strange = [one.tag for one in page.interactions if one.tag in OTHER]
    if strange:
        words = _("Interactions of the kind “%(kind)s” have no counterpart here.")
        return page.item.refuse(words % {"kind": strange[0]})
    if root.find("templateDeclaration") is not None:
        return page.item.refuse(
            _("Items that make up their numbers anew each time have no counterpart here.")
        )
    page.note_what_is_lost()
    reader = _reader(page)
    if reader is None:
        return page.item.refuse(_("Several interactions in one item have no counterpart here."))
    return reader(page)


class Reading:
    """An item being read."""

    def __init__(self, root, language, files):
        self.root, self.language, self.files = root, language, files
        self.label = root.get("label", "")
        self.item = Item(name=(root.get("title") or root.get("identifier") or "").strip()[:200])
        self.body = root.find("itemBody")
        everything = [] if self.body is None else list(self.body.iter())
        self.interactions = [one for one in everything if one.tag.endswith("Interaction")]
        self._read_feedback = set()
        self.declared = {one.get("identifier"): one for one in root.findall("responseDeclaration")}

    def texts(self, element, without=()) -> dict:
        return take(element, self.language, without={*NOT_TEXT, *without}, item=self.item)

    def prompt(self) -> dict:
        """Our own mark, else all text of the body and the prompts of its interactions."""
        ours = self.marked("prompt")
        if ours is not None:
            return self.texts(ours)
        tags = {one.tag for one in self.interactions}
        whole = self.texts(self.body, without=tags)
        for interaction in self.interactions:
            asked = self.texts(interaction.find("prompt"))
            whole = {
                code: "\n".join(filter(None, [whole.get(code), asked.get(code)]))
                for code in {**whole, **asked}
            }
        return whole

    def marked(self, name) -> Element | None:
        return next((one for one in self.body.iter() if name in (one.get("class") or "").split()), None)

    def correct(self, name) -> list[str]:
        declaration = self.declared.get(name)
        found = [] if declaration is None else declaration.findall("correctResponse/value")
        return [(value.text or "").strip() for value in found]

    def mapping(self, name) -> dict:
        declaration = self.declared.get(name)
        entries = [] if declaration is None else declaration.findall("mapping/mapEntry")
        return {entry.get("mapKey", ""): _float(entry.get("mappedValue")) for entry in entries}

    @property
    def marks_by_mapping(self) -> bool:
        processing = self.root.find("responseProcessing")
        return processing is not None and (
            "map_response" in (processing.get("template") or "")
            or processing.find(".//mapResponse") is not None
        )

    def mode(self, name) -> str:
        values = self.mapping(name).values()
        if not values or not self.marks_by_mapping:
            return ALL_OR_NOTHING
        return MINUS_WRONG if any(value < 0 for value in values) else PROPORTIONAL

    def feedback(self, one) -> dict:
        """The feedback of that name, whichever outcome shows it; read once, so that what is left over can be told."""
        for modal in self.root.findall("modalFeedback"):
            if modal.get("identifier") == one and modal.get("outcomeIdentifier") != "EXPLANATION":
                self._read_feedback.add(id(modal))
                return self.texts(modal)
        return {}

    def explanation(self) -> dict:
        for modal in self.root.findall("modalFeedback"):
            if modal.get("outcomeIdentifier") == "EXPLANATION":
                return self.texts(modal)
        return {}

    def data(self) -> dict:
        return {"prompt": self.prompt(), "explanation": self.explanation()}

    def note_what_is_lost(self):
        if self.root.get("adaptive") == "true":
            self.item.note(
                _("The item could be tried several times while it changed; here it is asked once.")
            )
        if any(one.tag == "feedbackBlock" for one in self.body.iter()):
            self.item.note(_("Feedback inside the text is left out."))

    def note_feedback_left(self):
        known = {
            id(one)
            for one in self.root.findall("modalFeedback")
            if one.get("outcomeIdentifier") == "EXPLANATION"
        }
        left = [
            one for one in self.root.findall("modalFeedback") if id(one) not in known | self._read_feedback
        ]
        if left:
            self.item.note(_("Feedback that belongs to no single option is left out."))


def _reader(page):
    tags = [one.tag for one in page.interactions]
    if page.label == "survey" or (set(tags) == {"choiceInteraction"} and not _has_a_key(page)):
        return _survey
    if page.label == "blanks" or "inlineChoiceInteraction" in tags or tags.count("textEntryInteraction") > 1:
        return read_gaps if set(tags) <= {"inlineChoiceInteraction", "textEntryInteraction"} else None
    return READERS.get(tags[0]) if len(tags) == 1 else None


def _has_a_key(page):
    names = [one.get("responseIdentifier") for one in page.interactions]
    return any(page.correct(name) or page.mapping(name) for name in names)


def _choice(page):
    interaction = page.interactions[0]
    name = interaction.get("responseIdentifier")
    mapping = page.mapping(name)
    right = set(page.correct(name)) or {key for key, value in mapping.items() if value > 0}
    choices = interaction.findall("simpleChoice")
    options = [_option(page, choice, right) for choice in choices]
    _note_fixed(page, choices, options)
    declaration = page.declared.get(name)
    several = declaration is not None and declaration.get("cardinality") == "multiple"
    ids = {place: own_id(choice.get("identifier", "")) for place, choice in enumerate(choices, start=1)}
    data = page.data() | {"options": options}
    page.note_feedback_left()
    if {*ids.values()} == {"true", "false"} and not several:
        answer = next(
            (one for one, option in zip(ids.values(), options, strict=True) if option["correct"]), ""
        )
        feedback = {one: option["feedback"] for one, option in zip(ids.values(), options, strict=True)}
        return made(page.item, "true_false", {**data, "answer": answer == "true", "feedback": feedback})
    pictures = [choice.find(".//img") for choice in choices]
    if page.label == "image_choice" or (pictures and all(picture is not None for picture in pictures)):
        return _images(page, data, pictures, ids, several=several, name=name)
    if several:
        data["partial"] = page.mode(name)
        positive = {value for value in mapping.values() if value > 0}
        if data["partial"] != ALL_OR_NOTHING and len(positive) > 1:
            page.item.note(_("The right options had different weights; now they count alike."))
        return made(page.item, "multiple_choice", data, ids=ids)
    if len(right) > 1:
        page.item.note(_("Options that were worth a part, or took away, are worth nothing now."))
        best = max(right, key=lambda one: mapping.get(one, 0))
        for choice, option in zip(choices, options, strict=True):
            option["correct"] = choice.get("identifier") == best
    return made(page.item, "single_choice", data, ids=ids)


def _option(page, choice, right):
    inline = choice.find(".//feedbackInline")
    feedback = page.feedback(choice.get("identifier")) or page.texts(inline)
    return {
        "text": page.texts(choice, without={"img"} if choice.find(".//img") is not None else ()),
        "correct": choice.get("identifier") in right,
        "feedback": feedback,
    }


def _note_fixed(page, choices, options):
    fixed = [choice.get("fixed") == "true" for choice in choices]
    for place, is_fixed in enumerate(fixed):
        if is_fixed and all(fixed[place:]) and not all(fixed):
            options[place]["last"] = True
        elif is_fixed and not all(fixed):
            page.item.note(_("That an option keeps its place, other than the last, is left out."))


def _images(page, data, pictures, ids, *, several, name):
    for place, (option, picture) in enumerate(zip(data["options"], pictures, strict=True), start=1):
        option.pop("last", None)
        if not option["text"] and picture is not None:
            option["text"] = {page.language: picture.get("alt") or picture.get("src", "")}
        src = "" if picture is None else picture.get("src", "")
        held = page.files(src)
        if held:
            page.item.files[ids[place]] = (src.rsplit("/", 1)[-1], held)
        else:
            page.item.note(_("A picture is missing in the file: only its text alternative is taken over."))
    mode = page.mode(name) if several else PROPORTIONAL
    return made(page.item, "image_choice", {**data, "partial": mode}, ids=ids)


def _matching(page):
    interaction = page.interactions[0]
    name = interaction.get("responseIdentifier")
    groups = interaction.findall("simpleMatchSet")
    pairs = [value.split() for value in page.correct(name) if len(value.split()) == 2]
    if len(groups) != 2 or not pairs:
        return page.item.refuse(_("This question is not complete: it cannot be marked."))
    left, right = ({one.get("identifier"): one for one in group} for group in groups)
    belongs = dict(pairs)
    if len(belongs) < len(pairs):
        return page.item.refuse(_("An item with several right answers has no counterpart here."))
    rows = [one for one in left if one in belongs]
    if len(rows) < len(left):
        page.item.note(_("Items to which nothing belongs are left out."))
    used = set(belongs.values())
    data = page.data() | {
        "pairs": [
            {
                "item": page.texts(left[one]),
                "match": page.texts(right.get(belongs[one])),
                "feedback": page.feedback(f"f-{own_id(one)}"),
            }
            for one in rows
        ],
        "extras": [page.texts(element) for one, element in right.items() if one not in used],
        "partial": page.mode(name),
    }
    page.note_feedback_left()
    return made(page.item, "matching", data, ids={n: own_id(one) for n, one in enumerate(rows, start=1)})


def _ordering(page):
    interaction = page.interactions[0]
    choices = {one.get("identifier"): one for one in interaction.findall("simpleChoice")}
    right = page.correct(interaction.get("responseIdentifier"))
    if sorted(right) != sorted(choices):
        return page.item.refuse(_("This question is not complete: it cannot be marked."))
    data = page.data() | {
        "steps": [page.texts(choices[one]) for one in right],
        "partial": mode_in(interaction),
    }
    page.note_feedback_left()
    return made(page.item, "ordering", data, ids={n: own_id(one) for n, one in enumerate(right, start=1)})


def _survey(page):
    first = page.interactions[0]
    named = (first.get("class") or "").removeprefix("scale-")
    scale = named if named in SCALES else OWN
    parts = {
        own_id(one.get("responseIdentifier", "")): page.texts(one.find("prompt")) for one in page.interactions
    }
    statements = {one: text for one, text in parts.items() if text and one != WHOLE}
    if len(page.interactions) == 1 and page.label != "survey":
        statements = {}
    data = page.data() | {
        "scale": scale,
        "steps": [] if scale != OWN else [page.texts(one) for one in first.findall("simpleChoice")],
        "statements": list(statements.values()),
    }
    if page.label != "survey":
        page.item.note(_("It has no key, so it became a survey: it is never scored."))
    return made(page.item, "survey", data, ids=dict(enumerate(statements, start=1)))


def _open(page):
    blocks = page.body.findall(".//rubricBlock")
    points = {
        one.get("identifier"): one.get("normalMaximum") for one in page.root.findall("outcomeDeclaration")
    }
    criteria = [block for block in blocks if (block.get("id") or "").startswith("C-")]
    example = next((block for block in blocks if "example" in (block.get("class") or "")), None)
    data = page.data() | {"example": page.texts(example)}
    if criteria:
        rubric = [
            {"text": page.texts(block), "points": int(_float(points.get(block.get("id"))) or 1)}
            for block in criteria
        ]
        ids = {n: own_id(block.get("id")) for n, block in enumerate(criteria, start=1)}
        return made(page.item, "open_answer", {**data, "rubric": rubric}, ids=ids)
    page.item.note(_("There was no rubric: one criterion was made, with 10 points."))
    said = page.texts(next(iter(blocks), None)) or data["prompt"]
    return made(page.item, "open_answer", {**data, "rubric": [{"text": said, "points": 10}]})


def _float(text) -> float:
    try:
        found = float(text or 0)
    except ValueError:
        return 0.0
    return found if abs(found) < 1e12 else 0.0


READERS = {
    "choiceInteraction": _choice,
    "matchInteraction": _matching,
    "orderInteraction": _ordering,
    "textEntryInteraction": read_written,
    "extendedTextInteraction": _open,
}
