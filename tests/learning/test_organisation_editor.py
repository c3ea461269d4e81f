"""Units, cadres and postings in the CMS: every change goes through the verbs, refusals stand beside their fields."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.frame import TRAINERS, build_frame
from learning.models import Cadre, HelpContact, Level, Mandate, Post, Posting, Unit, UnitPlace
from tests.factories.cadres import make_cadre, make_post, make_user
from tests.factories.units import LONG_AGO, make_tree, make_unit

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 1)


@pytest.fixture
def units():
    return make_tree()


@pytest.fixture
def admin(client_for):
    return client_for(make_user("boss", is_superuser=True, is_staff=True))


def unit_form(**fields) -> dict:
    return {
        "code": "new",
        "name_zh_hans": "新单位",
        "name_en": "",
        "level": "",
        "parent": "",
        "on": DAY.isoformat(),
        "closes_on": "",
        **fields,
    }


def form_of_unit(unit, **fields) -> dict:
    parent = unit.get_parent()
    return unit_form(
        **{
            "code": unit.code,
            "name_zh_hans": unit.name_zh_hans,
            "name_en": unit.name_en,
            "level": unit.level_id,
            "parent": parent.pk if parent else "",
            **fields,
        }
    )


def edit_unit(client, unit, **fields):
    return client.post(f"/cms/unit/edit/{unit.pk}/", form_of_unit(unit, **fields))


def test_new_unit_stands_in_the_tree_and_in_its_history(admin, units):
    village = Level.objects.get(code="township")
    answer = admin.post("/cms/unit/new/", unit_form(level=village.pk, parent=units["p1a1"].pk))
    assert answer.status_code == 302
    unit = Unit.objects.get(code="new")
    assert unit.get_parent() == units["p1a1"]
    place = UnitPlace.objects.get(unit=unit)
    assert (place.lineage, place.since) == ("/nation/p1/p1a/p1a1/new/", DAY)


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({"code": "p1a2"}, "code"),
        ({"code": ""}, "code"),
        ({"code": "not a code!"}, "code"),
        ({"name_zh_hans": "", "name_en": ""}, "name_zh_hans"),
        ({"parent": ""}, "parent"),
        ({"on": "31.02.2026"}, "on"),
        ({"level": "nation"}, "level"),
    ],
    ids=[
        "code taken",
        "no code",
        "bad code",
        "no name",
        "no parent",
        "no such day",
        "level above its parent's",
    ],
)
def test_refused_unit_says_why_beside_the_field_and_keeps_what_was_typed(admin, units, fields, beside):
    level = Level.objects.get(code=fields.pop("level", "township"))
    form = unit_form(**{"level": level.pk, "parent": units["p1a1"].pk, "name_en": "Typed just now", **fields})
    if beside != "name_zh_hans":
        form["name_en"] = "Typed just now"
    answer = admin.post("/cms/unit/new/", form)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [beside]
    assert Unit.objects.count() == 7
    if form["name_en"]:
        assert "Typed just now" in answer.content.decode()


def test_renamed_unit_keeps_its_old_name_in_what_was_before(admin, units):
    edit_unit(admin, units["p1a1"], name_zh_hans="改名县")
    assert Unit.objects.get(code="p1a1").name_zh_hans == "改名县"
    names = (
        UnitPlace.objects.filter(unit=units["p1a1"]).order_by("since").values_list("name_zh_hans", "until")
    )
    assert list(names) == [("单位 p1a1", DAY), ("改名县", None)]


def test_moved_unit_stands_elsewhere_from_its_day_on(admin, units):
    edit_unit(admin, units["p1a2"], parent=units["p2a"].pk)
    assert Unit.objects.get(code="p1a2").get_parent().code == "p2a"
    lineages = (
        UnitPlace.objects.filter(unit=units["p1a2"]).order_by("since").values_list("lineage", flat=True)
    )
    assert list(lineages) == ["/nation/p1/p1a/p1a2/", "/nation/p2/p2a/p1a2/"]


def test_unit_cannot_stand_below_itself_and_a_day_before_the_last_change_is_refused(admin, units):
    answer = edit_unit(admin, units["p1"], parent=units["p1a1"].pk)
    assert list(answer.context["form"].errors) == ["parent"]
    edit_unit(admin, units["p1a1"], name_zh_hans="改名县")
    answer = edit_unit(admin, Unit.objects.get(code="p1a1"), name_zh_hans="又改名", on="2026-02-01")
    assert list(answer.context["form"].errors) == ["on"]
    assert UnitPlace.objects.filter(unit=units["p1a1"]).count() == 2


def test_unit_with_open_units_below_is_not_closed(admin, units):
    answer = edit_unit(admin, units["p1a"], closes_on="2026-04-01")
    assert list(answer.context["form"].errors) == ["closes_on"]
    assert edit_unit(admin, units["p1a1"], closes_on="2026-04-01").status_code == 302
    assert Unit.objects.get(code="p1a1").closed_on == datetime.date(2026, 4, 1)
    assert Unit.objects.get(code="p1a").closed_on is None


def cadre_form(**fields) -> dict:
    return {
        "name": "王芳",
        "code": "",
        "language": "zh-hans",
        "extra_time": "0",
        "unit": "",
        "post": "",
        "on": DAY.isoformat(),
        "leaves_on": "",
        "username": "",
        "existing": "",
        **fields,
    }


def test_new_cadre_gets_account_and_post_and_her_first_password_is_shown_once(admin, client_for, units):
    post = make_post()
    form = cadre_form(unit=units["p1a1"].pk, post=post.pk, username="wangfang")
    answer = admin.post("/cms/cadre/new/", form, follow=True)
    cadre = Cadre.objects.get(name="王芳")
    assert [(p.unit, p.post, p.since, p.is_main) for p in cadre.postings.all()] == [
        (units["p1a1"], post, DAY, True)
    ]
    said = [str(message) for message in answer.context["messages"] if "wangfang" in str(message)]
    password = said[0].rsplit(" ", 1)[-1].rsplit("：", 1)[-1].strip()
    assert client_for().login(username="wangfang", password=password)
    assert password not in admin.get(f"/cms/cadre/edit/{cadre.pk}/").content.decode()


def test_existing_account_is_linked_and_only_to_one_cadre(admin, units):
    user = make_user("already-here")
    taken = make_cadre("taken")
    for name in ("nobody", taken.user.username):
        answer = admin.post("/cms/cadre/new/", cadre_form(existing=name))
        assert list(answer.context["form"].errors) == ["existing"]
    admin.post("/cms/cadre/new/", cadre_form(existing="already-here"))
    assert Cadre.objects.get(name="王芳").user == user


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({"name": ""}, "name"),
        ({"code": "staff-lan"}, "code"),
        ({"username": "lan"}, "username"),
        ({"username": "two words"}, "username"),
        ({"username": "new", "existing": "lone"}, "existing"),
        ({"post": ""}, "post"),
        ({"unit": ""}, "unit"),
        ({"unit": "closed"}, "unit"),
    ],
    ids=[
        "no name",
        "number taken",
        "account taken",
        "bad account",
        "both accounts",
        "no post",
        "no unit",
        "closed unit",
    ],
)
def test_refused_cadre_says_why_beside_the_field_and_nothing_is_made(admin, units, fields, beside):
    make_cadre("lan", unit=units["p1a2"])
    make_user("lone")
    closed = make_unit("closed", parent=units["p1a2"])
    edit_unit(admin, closed, closes_on="2025-01-01", on="2025-01-01")
    if fields.get("unit") == "closed":
        fields = {"unit": closed.pk}
    people = get_user_model().objects.count(), Cadre.objects.count(), Posting.objects.count()
    form = cadre_form(**{"unit": units["p1a1"].pk, "post": make_post().pk, **fields})
    answer = admin.post("/cms/cadre/new/", form)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [beside]
    assert (get_user_model().objects.count(), Cadre.objects.count(), Posting.objects.count()) == people


def test_transfer_in_the_cms_ends_one_posting_and_begins_another(admin, units):
    cadre = make_cadre("lan", unit=units["p1a1"])
    form = cadre_form(name=cadre.name, code=cadre.code, unit=units["p2a"].pk, post=make_post().pk)
    assert admin.post(f"/cms/cadre/edit/{cadre.pk}/", form).status_code == 302
    rows = cadre.postings.order_by("since").values_list("unit__code", "since", "until")
    assert list(rows) == [("p1a1", LONG_AGO, DAY), ("p2a", DAY, None)]


def test_transfer_before_the_present_post_began_is_refused(admin, units):
    cadre = make_cadre("lan", unit=units["p1a1"], since=DAY)
    form = cadre_form(
        name=cadre.name, code=cadre.code, unit=units["p2a"].pk, post=make_post().pk, on="2025-01-01"
    )
    answer = admin.post(f"/cms/cadre/edit/{cadre.pk}/", form)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert cadre.postings.get().until is None


def test_leaving_ends_the_post_and_keeps_the_person(admin, units):
    cadre = make_cadre("lan", unit=units["p1a1"])
    form = cadre_form(name=cadre.name, code=cadre.code, leaves_on=DAY.isoformat())
    admin.post(f"/cms/cadre/edit/{cadre.pk}/", form | {"unit": units["p1a1"].pk, "post": make_post().pk})
    assert cadre.postings.get().until == DAY
    assert Cadre.objects.filter(pk=cadre.pk).exists()


def test_further_post_stands_beside_the_main_one_and_is_only_ended_never_rewritten(admin, units):
    cadre = make_cadre("lan", unit=units["p1a1"])
    volunteer = make_post("volunteer")
    form = {
        "cadre": cadre.pk,
        "unit": units["p1a2"].pk,
        "post": volunteer.pk,
        "since": DAY.isoformat(),
        "ends_on": "",
    }
    assert admin.post("/cms/posting/new/", form).status_code == 302
    further = cadre.postings.get(post=volunteer)
    assert (further.is_main, cadre.postings.filter(is_main=True).count()) == (False, 1)
    edit = f"/cms/posting/edit/{further.pk}/"
    answer = admin.post(edit, form | {"ends_on": "2025-01-01"})
    assert list(answer.context["form"].errors) == ["ends_on"]
    admin.post(edit, form | {"unit": units["p2a"].pk, "since": "2020-01-01", "ends_on": "2026-05-01"})
    further.refresh_from_db()
    assert (further.unit, further.since, further.until) == (units["p1a2"], DAY, datetime.date(2026, 5, 1))


def test_two_open_mandates_of_one_kind_for_one_unit_are_refused(admin, units):
    user = make_user("chen")
    form = {"user": user.pk, "role": "supervisor", "unit": units["p1"].pk, "since": "2026-01-01", "until": ""}
    assert admin.post("/cms/mandate/new/", form).status_code == 302
    assert admin.post("/cms/mandate/new/", form).status_code == 200
    assert Mandate.objects.count() == 1


def test_help_contact_is_kept_once_per_unit_and_number(admin, units):
    form = {
        "unit": units["p1"].pk,
        "kind": "women",
        "phone": "12338",
        "name_zh_hans": "热线",
        "name_en": "",
        "hours_zh_hans": "",
        "hours_en": "",
        "sort_order": 0,
    }
    assert admin.post("/cms/helpcontact/new/", form).status_code == 302
    assert admin.post("/cms/helpcontact/new/", form).status_code == 200
    assert HelpContact.objects.count() == 1


def test_code_of_a_post_never_changes(admin, units):
    """Courses name the posts they are for by code."""
    post = make_post("volunteer")
    form = {"code": "other", "name_zh_hans": "志愿者", "name_en": "Volunteer", "sort_order": 3}
    admin.post(f"/cms/post/edit/{post.pk}/", form)
    post.refresh_from_db()
    assert (post.code, post.name_zh_hans) == ("volunteer", "志愿者")
    assert Post.objects.count() == 1


@pytest.mark.parametrize("kind", ["unit", "cadre", "posting", "mandate", "helpcontact"])
def test_lists_of_the_organisation_do_not_grow_with_their_length(admin, units, kind):
    counts = []
    for size in (2, 8, 20):
        for number in range(Cadre.objects.count(), size):
            cadre = make_cadre(f"c{number}", unit=units["p1a1"])
            make_unit(f"v{number}", parent=units["p1a1"])
            Mandate.objects.create(user=cadre.user, unit=units["p1"], role="supervisor", since=DAY)
            HelpContact.objects.create(
                unit=units["p1"], kind="other", phone=f"100{number}", name_zh_hans=f"电话 {number}"
            )
        admin.get(f"/cms/{kind}/")
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(f"/cms/{kind}/").status_code == 200
        counts.append(len(captured))
    assert max(counts) <= counts[0] + 1, counts


@pytest.mark.parametrize(
    ("chooser", "words", "found", "other"),
    [
        ("unit_chooser", "p1a1", "单位 p1a1", "单位 p2a"),
        ("unit_chooser", "Unit p2a", "单位 p2a", "单位 p1a1"),
        ("cadre_chooser", "staff-lan", "王lan", "王mei"),
        ("account_chooser", "mei", "mei", "lan"),
    ],
)
def test_units_people_and_accounts_are_chosen_by_searching(admin, units, chooser, words, found, other):
    make_cadre("lan", unit=units["p1a1"])
    make_cadre("mei", unit=units["p1a2"])
    page = admin.get(f"/cms/{chooser}/results/", {"q": words}).content.decode()
    assert found in page
    assert other not in page
    assert admin.get(f"/cms/{chooser}/").status_code == 200


@pytest.mark.parametrize("chooser", ["unit_chooser", "cadre_chooser", "account_chooser"])
def test_choosers_of_people_are_closed_to_trainers(client_for, units, chooser):
    build_frame()
    cadre = make_cadre("lan", unit=units["p1a1"])
    trainer = client_for(make_user("writer"))
    trainer_user = get_user_model().objects.get(username="writer")
    trainer_user.groups.add(Group.objects.get(name=TRAINERS))
    assert trainer.get("/cms/").status_code == 200
    chosen = {"unit_chooser": units["p1a1"].pk, "cadre_chooser": cadre.pk, "account_chooser": cadre.user_id}
    for address in ("", "results/", f"chosen/{chosen[chooser]}/", f"chosen-multiple/?id={chosen[chooser]}"):
        answer = trainer.get(f"/cms/{chooser}/{address}")
        assert answer.status_code in (302, 403), address
        assert "王lan" not in answer.content.decode()
