"""Invented people: the demo accounts, and cadres in post at every level."""

import datetime
import random

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from learning.cadres.change import appoint, transfer
from learning.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from learning.models import Cadre, Mandate, Post, Unit

SINCE = datetime.date(2024, 3, 1)
FAMILY_NAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗"
GIVEN_NAMES = [
    "秀英",
    "桂兰",
    "玉梅",
    "春燕",
    "丽华",
    "小红",
    "海霞",
    "雪梅",
    "晓琴",
    "冬梅",
    "美玲",
    "建芳",
    "志萍",
    "慧敏",
    "彩云",
]
OTHER_NAMES = ["阿依古丽·买买提", "卓玛措", "Sarah Lindqvist-Aguirre"]
NAMES = {
    "trainer": "林若溪",
    "reviewer": "沈静文",
    "cadre": "王芳",
    "facilitator": "陈桂兰",
    "supervisor": "周慧敏",
    "admin": "管理员",
}
POST_BY_RANK = {
    0: ["womens-federation-staff"],
    1: ["womens-federation-staff", "legal-aid-worker"],
    2: ["womens-federation-staff", "liaison-officer"],
    3: ["womens-federation-staff", "legal-aid-worker", "rescue-worker"],
    4: ["childrens-supervisor", "executive-committee-member"],
    5: ["childrens-director", "volunteer"],
}


def build_people(units: dict[str, Unit]) -> list[Cadre]:
    """Accounts and cadres; what stands already is left alone. The cadres without an account first to last."""
    _build_accounts(units)
    posts = {post.code: post for post in Post.objects.all()}
    chance = random.Random(2026)
    cadres = []
    for unit in units.values():
        for number in range(5 if unit.level.rank >= 4 else 4):
            code = f"{unit.code}-{number + 1:02}"
            cadre, created = Cadre.objects.get_or_create(code=code, defaults={"name": _name(chance)})
            if created:
                post = posts[chance.choice(POST_BY_RANK[unit.level.rank])]
                appoint(
                    cadre=cadre,
                    unit=unit,
                    post=post,
                    on=SINCE + datetime.timedelta(days=chance.randrange(400)),
                )
            cadres.append(cadre)
    return cadres


def move_some(cadres: list[Cadre], units: dict[str, Unit], on: datetime.date) -> None:
    """Two cadres change unit: what they did before stays where it was done. Twice: once."""
    for code, target in [("YL01010101-02", "YL01020101"), ("YL010101-01", "YL0201")]:
        cadre = next(cadre for cadre in cadres if cadre.code == code)
        posting = cadre.postings.get(until__isnull=True)
        transfer(cadre=cadre, unit=units[target], post=posting.post, on=on)


def _build_accounts(units):
    users = get_user_model()
    posts = {post.code: post for post in Post.objects.all()}
    for username in DEMO_ACCOUNTS:
        user, created = users.objects.get_or_create(
            username=username, defaults={"email": f"{username}@example.org"}
        )
        if created:
            user.set_password(DEMO_PASSWORD)
            user.first_name = NAMES[username]
            user.is_superuser = user.is_staff = username == "admin"
            user.save()
    user = {username: users.objects.get(username=username) for username in DEMO_ACCOUNTS}
    user["trainer"].groups.add(*Group.objects.filter(name__in=["Trainers", "Reviewers"]))
    user["reviewer"].groups.add(
        *Group.objects.filter(name__in=["Content reviewers", "Sensitivity reviewers"])
    )
    for username, unit, post in [
        ("cadre", "YL01010101", "childrens-director"),
        ("facilitator", "YL010101", "childrens-supervisor"),
        ("supervisor", "YL01", "womens-federation-staff"),
        ("trainer", "YL", "legal-aid-worker"),
    ]:
        cadre, _created = Cadre.objects.get_or_create(
            user=user[username], defaults={"name": NAMES[username], "code": f"demo-{username}"}
        )
        appoint(cadre=cadre, unit=units[unit], post=posts[post], on=SINCE)
    for username, unit, role in [
        ("facilitator", "YL0101", Mandate.Role.FACILITATOR),
        ("supervisor", "YL01", Mandate.Role.SUPERVISOR),
        ("supervisor", "YL0101", Mandate.Role.SAFEGUARDING),
        ("facilitator", "YL01010101", Mandate.Role.OUTREACH),
    ]:
        Mandate.objects.get_or_create(
            user=user[username], unit=units[unit], role=role, defaults={"since": SINCE}
        )


def _name(chance):
    if chance.random() < 0.06:
        return chance.choice(OTHER_NAMES)
    return chance.choice(FAMILY_NAMES) + chance.choice(GIVEN_NAMES)
