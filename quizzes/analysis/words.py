"""What the figures of a question may mean, as trainers would say it. Pure: figures in, codes out; words apart."""

from django.utils.translation import gettext_lazy as _

EASY, HARD = 0.95, 0.20  # facility from which nobody learns much about the people
FLAT = 0.10  # point-biserial below which a question does not tell people apart
LEFT_OUT = 0.10  # share of attempts that gave no answer
NOBODY = 0.02  # share below which an option is no distractor

WORDS = {
    "never-scored": _("Not marked: there is no right answer"),
    "few": _("Too few attempts to say anything."),
    "everybody-right": _(
        "Everybody gets this right. That is good teaching, or the answer gives itself away."
    ),
    "hardly-anybody": _("Hardly anybody gets this right. Is it taught, and is it asked clearly?"),
    "good-people-wrong": _("People who do well elsewhere get this wrong: is the key right?"),
    "better-option": _("Those who chose another option do better elsewhere than those who chose the key."),
    "flat": _(
        "Those who know much and those who know little answer alike: the question does not tell them apart."
    ),
    "left-out": _("Many leave this out. Is it understood, and is there time?"),
    "idle-option": _("An option that hardly anybody chooses."),
    "fine": _("Nothing to worry about."),
}
SERIOUS = {"good-people-wrong", "better-option"}


def verdicts(*, facility, point_biserial, left_out: float, options: list[dict]) -> list[str]:
    """Codes of ``WORDS``, the most serious first. ``options`` as in ``ItemFigures.options``."""
    if facility is None:
        return ["few"]
    found = []
    if point_biserial is not None and point_biserial < 0:
        found.append("good-people-wrong")
    if _better_option(options):
        found.append("better-option")
    if facility >= EASY:
        found.append("everybody-right")
    elif facility <= HARD:
        found.append("hardly-anybody")
    elif point_biserial is not None and 0 <= point_biserial < FLAT:
        found.append("flat")
    if left_out >= LEFT_OUT:
        found.append("left-out")
    if facility < EASY and any(o["right"] is False and o["share"] < NOBODY for o in options):
        found.append("idle-option")
    return found or ["fine"]


def _better_option(options):
    """Only where one option is the key, and where enough people stand behind both."""
    right = [o["rest"] for o in options if o["right"]]
    if len(right) != 1 or right[0] is None:
        return False
    return any(o["right"] is False and o["rest"] is not None and o["rest"] > right[0] for o in options)
