"""The vocabulary of the registry: what a kind of data is, on which ground it is kept, and whose it is."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """Whose data it is."""

    CADRE = "cadre", _("Cadres with an account")
    FACILITATOR = "facilitator", _("Cadres who act for others: facilitators, supervisors, trainers, contacts")
    PARTICIPANT = "participant", _("People who come to a community session")
    PUBLIC = "public", _("Readers without an account")


class Basis(models.TextChoices):
    """Grounds of the Personal Information Protection Law (in force since 1 November 2021), by article."""

    CONSENT = "consent", _("consent (Personal Information Protection Law, article 13, item 1)")
    GUARDIAN = "guardian", _("consent; under 14, that of a guardian (articles 13 and 31)")
    DUTY = "duty", _("needed for a statutory duty of the federation (article 13, item 3)")
    EMERGENCY = (
        "emergency",
        _("needed to protect life, health or safety in an emergency (article 13, item 4)"),
    )


@dataclass(frozen=True)
class Kind:
    """One kind of data about people.

    ``models``: ``app.Model`` of every table it stands in. ``kept``: for how long, in words; ``task``: the name in
    ``CELERY_BEAT_SCHEDULE`` of what ends it, empty when a person's act does (leaving, withdrawing consent). ``mine``: the
    function of ``learning/privacy/mine.py`` that collects what is somebody's own, None when nothing leads from her to it.
    ``is_sensitive``: sensitive personal information (article 28).
    """

    code: str
    about: About
    what: Promise
    why: Promise
    basis: Basis
    kept: Promise
    seen_by: Promise
    models: tuple[str, ...]
    task: str = ""
    is_sensitive: bool = False
    mine: Callable | None = field(default=None, compare=False)
