"""A QTI item with one text entry: a number or a short answer."""

from django.utils.translation import gettext as _

from quizzes.exchange.build import forgiving, made, number
from quizzes.exchange.qti.ids import own_id
from quizzes.question_types.forgive import CODES


def read_written(page):
    """Accepted answers from the branches of the response processing (as we write them), else from the mapping and the
    correct response (as most programs do)."""
    name = page.interactions[0].get("responseIdentifier")
    declaration = page.declared.get(name)
    is_number = declaration is not None and declaration.get("baseType") in ("float", "integer")
    answers, ids = _from_branches(page, is_number)
    if not answers:
        answers, ids = _from_declaration(page, name, is_number), {}
    data = page.data() | {"answers": answers, "otherwise": page.feedback("otherwise")}
    if is_number:
        data["unit"] = page.texts(page.marked("unit"))
    else:
        data["forgive"] = forgiven_in(page.interactions[0], declaration)
    page.note_feedback_left()
    return made(page.item, "numeric" if is_number else "short_answer", data, ids=ids)


def forgiven_in(element, declaration) -> list[str]:
    """What we write into a class, else what the mapping says about case."""
    classes = (element.get("class") or "").split()
    if any(one.startswith("forgive-") for one in classes):
        return [code for code in CODES if f"forgive-{code}" in classes]
    entries = [] if declaration is None else declaration.findall("mapping/mapEntry")
    return forgiving(case_matters=any(entry.get("caseSensitive", "true") == "true" for entry in entries))


def _from_branches(page, is_number):
    answers, ids = [], {}
    for branch in page.root.findall("responseProcessing/responseCondition/*"):
        test = branch.find("equal" if is_number else "stringMatch")
        value = None if test is None else test.find("baseValue")
        if value is None:
            continue
        score = branch.find("setOutcomeValue[@identifier='SCORE']/baseValue")
        named = branch.find("setOutcomeValue[@identifier='FEEDBACK']//baseValue")
        one = "" if named is None else (named.text or "").strip()
        percent = round(float(number(score.text if score is not None else "1") * 100))
        if not 0 < percent <= 100:
            page.item.note(_("Feedback to answers that were foreseen as wrong is left out."))
            continue
        answer = {"percent": percent, "feedback": page.feedback(one)}
        if is_number:
            answer |= {"value": number(value.text, "NaN"), "tolerance": _tolerance(test)}
        else:
            answer["text"] = (value.text or "").strip()
        answers.append(answer)
        if one:
            ids[len(answers)] = own_id(one)
    return answers, ids


def _tolerance(test):
    if test.get("toleranceMode") != "absolute":
        return number("0")
    return number((test.get("tolerance") or "0").split()[0])


def _from_declaration(page, name, is_number):
    worth = (
        {key: value for key, value in page.mapping(name).items() if value > 0}
        if page.marks_by_mapping
        else {}
    )
    worth = worth or dict.fromkeys(page.correct(name), 1.0)
    most = max(worth.values(), default=1.0)
    percents = {key: max(1, round(100 * value / most)) for key, value in worth.items()}
    if not is_number:
        return [{"text": key, "percent": percent} for key, percent in percents.items()]
    test = page.root.find("responseProcessing//equal")
    tolerance = number("0") if test is None else _tolerance(test)
    return [
        {"value": number(key, "NaN"), "tolerance": tolerance, "percent": percent}
        for key, percent in percents.items()
    ]
