"""A QTI item with several text entries or inline choices: a text with gaps."""

from django.utils.translation import gettext as _

from quizzes.exchange.build import made
from quizzes.exchange.cloze import complete_the_text
from quizzes.exchange.qti.ids import mode_in, own_id
from quizzes.exchange.qti.read_written import forgiven_in
from quizzes.exchange.texts import BLOCKS, tidy
from quizzes.question_types.partial import PROPORTIONAL


def read_gaps(page):
    ours = page.marked("gaps")
    text = tidy(
        "".join(_text(ours if ours is not None else page.body, page.interactions, page.marked("prompt")))
    )
    gaps = [_gap(page, interaction) for interaction in page.interactions]
    if not all(gaps):
        return page.item.refuse(_("This question is not complete: it cannot be marked."))
    asked = page.prompt() if page.marked("prompt") is not None else complete_the_text([page.language])
    forgive = forgiven_in(
        ours if ours is not None else page.interactions[0],
        page.declared.get(page.interactions[0].get("responseIdentifier")),
    )
    data = page.data() | {
        "prompt": asked,
        "text": {page.language: text},
        "gaps": gaps,
        "forgive": forgive,
        "partial": mode_in(ours) if ours is not None else PROPORTIONAL,
    }
    page.note_feedback_left()
    ids = {
        place: own_id(one.get("responseIdentifier", ""))
        for place, one in enumerate(page.interactions, start=1)
    }
    return made(page.item, "blanks", data, ids=ids)


def _gap(page, interaction):
    name = interaction.get("responseIdentifier", "")
    feedback = page.feedback(f"f-{own_id(name)}")
    right = page.correct(name)
    mapped = [key for key, value in page.mapping(name).items() if value > 0]
    if interaction.tag == "textEntryInteraction":
        accepted = list(dict.fromkeys([*right, *mapped]))
        return {"answer": {page.language: "|".join(accepted)}, "feedback": feedback} if accepted else None
    choices = {one.get("identifier"): page.texts(one) for one in interaction.findall("inlineChoice")}
    key = next((one for one in [*right, *mapped] if one in choices), None)
    if key is None or len(choices) < 2:
        return None
    others = [text for one, text in choices.items() if one != key]
    return {"answer": choices[key], "others": others, "feedback": feedback}


def _text(element, interactions, prompt):
    """The running text with ``[1]``, ``[2]`` where interactions stand."""
    if element.text:
        yield element.text if element.text.strip() else " "
    for child in element:
        if child in interactions:
            yield f"[{interactions.index(child) + 1}]"
        elif child is not prompt and child.tag not in ("rubricBlock", "feedbackBlock", "feedbackInline"):
            yield "\n" if child.tag in BLOCKS else ""
            yield from _text(child, interactions, prompt)
            yield "\n" if child.tag in BLOCKS and child.tag != "br" else ""
        if child.tail:
            yield child.tail if child.tail.strip() else " "
