"""Accounts, cadres in post, and people with a mandate."""

import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from learning.cadres.change import appoint
from learning.models import Cadre, Mandate, Post, Unit
from quizzes.texts import set_texts
from tests.factories.units import LONG_AGO

PASSWORD = "a-long-test-password"


def make_user(username: str, **fields):
    return get_user_model().objects.create_user(
        username=username, password=PASSWORD, email=f"{username}@example.org", **fields
    )


def make_post(code: str = "childrens-director") -> Post:
    post, created = Post.objects.get_or_create(code=code)
    if created or not post.name_en:
        set_texts(post, "name", {"zh-hans": f"职务 {code}", "en": f"Post {code}"})
        post.save()
    return post


def make_cadre(
    username: str,
    *,
    unit: Unit | None = None,
    post: str = "childrens-director",
    since: datetime.date = LONG_AGO,
) -> Cadre:
    """A cadre with an account; in post in ``unit`` when one is given."""
    cadre = Cadre.objects.create(user=make_user(username), name=f"王{username}", code=f"staff-{username}")
    if unit:
        appoint(cadre=cadre, unit=unit, post=make_post(post), on=since)
    return cadre


def make_supervisor(username: str, *, unit: Unit):
    user = make_user(username)
    Mandate.objects.create(user=user, unit=unit, role=Mandate.Role.SUPERVISOR, since=LONG_AGO)
    return user


def make_facilitator(username: str, *, unit: Unit):
    user = make_user(username)
    Mandate.objects.create(user=user, unit=unit, role=Mandate.Role.FACILITATOR, since=LONG_AGO)
    return user


def make_safeguarding(username: str, *, unit: Unit):
    user = make_user(username)
    Mandate.objects.create(user=user, unit=unit, role=Mandate.Role.SAFEGUARDING, since=LONG_AGO)
    return user


def make_reacher(username: str, *, unit: Unit):
    user = make_user(username)
    Mandate.objects.create(user=user, unit=unit, role=Mandate.Role.OUTREACH, since=LONG_AGO)
    return user


def make_trainer(username: str = "trainer"):
    user = make_user(username)
    user.user_permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    return user
