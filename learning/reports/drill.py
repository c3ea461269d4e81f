"""The rows behind a number. As many as the number says, and for the same question."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from learning.reports.figures import BEHIND, FIGURE_BY_KEY, Figure, Question
from learning.reports.rollup import ITSELF, TOTAL

RELATED = {
    "in_post": ("cadre", "unit", "post"),
    "trained": ("cadre", "unit", "post"),
    "completions": ("cadre", "place", "post", "edition"),
    "tests": ("enrolment__cadre", "place", "post", "edition"),
    "passed": ("enrolment__cadre", "place", "post", "edition"),
    "certificates": ("cadre", "place", "completion__edition"),
    "sessions": ("session", "place"),
    "tested": ("session", "place"),
}
ORDER = {
    "in_post": ("unit__path", "cadre__name", "pk"),
    "trained": ("unit__path", "cadre__name", "pk"),
    "completions": ("-occurred_at", "pk"),
    "tests": ("-occurred_at", "pk"),
    "passed": ("-occurred_at", "pk"),
    "certificates": ("-issued_at", "pk"),
    "sessions": ("-held_on", "pk"),
    "tested": ("-held_on", "pk"),
}


@dataclass(frozen=True)
class Behind:
    """``kind`` says which columns the rows have: a key of ``BEHIND``."""

    figure: Figure
    kind: str
    rows: QuerySet


def asked_of_row(question: Question, row: str) -> Question:
    """The question of one row of the table: a unit's code, ``itself`` or ``total``."""
    if row == TOTAL:
        return question
    if row == ITSELF:
        return replace(question, itself=True)
    return replace(question, codes=(*question.codes, row))


def rows_behind(question: Question, *, figure_key: str, row: str) -> Behind:
    """Raises ``KeyError`` for a figure that does not exist. A row that does not exist has no rows behind it."""
    figure = FIGURE_BY_KEY[figure_key]
    rows = BEHIND[figure.opens](asked_of_row(question, row))
    rows = rows.select_related(*RELATED[figure.opens]).order_by(*ORDER[figure.opens])
    return Behind(figure=figure, kind=figure.opens, rows=rows)


def untrained(question: Question) -> QuerySet:
    """Cadres in post who have not completed the course: a list in private, to follow up."""
    trained = BEHIND["trained"](question).values("pk")
    rows = BEHIND["in_post"](question).exclude(pk__in=trained)
    return rows.select_related(*RELATED["in_post"]).order_by(*ORDER["in_post"])
