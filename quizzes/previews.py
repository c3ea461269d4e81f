"""Questions as a learner will see them, for the CMS: nothing is marked and nothing recorded."""

from django.utils.translation import get_language

from quizzes.texts import in_language, language_of


def preview_of(questions) -> list[dict]:
    """As ``ShownQuestion``, from questions that may not be saved yet; empty ones are left out."""
    language = get_language()
    shown = []
    for question in questions:
        block = next(iter(question.content), None)
        if block is None:
            continue
        kind = block.block.question_type
        public = kind.public(kind.content(block.value))
        shown.append(
            {
                "number": len(shown) + 1,
                "name": f"preview-{len(shown)}",
                "template": kind.template,
                "prompt": in_language(public["prompt"], language),
                "language": language_of(public["prompt"], language),
                "options": [
                    {"id": o["id"], "text": in_language(o["text"], language)} for o in public["options"]
                ],
            }
        )
    return shown
