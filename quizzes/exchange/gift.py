"""GIFT, Moodle's plain-text format, in."""

import re

from django.utils.translation import gettext as _

from quizzes.exchange.build import forgiving, from_weights, made, number
from quizzes.exchange.item import Item, NotReadable
from quizzes.exchange.texts import category_from, texts_from

ESCAPED = re.compile(r"\\([~=#{}:\\])")
HOLD = 0xE000  # escaped signs stand in the private use area while the text is cut up
SIGNS = "~=#{}:\\"
FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
TAG = re.compile(r"\[tag:([^\]]+)\]")
ANSWER = re.compile(r"([=~])\s*(?:%(-?\d+(?:\.\d+)?)%)?([^=~]*)")
GAP = "_____"
WHOLE = ("?", "!", ".", ":", "？", "！", "。", "：")  # with which a whole question ends


def read(data: bytes, *, language: str) -> list[Item]:
    """Items in the order of the file. Raises ``NotReadable``."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable(_("The file is not UTF-8 text.")) from error
    text = ESCAPED.sub(lambda found: chr(HOLD + SIGNS.index(found[1])), text.replace("\r", ""))
    items, category = [], ""
    for number_, (block, tags) in enumerate(_blocks(text), start=1):
        for line in [line for line in block.split("\n") if line.startswith("$CATEGORY:")]:
            category = category_from(_plain(line.removeprefix("$CATEGORY:")))
            block = block.replace(line, "", 1)
        if block.strip():
            items.append(_item(block.strip(), number_, category, language))
            items[-1].tags = tuple(dict.fromkeys(_plain(tag).strip()[:100] for tag in tags))
    if not items:
        raise NotReadable(_("There is no question in this file."))
    return items


def _blocks(text):
    """``(question, its tags)``. Questions are parted by empty lines; braces hold theirs together. Lines that begin with ``//``
    are remarks, in which Moodle writes tags: ``// [id:x] [tag:law]``."""
    block, depth, tags = [], 0, []
    for line in text.split("\n"):
        if line.lstrip().startswith("//"):
            tags += TAG.findall(line)
            continue
        depth += line.count("{") - line.count("}")
        if not line.strip() and depth <= 0:
            if block:
                yield "\n".join(block), tags
                tags = []
            block, depth = [], 0
        elif line.strip():
            block.append(line)
    if block:
        yield "\n".join(block), tags


def _item(block, place, category, language):
    title = re.match(r"::(.*?)::", block, re.DOTALL)
    body = block[title.end() :].strip() if title else block
    marked = FORMAT.match(body)
    html = bool(marked) and marked[1].lower() in ("html", "moodle")
    body = body[marked.end() :].strip() if marked else body
    item = Item(name=_plain(title[1]).strip() if title else "", category=category)
    opening, closing = body.find("{"), body.rfind("}")
    stem = body if opening < 0 else body[:opening]
    after = body[closing + 1 :].strip() if 0 <= opening < closing else ""

    def said(text):
        """Each text may say its own format, also an answer or a feedback: ``[plain]yellow``."""
        own = FORMAT.match(text)
        plain = own[1].lower() not in ("html", "moodle") if own else not html
        text = text[own.end() :] if own else text
        return texts_from(_plain(text).strip(), language=language, item=item, plain=plain)

    prompt = said(_with_gap(stem.strip(), after))
    item.name = item.name or next(iter(prompt.values()), str(place))[:80]
    if opening < 0 or closing < opening:
        item.kind = "description"
        return item.refuse(_("A text without a question is not taken over."))
    inner = body[opening + 1 : closing]
    inner, general = _cut(inner, "####")
    return _answers(item, {"prompt": prompt, "explanation": said(general)}, inner.strip(), said)


def _with_gap(stem, after) -> str:
    """The missing word as a line, when the sentence goes on behind it. A stray sign behind a whole question says nothing."""
    if not re.search(r"\w", after):
        return stem if not after or stem.endswith(WHOLE) else f"{stem} {GAP}{after}"
    return f"{stem} {GAP} {after}"


def _answers(item, data, inner, said):
    if not inner:
        item.kind = "essay"
        item.note(_("There was no rubric: one criterion was made, with 10 points."))
        return made(item, "open_answer", {**data, "rubric": [{"text": data["prompt"], "points": 10}]})
    if re.match(r"(TRUE|FALSE|T|F)\s*(#|$)", inner, re.IGNORECASE):
        return _true_false(item, data, inner, said)
    if inner.startswith("#"):
        return _numeric(item, data, inner[1:].strip(), said)
    found = ANSWER.findall(inner)
    if not found:
        item.kind = "?"
        return item.refuse(_("The answers are not understood."))
    if all("->" in text for _sign, _weight, text in found):
        return _matching(item, data, found, said)
    if all(sign == "=" for sign, _weight, _text in found):
        return _short_answer(item, data, found)(said)
    return _choice(item, data, found, said)


def _true_false(item, data, inner, said):
    item.kind = "truefalse"
    word, wrong, right = [*inner.split("#"), "", ""][:3]
    is_true = word.strip().upper().startswith("T")
    feedback = {str(is_true).lower(): said(right), str(not is_true).lower(): said(wrong)}
    return made(item, "true_false", {**data, "answer": is_true, "feedback": feedback})


def _numeric(item, data, inner, said):
    item.kind = "numerical"
    found = ANSWER.findall(inner if inner[:1] in ("=", "~") else f"={inner}")
    answers, otherwise = [], {}
    for sign, weight, text in found:
        value, feedback = _cut(text, "#")
        if sign == "~":
            otherwise = said(feedback)
            continue
        low, between, high = value.partition("..")
        if between:
            middle = (number(low) + number(high)) / 2
            answers.append({"value": middle, "tolerance": abs(number(high) - middle)})
        else:
            text, _colon, tolerance = value.partition(":")
            answers.append({"value": number(text, "NaN"), "tolerance": number(tolerance)})
        answers[-1] |= {"percent": int(number(weight, "100")), "feedback": said(feedback)}
    answers = [one for one in answers if one["value"].is_finite() and 0 < one["percent"] <= 100]
    return made(item, "numeric", {**data, "answers": answers, "otherwise": otherwise})


def _matching(item, data, found, said):
    item.kind = "matching"
    pairs, extras = [], []
    for _sign, _weight, text in found:
        left, right = (part.strip() for part in _cut(text, "#")[0].split("->", 1))
        if left:
            pairs.append({"item": said(left), "match": said(right)})
        else:
            extras.append(said(right))
    return made(item, "matching", {**data, "pairs": pairs, "extras": extras})


def _short_answer(item, data, found):
    item.kind = "shortanswer"

    def finish(said):
        answers, otherwise = [], {}
        for _sign, weight, text in found:
            text, feedback = _cut(text, "#")
            text = _plain(text).strip()
            if text == "*":
                otherwise = said(feedback)
                continue
            if "*" in text:
                item.note(
                    _("A wildcard (*) in an accepted answer is not understood here; it stands as it is.")
                )
            answers.append({"text": text, "percent": int(number(weight, "100")), "feedback": said(feedback)})
        forgive = forgiving(case_matters=False)
        answers = [one for one in answers if 0 < one["percent"] <= 100 and one["text"]]
        return made(
            item, "short_answer", {**data, "answers": answers, "otherwise": otherwise, "forgive": forgive}
        )

    return finish


def _choice(item, data, found, said):
    item.kind = "multichoice"
    options, weights = [], []
    for sign, weight, text in found:
        text, feedback = _cut(text, "#")
        options.append({"text": said(text), "feedback": said(feedback)})
        weights.append(number(weight or ("100" if sign == "=" else "0")))
    single = any(sign == "=" for sign, _weight, _text in found)
    return from_weights(item, data, options, weights, single=single)


def _cut(text, mark):
    before, _mark, after = text.partition(mark)
    return before.strip(), after.strip()


def _plain(text):
    """The escaped signs again, and ``\\n`` as a line's end."""
    for place, sign in enumerate(SIGNS):
        text = text.replace(chr(HOLD + place), sign)
    return text.replace("\\n", "\n")
