"""When an activity is done. Chosen by the trainer; decided here, without a database."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Policy(models.TextChoices):
    ON_VIEW = "on_view", _("when it was opened")
    ON_COMPLETED = "on_completed", _("when it was worked through, without failing")
    ON_SCORE = "on_score", _("when the score is reached")


@dataclass(frozen=True)
class Outcome:
    """What one statement says about the activity as a whole. ``scaled`` is 0 to 1 or None; ``success`` as the library
    says it, None when it says nothing."""

    opened: bool = False
    completed: bool = False
    scaled: Decimal | None = None
    success: bool | None = None


def is_done(outcome: Outcome, *, policy: str, pass_mark: int) -> bool:
    """``pass_mark`` in percent; it wins over what the library calls a success."""
    if policy == Policy.ON_VIEW:
        return outcome.opened or outcome.completed
    if policy == Policy.ON_COMPLETED:
        return outcome.completed and outcome.success is not False
    return outcome.completed and outcome.scaled is not None and outcome.scaled * 100 >= pass_mark
