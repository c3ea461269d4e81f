"""Cadres from a spreadsheet: who is new, renamed, transferred or leaves, and who gets an account."""

import datetime
import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from learning.cadres.bulk.plan import Change, Plan
from learning.cadres.bulk.sheet import CellRefused, Column
from learning.cadres.bulk.unit_sheet import merged_sentence
from learning.cadres.change import end_posting, transfer
from learning.cadres.models import Cadre, Post, Posting
from learning.signals import postings_made
from learning.units.log import merged_codes
from learning.units.models import Unit
from quizzes.texts import texts_of

AT_ONCE = 500  # people in one transaction
LONGEST_NAME = 120
CODE = re.compile(r"[A-Za-z0-9_./-]{1,40}")
COLUMNS = (
    Column("code", ("工号", "staff number", "编号", "code"), required=True),
    Column("name", ("姓名", "name"), required=True),
    Column("unit", ("单位代码", "unit", "unit code"), required=True),
    Column("post", ("职务", "post"), required=True),
    Column("since", ("任职日期", "since", "from")),
    Column("until", ("离任日期", "until")),
    Column("language", ("语言", "language")),
    Column("username", ("账号", "account", "username")),
)


@dataclass
class Person:
    """A cadre as she stands, or as the sheet wants her. ``unit`` and ``post`` are codes, "" when she holds none."""

    code: str
    name: str
    unit: str = ""
    post: str = ""
    username: str = ""
    language: str = settings.LANGUAGE_CODE
    since: datetime.date | None = None
    until: datetime.date | None = None
    has_account: bool = False


@dataclass(frozen=True)
class Known:
    """What rows are held against: cadres by staff number, open units and posts by code, user names that are taken."""

    people: dict
    units: dict
    posts: dict
    usernames: set
    merged: dict  # units that were merged into others


def plan_roster(rows, *, on: datetime.date) -> Plan:
    """The difference between the rows and the postings of ``on``. Changes nothing; six queries.

    Who stands in no row is left alone. A row is refused for itself only.
    """
    plan, known = Plan(), known_on(on)
    seen, names_given = {}, {}
    for row in rows:
        try:
            wanted = _person(row, known, seen, names_given, on)
        except CellRefused as refused:
            plan.refuse(row, str(refused))
            continue
        seen[wanted.code] = row.line
        if wanted.username:
            names_given[wanted.username.casefold()] = row.line
        changes = _difference(row, known.people.get(wanted.code), wanted, on)
        if changes:
            plan.steps.append((row, changes))
        else:
            plan.unchanged += 1
    return plan


def apply_roster(rows, *, on: datetime.date, progress) -> Plan:
    """Carry out ``plan_roster`` and return it, with what was refused while doing so. Interrupted, it can be called again.

    New people are written ``AT_ONCE`` in a transaction; each other change is its own. Accounts have no password: their
    owners choose one with the invitation they are handed.
    """
    plan = plan_roster(rows, on=on)
    total = len(plan.steps)
    new = [step for step in plan.steps if step[1][0].act == "new"]
    changed = [step for step in plan.steps if step[1][0].act != "new"]
    units = {unit.code: unit for unit in Unit.objects.all().iterator()}
    posts = _posts()
    for start in range(0, len(new), AT_ONCE):
        _appoint_many([row for row, changes in new[start : start + AT_ONCE]], units, posts, on)
        progress(min(total, start + AT_ONCE), total)
    kept = list(new)
    for number, (row, changes) in enumerate(changed, start=len(new) + 1):
        try:
            _change(row, changes, units, posts, on)
            kept.append((row, changes))
        except ValidationError as error:
            plan.refuse(row, " ".join(error.messages))
        if number % 50 == 0:
            progress(number, total)
    plan.steps = kept
    return plan


def known_on(day: datetime.date) -> Known:
    """Six queries, however many there are of each."""
    units = dict(Unit.objects.open_on(day).values_list("code", "pk"))
    main = {
        posting["cadre_id"]: posting
        for posting in Posting.objects.filter(is_main=True)
        .in_force_on(day)
        .order_by("since")
        .values("cadre_id", "unit__code", "post__code", "since", "until")
    }
    people = {}
    for cadre in (
        Cadre.objects.exclude(code=None).order_by().values("pk", "code", "name", "language", "user_id")
    ):
        posting = main.get(cadre["pk"], {})
        people[cadre["code"]] = Person(
            code=cadre["code"],
            name=cadre["name"],
            language=cadre["language"],
            unit=posting.get("unit__code", ""),
            post=posting.get("post__code", ""),
            since=posting.get("since"),
            until=posting.get("until"),
            has_account=cadre["user_id"] is not None,
        )
    usernames = {name.casefold() for name in get_user_model().objects.values_list("username", flat=True)}
    return Known(people=people, units=units, posts=_posts(), usernames=usernames, merged=merged_codes())


def _posts() -> dict[str, Post]:
    """Posts by their code and by their name in each language, in small letters."""
    posts = {}
    for post in Post.objects.all():
        for name in (post.code, *texts_of(post, "name").values()):
            posts[name.casefold()] = post
    return posts


def _person(row, known, seen, names_given, on) -> Person:
    code, name = row["code"], row["name"]
    if not CODE.fullmatch(code):
        raise CellRefused(_("A staff number has letters, digits and - _ . / only, at most 40."))
    if code in seen:
        message = _("The staff number %(code)s stands in line %(line)s already.")
        raise CellRefused(message % {"code": code, "line": seen[code]})
    if not name:
        raise CellRefused(_("Give the name."))
    if len(name) > LONGEST_NAME:
        raise CellRefused(_("This name is too long."))
    if row["unit"] not in known.units and row["unit"] in known.merged:
        raise CellRefused(merged_sentence(row["unit"], known.merged))
    if row["unit"] not in known.units:
        raise CellRefused(_("There is no open unit with the code %(code)s.") % {"code": row["unit"]})
    post = known.posts.get(row["post"].casefold())
    if post is None:
        raise CellRefused(_("There is no post “%(post)s”.") % {"post": row["post"]})
    standing = known.people.get(code)
    since, until = row.day("since"), row.day("until")
    begins = since or (standing.since if standing else on)
    if begins and until and until < begins:
        raise CellRefused(_("This day is before the posting began."))
    return Person(
        code=code,
        name=name,
        unit=row["unit"],
        post=post.code,
        since=since,
        until=until,
        language=_language(row) or (standing.language if standing else settings.LANGUAGE_CODE),
        username=_username(row, standing, known, names_given),
        has_account=bool(standing and standing.has_account),
    )


def _language(row) -> str:
    text = row["language"].casefold()
    languages = {code: code for code, _name in settings.LANGUAGES}
    languages |= {str(name).casefold(): code for code, name in settings.LANGUAGES}
    if text and text not in languages:
        raise CellRefused(_("There is no language “%(language)s”.") % {"language": row["language"]})
    return languages.get(text, "")


def _username(row, standing, known, names_given) -> str:
    """The account to make, "" when none is asked for or she has one."""
    username = row["username"]
    if not username or (standing and standing.has_account):
        return ""
    try:
        get_user_model().username_validator(username)
    except ValidationError as error:
        raise CellRefused(" ".join(error.messages)) from error
    if username.casefold() in known.usernames or username.casefold() in names_given:
        raise CellRefused(_("The account name %(username)s is taken.") % {"username": username})
    return username


def _difference(row, standing, wanted, on) -> list[Change]:
    def change(act, before="", after=""):
        return Change(row.line, wanted.code, act, before, after)

    post = f"{wanted.unit} · {wanted.post}"
    if standing is None:
        return [change("new", "", f"{wanted.name} · {post}")]
    changes = []
    if (standing.name, standing.language) != (wanted.name, wanted.language):
        changes.append(change("renamed", standing.name, wanted.name))
    ended = wanted.until and wanted.until <= on
    if (standing.unit, standing.post) != (wanted.unit, wanted.post) and not (ended and not standing.unit):
        before = f"{standing.unit} · {standing.post}" if standing.unit else ""
        changes.append(change("transferred", before, post))
    if wanted.until and standing.until != wanted.until and (standing.unit or not ended):
        changes.append(change("ended", "", wanted.until.isoformat()))
    if wanted.username:
        changes.append(change("account", "", wanted.username))
    return changes


@transaction.atomic
def _appoint_many(rows, units, posts, on) -> None:
    """New people with their main posting and, where asked for, an account without a password. Three queries."""
    accounts = {row["code"]: _account(row["username"]) for row in rows if row["username"]}
    get_user_model().objects.bulk_create(accounts.values())
    cadres = {
        row["code"]: Cadre(
            code=row["code"],
            name=row["name"],
            language=_language(row) or settings.LANGUAGE_CODE,
            user=accounts.get(row["code"]),
        )
        for row in rows
    }
    Cadre.objects.bulk_create(cadres.values())
    made = Posting.objects.bulk_create(
        Posting(
            cadre=cadres[row["code"]],
            unit=units[row["unit"]],
            post=posts[row["post"].casefold()],
            since=row.day("since") or on,
            until=row.day("until"),
        )
        for row in rows
    )
    postings_made.send(sender=Posting, postings=made)


def _account(username):
    user = get_user_model()(username=username)
    user.set_unusable_password()
    return user


@transaction.atomic
def _change(row, changes, units, posts, on) -> None:
    cadre = Cadre.objects.select_for_update().get(code=row["code"])
    for change in changes:
        if change.act == "renamed":
            cadre.name, cadre.language = row["name"], _language(row) or cadre.language
            cadre.save(update_fields=["name", "language"])
        elif change.act == "transferred":
            transfer(
                cadre=cadre,
                unit=units[row["unit"]],
                post=posts[row["post"].casefold()],
                on=row.day("since") or on,
            )
        elif change.act == "ended":
            posting = Posting.objects.filter(cadre=cadre, is_main=True).order_by("since").last()
            end_posting(posting=posting, on=row.day("until"))
        elif change.act == "account":
            cadre.user = _account(row["username"])
            cadre.user.save()
            cadre.save(update_fields=["user"])
