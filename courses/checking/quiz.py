"""Check quizzes: feedback everywhere, and no answer that gives itself away."""

from django.utils.translation import get_language

from courses.checking.findings import Finding
from quizzes.models import QuizQuestion
from quizzes.texts import in_language

FEWEST = 4  # questions: below, a pattern is chance
MOST_RIGHT_ARE_LONGEST = 0.75


def quiz_findings(quizzes) -> dict[int, list[Finding]]:
    """``{quiz pk: findings}`` of the questions as they stand in the bank. Two queries."""
    asked = {quiz.pk: (quiz, []) for quiz in quizzes}
    places = (
        QuizQuestion.objects.filter(quiz__in=list(asked)).select_related("question").order_by("sort_order")
    )
    for place in places:
        content = _content(place.question)
        if content is not None:
            asked[place.quiz_id][1].append(content)
    return {pk: check_contents(str(quiz), contents) for pk, (quiz, contents) in asked.items()}


def check_contents(title: str, contents: list[dict]) -> list[Finding]:
    """Pure: contents of questions as their types describe them."""
    found = [
        Finding("no-feedback", detail=in_language(content["prompt"], get_language())[:60])
        for content in contents
        if _lacks_feedback(content)
    ]
    single = [content for content in contents if _rights(content) is not None and len(_rights(content)) == 1]
    if len(single) < FEWEST:
        return found
    longest = sum(_right_is_longest(content) for content in single)
    if longest >= MOST_RIGHT_ARE_LONGEST * len(single):
        found.append(Finding("always-longest", detail=title))
    if len({_rights(content)[0] for content in single}) == 1:
        found.append(Finding("always-first", detail=title))
    return found


def _content(question):
    block = next(iter(question.content), None)
    return block.block.question_type.content(block.value) if block else None


def _options(content) -> list:
    options = content.get("options") or []
    return [option for option in options if isinstance(option, dict) and "correct" in option]


def _rights(content) -> list[int] | None:
    options = _options(content)
    if len(options) < 3:  # two answers are true and false: no place and no length to see through
        return None
    return [number for number, option in enumerate(options) if option["correct"]]


def _lacks_feedback(content) -> bool:
    """Some answer leads to no word at all: neither feedback of its own nor an explanation for everybody."""
    options = _options(content)
    if not options or any((content.get("explanation") or {}).values()):
        return False
    return any(not any((option.get("feedback") or {}).values()) for option in options)


def _right_is_longest(content) -> bool:
    lengths = [
        max((len(text) for text in option["text"].values()), default=0) for option in _options(content)
    ]
    right = lengths[_rights(content)[0]]
    return right == max(lengths) and lengths.count(right) == 1
