"""What somebody typed into activities goes when she is forgotten; what was reached stays."""

from courses.h5p.models import State, Statement


def forget_reports(registrations) -> None:
    """Of these registrations: the saved states, and the bodies of the statements. Scores and completion stand beside them
    and stay. Twice: once."""
    registrations = list(registrations)
    State.objects.filter(registration__in=registrations).delete()
    Statement.objects.filter(registration__in=registrations).forget(body={}, digest="")
