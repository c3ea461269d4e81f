"""One commendation of a cadre and one of a unit, each found by a rule and approved by a person; the others wait."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from learning.certificates.commendation import CommendationRule, Nomination
from learning.certificates.issue import store_file
from learning.certificates.nominate import decide_nomination, nominate
from learning.models import Level, Unit
from quizzes.texts import set_texts

# whom: title in Chinese and English, level of the units, share of their cadres
RULES = {
    "cadres": ("认真学习、带头培训", "Diligent learning", None, 100),
    "units": ("年度培训工作扎实", "Sound training work of the year", "township", 30),
}


def build_commendations() -> None:
    """Twice: once."""
    if CommendationRule.objects.exists():
        return
    admin = get_user_model().objects.get(username="admin")
    until = timezone.localdate()
    for whom, (chinese, english, level, share) in RULES.items():
        rule = CommendationRule(
            whom=whom,
            unit=Unit.objects.get(code="YL"),
            level=Level.objects.filter(code=level).first(),
            share=share,
            since=until - datetime.timedelta(days=365),
            until=until,
        )
        set_texts(rule, "title", {"zh-hans": chinese, "en": english})
        rule.full_clean()
        rule.save()
        nominate(rule=rule)
        _approve_one(rule, admin)


def _approve_one(rule, admin):
    """The demo's own cadre where the rule has found her, else the first."""
    waiting = rule.nominations.filter(state=Nomination.State.PROPOSED)
    chosen = waiting.filter(cadre__user__username="cadre").first() or waiting.first()
    if chosen:
        decided = decide_nomination(nomination=chosen, approve=True, by=admin)
        for certificate in decided.certificates.all():
            store_file(certificate=certificate)
