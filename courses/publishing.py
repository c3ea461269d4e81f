"""What must hold before a page goes live, and before it is sent to review. Drafts may lack anything.

The editor's form asks ``problems`` and shows each beside its field. Whatever publishes without that form (an approval, the
schedule, a list of chosen pages) asks ``refuse_unready``.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from courses.h5p.choices import equivalent_choices

REQUIRED_LANGUAGES = [settings.LANGUAGE_CODE]


class NotReady(ValidationError):
    """``page`` should go live and lacks something in ``fields``. It stays as it is; ``messages`` are for its trainer."""

    def __init__(self, page, found: list[tuple[str, str]]):
        self.page = page
        self.fields = [field for field, sentence in found]
        super().__init__([_labelled(page, field, sentence) for field, sentence in found], code="not-ready")


def refuse_unready(page) -> None:
    """Raises ``NotReady`` unless the page, as it stands in memory, may go live."""
    found = problems_of(page)
    if found:
        raise NotReady(page, found)


def problems_of(page) -> list[tuple[str, str]]:
    """As ``problems``, of a page; and each body's blocks are checked again, as a draft's were not."""
    has_body = "body" in page.translated_texts
    columns = [_column(name, code) for name in page.translated_texts for code, _name in settings.LANGUAGES]
    found = problems({column: getattr(page, column) for column in columns}, has_body=has_body)
    if has_body:
        found += [(column, _unfinished()) for column in columns if _is_unfinished(page, column)]
    return found


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
    return found + _activity_problems(values, offered)


def activities_in(body) -> list:
    """The interactive activities of a body, in order."""
    return [
        block.value["activity"]
        for block in body or []
        if block.block_type == "activity" and block.value.get("activity")
    ]


def _activity_problems(values, offered):
    """Activities that have to be done stand in every language, and are possible without scripts."""
    required = {
        code: {a.pk: a for a in activities_in(_value(values, "body", code)) if a.required} for code in offered
    }
    found = []
    for code in offered:
        field = _column("body", code)
        if set(required[code]) != set(required[offered[0]]):
            found.append((field, _("Activities that have to be done have to stand in every language.")))
        for activity in required[code].values():
            if activity.is_scored and activity.equivalent_quiz not in dict(equivalent_choices()):
                message = _("“%(activity)s” has to be done and needs a published quiz that counts the same.")
                found.append((field, message % {"activity": activity}))
    return found


def _is_unfinished(page, column) -> bool:
    value = getattr(page, column)
    if not column.startswith("body") or not value:
        return False
    try:
        value.stream_block.clean(value)
    except ValidationError:
        return True
    return False


def _unfinished():
    return _("A part of the text is not finished: open the page and publish it there; the place is marked.")


def _labelled(page, column, sentence) -> str:
    return f"{page._meta.get_field(column).verbose_name}: {sentence}"


def _column(name, code):
    return build_localized_fieldname(name, code)


def _value(values, name, code):
    return values.get(_column(name, code))
