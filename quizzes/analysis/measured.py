"""How hard the questions of the bank were measured to be."""

from django.db.models import OuterRef, Subquery

from quizzes.models import ItemFigures


def measured(questions):
    """The queryset with ``measured``: the share right (0..1) of the newest version that has a figure, by its latest
    analysis, else None. No further query."""
    figures = ItemFigures.objects.filter(
        version__question=OuterRef("pk"), facility__isnull=False, analysis__assisted=False
    )
    newest = figures.order_by("-version__number", "-analysis__made_at", "-pk")
    return questions.annotate(measured=Subquery(newest.values("facility")[:1]))
