"""What must hold before a page goes live, and before it is sent to review. Drafts may lack anything."""

from django.conf import settings
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

REQUIRED_LANGUAGES = [settings.LANGUAGE_CODE]


def problems(values: dict, *, has_body: bool) -> list[tuple[str, str]]:
    """``(field, sentence)`` for everything that stands in the way. ``values`` by column name, as a form has them.

    A language that has no heading is not offered yet, and nothing is asked of it.
    """
    found = []
    for code in REQUIRED_LANGUAGES:
        if not _value(values, "heading", code):
            found.append(
                (_column("heading", code), _("Give the heading: without it the page cannot go live."))
            )
    if has_body:
        found += _body_problems(values)
    return found


def quizzes_in(body) -> list:
    """The quizzes of a body, in order."""
    return [
        block.value["quiz"] for block in body or [] if block.block_type == "quiz" and block.value.get("quiz")
    ]


def _body_problems(values):
    offered = [code for code, name in settings.LANGUAGES if _value(values, "heading", code)]
    quizzes = {code: quizzes_in(_value(values, "body", code)) for code in offered}
    found = []
    for code in offered:
        field = _column("body", code)
        if not _value(values, "body", code):
            found.append(
                (field, _("This language has a heading but no text. Write the text, or empty the heading."))
            )
            continue
        for quiz in quizzes[code]:
            if not quiz.live:
                message = _("The quiz “%(quiz)s” has not been published yet. Publish it first.") % {
                    "quiz": quiz
                }
                found.append((field, message))
        if {quiz.pk for quiz in quizzes[code]} != {quiz.pk for quiz in quizzes[offered[0]]}:
            found.append(
                (
                    field,
                    _(
                        "The same quizzes have to stand in every language, so that everybody can do what counts."
                    ),
                )
            )
    return found


def _column(name, code):
    return build_localized_fieldname(name, code)


def _value(values, name, code):
    return values.get(_column(name, code))
