"""Units and cadres from spreadsheets: looked through first, carried out once, each broken row for itself."""

import contextlib
import csv
import datetime
import io
import zipfile

import openpyxl
import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from config.jobs.models import Job
from courses.frame import TRAINERS, build_frame
from learning.cadres.bulk import roster_sheet, unit_sheet
from learning.cadres.bulk.models import BulkImport
from learning.cadres.bulk.run import bring, carry_out, forget_old_files, template_file
from learning.cadres.bulk.sheet import Row, SheetRefused, read_rows
from learning.models import Cadre, Posting, Unit, UnitPlace
from tests.courses.conftest import member_of
from tests.factories.cadres import make_cadre, make_post, make_user
from tests.factories.units import LONG_AGO, make_levels, make_tree

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)


def nothing(done, total):
    pass


def unit_rows(*lines):
    fields = ("code", "name zh-hans", "name en", "level", "parent", "opens", "closes")
    return [
        Row(line=number, cells={f: v for f, v in zip(fields, line, strict=False) if v})
        for number, line in enumerate(lines, start=2)
    ]


def people_rows(*lines):
    fields = ("code", "name", "unit", "post", "since", "until", "language", "username")
    return [
        Row(line=number, cells={f: v for f, v in zip(fields, line, strict=False) if v})
        for number, line in enumerate(lines, start=2)
    ]


def csv_of(columns, *lines) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([columns, *lines])
    return file.getvalue().encode()


def acts(plan):
    return [(change.code, change.act) for change in plan.changes]


# Reading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_of_chinese_spreadsheets_is_read(encoding):
    rows = read_rows("代码,名称,级别,上级代码\n0053,云岭省,省,\n".encode(encoding), unit_sheet.COLUMNS)
    assert rows == [Row(line=2, cells={"code": "0053", "name zh-hans": "云岭省", "level": "省"})]


def test_an_xlsx_with_english_headings_numbers_and_days_is_read():
    book = openpyxl.Workbook()
    book.active.append(["Code", "Name", "Level", "Parent", "Opened on"])
    book.active.append([53, "云岭省", "province", None, datetime.datetime(2020, 1, 2)])
    book.active.append([None, "  ", None, None, None])
    file = io.BytesIO()
    book.save(file)
    rows = read_rows(file.getvalue(), unit_sheet.COLUMNS)
    assert [row.cells for row in rows] == [
        {"code": "53", "name zh-hans": "云岭省", "level": "province", "opens": "2020-01-02"}
    ]


@pytest.mark.parametrize("kind", ["units", "roster"])
def test_our_own_empty_spreadsheet_has_every_column(kind):
    columns = {"units": unit_sheet.COLUMNS, "roster": roster_sheet.COLUMNS}[kind]
    with pytest.raises(SheetRefused, match="没有"):
        read_rows(template_file(kind), columns)


def _bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return file.getvalue()


def _entities():
    source = io.BytesIO()
    openpyxl.Workbook().save(source)
    file = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text
            new.writestr(entry.filename, text)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 half a file",
        b"\xff\xfe\x00 \xff",
        "代码,名称\n53,云岭省\n".encode(),
        "代码,名称,级别,上级代码\n".encode(),
        _bomb(),
        _entities(),
    ],
    ids=["empty", "half", "bytes", "columns", "rows", "bomb", "entities"],
)
def test_a_file_that_is_no_such_spreadsheet_is_refused_in_words(content):
    with pytest.raises(SheetRefused) as refused:
        read_rows(content, unit_sheet.COLUMNS)
    assert str(refused.value)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_in_another_way(content):
    with contextlib.suppress(SheetRefused):
        read_rows(content, unit_sheet.COLUMNS)


# Units


def test_a_tree_is_built_in_whatever_order_the_rows_stand():
    make_levels()
    rows = unit_rows(
        ("A11", "石桥县", "Shiqiao", "县", "A1"),
        ("A1", "清溪市", "", "prefecture", "A"),
        ("A", "云岭省", "Yunling", "省", "CN"),
        ("CN", "全国", "", "nation", ""),
        ("A12", "白水县", "", "county", "A1", "2021-05-01"),
    )
    plan = unit_sheet.apply_units(rows, on=TODAY, progress=nothing)
    assert plan.problems == []
    assert Unit.find_problems() == ([], [], [], [], [])
    assert [(unit.code, unit.depth, unit.numchild) for unit in Unit.objects.all()] == [
        ("CN", 1, 1),
        ("A", 2, 1),
        ("A1", 3, 2),
        ("A11", 4, 0),
        ("A12", 4, 0),
    ]
    place = UnitPlace.objects.get(unit__code="A12")
    assert (place.lineage, place.name_zh_hans, place.since) == (
        "/CN/A/A1/A12/",
        "白水县",
        datetime.date(2021, 5, 1),
    )


def test_new_units_stand_beside_those_that_were_there_and_more_can_be_added_by_hand():
    units = make_tree()
    unit_sheet.apply_units(
        unit_rows(("p1a3", "新县", "", "county", "p1a"), ("p3", "新省", "", "province", "nation")),
        on=TODAY,
        progress=nothing,
    )
    assert Unit.find_problems() == ([], [], [], [], [])
    assert [child.code for child in Unit.objects.get(code="p1a").get_children()] == ["p1a1", "p1a2", "p1a3"]
    Unit.objects.get(pk=units["p1a"].pk).add_child(
        instance=Unit(code="p1a4", name="又一县", level=units["p1a1"].level)
    )
    assert Unit.find_problems() == ([], [], [], [], [])


def test_a_second_run_of_the_same_file_changes_nothing():
    make_tree()
    rows = unit_rows(
        ("p1", "新名", "Unit p1", "province", "nation"),
        ("p1a1", "单位 p1a1", "", "county", "p2a"),
        ("p1a2", "单位 p1a2", "", "county", "p1a", "", "2026-05-01"),
        ("p4", "第四省", "", "province", "nation"),
    )
    first = unit_sheet.apply_units(rows, on=TODAY, progress=nothing)
    assert acts(first) == [("p4", "new"), ("p1", "renamed"), ("p1a1", "moved"), ("p1a2", "closed")]
    places = list(UnitPlace.objects.order_by("pk").values())
    second = unit_sheet.apply_units(rows, on=TODAY, progress=nothing)
    assert (acts(second), second.problems, second.unchanged) == ([], [], 4)
    assert list(UnitPlace.objects.order_by("pk").values()) == places


def test_a_change_keeps_where_the_unit_stood_until_then():
    make_tree()
    unit_sheet.apply_units(unit_rows(("p1a", "改名的市", "", "prefecture", "p2")), on=TODAY, progress=nothing)
    county = list(
        UnitPlace.objects.filter(unit_code="p1a1").order_by("since").values_list("lineage", "since")
    )
    assert county == [("/nation/p1/p1a/p1a1/", LONG_AGO), ("/nation/p2/p1a/p1a1/", TODAY)]


def test_looking_through_changes_nothing():
    make_tree()
    before = list(Unit.objects.values())
    plan = unit_sheet.plan_units(
        unit_rows(("p1", "新名", "", "province", "nation"), ("p9", "新省", "", "province", "nation")),
        on=TODAY,
    )
    assert acts(plan) == [("p1", "renamed"), ("p9", "new")]
    assert list(Unit.objects.values()) == before


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (("bad code!", "名", "", "county", "p1a"), "代码"),
        (("x1", "", "", "county", "p1a"), "名称"),
        (("x1", "名" * 161, "", "county", "p1a"), "太长"),
        (("x1", "名", "", "区块", "p1a"), "区块"),
        (("x1", "名", "", "county", "nowhere"), "nowhere"),
        (("x1", "名", "", "province", "p1a"), "级"),
        (("x1", "名", "", "nation", ""), "nation"),
        (("x1", "名", "", "county", "p1a", "2026-02-30"), "2026-02-30"),
        (("x1", "名", "", "county", "p1a", "2026-02-02", "2026-02-01"), "设立"),
        (("p1", "单位 p1", "", "province", "p1a1"), "自己"),
        (("p1a1", "单位", "", "township", "p1a"), "级别"),
        (("x1", "名", "", "county", "x1"), "循环"),
    ],
)
def test_a_row_that_cannot_be_carried_out_says_why_and_stops_only_itself(line, why):
    make_tree()
    rows = unit_rows(line, ("good", "好县", "", "county", "p1a"))
    plan = unit_sheet.apply_units(rows, on=TODAY, progress=nothing)
    assert [problem.line for problem in plan.problems] == [2]
    assert why in plan.problems[0].message
    assert Unit.objects.filter(code="good").exists()
    assert not Unit.objects.filter(code="x1").exists()


def test_units_below_a_refused_one_in_a_circle_or_named_twice_are_refused_with_their_reason():
    make_tree()
    plan = unit_sheet.plan_units(
        unit_rows(
            ("x", "名", "", "no-level", "p1a"),
            ("y", "名", "", "township", "x"),
            ("c1", "名", "", "county", "c2"),
            ("c2", "名", "", "county", "c1"),
            ("z", "名", "", "county", "p1a"),
            ("z", "名", "", "county", "p1a"),
        ),
        on=TODAY,
    )
    assert sorted(problem.line for problem in plan.problems) == [2, 3, 4, 5, 7]
    assert acts(plan) == [("z", "new")]


@pytest.mark.parametrize("many", [10, 100, 400])
def test_new_units_take_as_many_queries_however_many_they_are(many):
    make_tree()
    rows = unit_rows(*[(f"v{n}", f"县{n}", "", "county", "p1a") for n in range(many)])
    with CaptureQueriesContext(connection) as captured:
        unit_sheet.apply_units(rows, on=TODAY, progress=nothing)
    inserts = [query for query in captured if "INSERT" in query["sql"]]
    assert len(captured) - len(inserts) <= 13


# Cadres


@pytest.fixture
def posted():
    """The tree, two posts, and ``lan`` (staff-lan) in p1a1."""
    units = make_tree()
    make_post("childrens-director")
    make_post("volunteer")
    make_cadre("lan", unit=units["p1a1"])
    return units


def test_people_are_appointed_transferred_renamed_and_leave(posted):
    rows = people_rows(
        ("staff-lan", "王兰", "p1a2", "职务 volunteer", "2026-03-01"),
        ("n1", "李梅", "p1a", "childrens-director", "2025-01-01", "", "en", "limei"),
        ("n2", "阿依古丽", "p1a", "Post volunteer", "2025-01-01", "2026-05-01"),
    )
    plan = roster_sheet.apply_roster(rows, on=TODAY, progress=nothing)
    assert plan.problems == []
    assert acts(plan) == [
        ("n1", "new"),
        ("n2", "new"),
        ("staff-lan", "renamed"),
        ("staff-lan", "transferred"),
    ]
    held = Posting.objects.order_by("cadre__code", "since").values_list(
        "cadre__code", "unit__code", "post__code", "since", "until"
    )
    assert list(held) == [
        ("n1", "p1a", "childrens-director", datetime.date(2025, 1, 1), None),
        ("n2", "p1a", "volunteer", datetime.date(2025, 1, 1), datetime.date(2026, 5, 1)),
        ("staff-lan", "p1a1", "childrens-director", LONG_AGO, datetime.date(2026, 3, 1)),
        ("staff-lan", "p1a2", "volunteer", datetime.date(2026, 3, 1), None),
    ]
    new = Cadre.objects.get(code="n1")
    assert (new.user.username, new.user.has_usable_password(), new.language) == ("limei", False, "en")
    again = roster_sheet.apply_roster(rows[:2], on=TODAY, progress=nothing)
    assert (acts(again), again.problems, again.unchanged) == ([], [], 2)


def test_who_leaves_keeps_her_history(posted):
    rows = people_rows(("staff-lan", "王lan", "p1a1", "childrens-director", "", "2026-05-31"))
    plan = roster_sheet.apply_roster(rows, on=TODAY, progress=nothing)
    assert acts(plan) == [("staff-lan", "ended")]
    assert Posting.objects.get(cadre__code="staff-lan").until == datetime.date(2026, 5, 31)
    again = roster_sheet.apply_roster(rows, on=TODAY, progress=nothing)
    assert (acts(again), again.problems) == ([], [])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (("", "名", "p1a", "volunteer"), "工号"),
        (("x1", "", "p1a", "volunteer"), "姓名"),
        (("x1", "名", "nowhere", "volunteer"), "nowhere"),
        (("x1", "名", "p1a", "厂长"), "厂长"),
        (("x1", "名", "p1a", "volunteer", "2026-13-01"), "2026-13-01"),
        (("x1", "名", "p1a", "volunteer", "2026-03-02", "2026-03-01"), "任职"),
        (("x1", "名", "p1a", "volunteer", "", "", "tlh"), "tlh"),
        (("x1", "名", "p1a", "volunteer", "", "", "", "lan"), "lan"),
        (("x1", "名", "p1a", "volunteer", "", "", "", "a b<c"), "用户名"),
    ],
)
def test_a_person_whose_row_cannot_be_carried_out_stops_nobody_else(posted, line, why):
    plan = roster_sheet.apply_roster(
        people_rows(line, ("good", "好人", "p1a", "volunteer")), on=TODAY, progress=nothing
    )
    assert [problem.line for problem in plan.problems] == [2]
    assert why in plan.problems[0].message, plan.problems[0].message
    assert Cadre.objects.filter(code="good").exists()
    assert not Cadre.objects.filter(code="x1").exists()


def test_an_account_name_is_given_once(posted):
    plan = roster_sheet.plan_roster(
        people_rows(
            ("a", "甲", "p1a", "volunteer", "", "", "", "same"),
            ("b", "乙", "p1a", "volunteer", "", "", "", "Same"),
            ("a", "丙", "p1a", "volunteer"),
        ),
        on=TODAY,
    )
    assert [problem.line for problem in plan.problems] == [3, 4]


def test_interrupted_it_goes_on_where_it_stopped(posted, monkeypatch):
    monkeypatch.setattr(roster_sheet, "AT_ONCE", 10)
    rows = people_rows(*[(f"n{n}", f"人{n}", "p1a", "volunteer", "", "", "", f"user{n}") for n in range(25)])

    def killed(done, total):
        raise SystemExit

    with pytest.raises(SystemExit):
        roster_sheet.apply_roster(rows, on=TODAY, progress=killed)
    assert Cadre.objects.filter(code__startswith="n").count() == 10
    plan = roster_sheet.apply_roster(rows, on=TODAY, progress=nothing)
    assert (len(plan.steps), plan.unchanged, plan.problems) == (15, 10, [])
    assert Cadre.objects.filter(code__startswith="n").count() == 25


# In the CMS

COLUMNS = ("代码", "名称", "级别", "上级代码")


def upload(client, content, kind="units", name="units.csv"):
    file = io.BytesIO(content)
    file.name = name
    return client.post("/cms/organisation/imports/", {"kind": kind, "file": file, "on": "2026-06-01"})


def test_a_person_sees_what_would_change_and_then_carries_it_out(client_for, on_commit):
    make_tree()
    admin = client_for(make_user("boss", is_superuser=True, is_staff=True))
    with on_commit():
        answer = upload(
            admin, csv_of(COLUMNS, ("p5", "第五省", "province", "nation"), ("x", "", "省", "nation"))
        )
    page = admin.get(answer.url)
    assert "第五省" in page.content.decode()
    assert not Unit.objects.filter(code="p5").exists()
    rows = openpyxl.load_workbook(
        io.BytesIO(b"".join(admin.get(f"{answer.url}problems.xlsx").streaming_content))
    )
    assert [cell.value for cell in rows.active[2]][:1] == ["3"]
    with on_commit():
        admin.post(answer.url)
        admin.post(answer.url)
    assert Unit.objects.filter(code="p5").count() == 1
    assert "第五省" in admin.get(answer.url).content.decode()
    assert admin.get("/cms/organisation/imports/").status_code == 200


def test_a_file_that_cannot_be_read_says_so_and_changes_nothing(client_for, on_commit):
    make_tree()
    admin = client_for(make_user("boss", is_superuser=True, is_staff=True))
    with on_commit():
        answer = upload(admin, b"\xff\xfe\xff", name="units.xlsx")
    assert Job.objects.get().state == Job.State.FAILED
    assert "无法" in admin.get(answer.url).content.decode()
    with on_commit():
        admin.post(answer.url)
    assert Job.objects.count() == 1


def test_only_who_may_add_units_or_cadres_may_bring_them(client_for, on_commit):
    make_tree()
    admin = make_user("boss", is_superuser=True, is_staff=True)
    with on_commit():
        brought = bring(
            kind="roster",
            content=csv_of(("工号", "姓名", "单位代码", "职务")),
            file_name="x",
            on=TODAY,
            by=admin,
        )
    build_frame()
    for client in (
        client_for(),
        client_for(make_user("somebody")),
        client_for(member_of(TRAINERS, "writer")),
    ):
        for address in ("", "template/units.xlsx", f"{brought.uuid}/", f"{brought.uuid}/problems.xlsx"):
            answer = client.get(f"/cms/organisation/imports/{address}")
            assert answer.status_code in (302, 403), address
            assert "工号" not in answer.content.decode()


def test_the_file_and_the_names_are_forgotten_after_two_weeks_and_the_counts_stay(posted, on_commit):
    admin = make_user("boss", is_superuser=True)
    lines = [("n1", "李不能留", "p1a", "volunteer"), ("n2", "张不能留", "nowhere", "volunteer")]
    with on_commit():
        brought = bring(
            kind="roster",
            content=csv_of(("工号", "姓名", "单位代码", "职务"), *lines),
            file_name="李不能留.csv",
            on=TODAY,
            by=admin,
        )
    with on_commit():
        carry_out(brought=brought, by=admin)
    assert forget_old_files() == 0
    BulkImport.objects.update(created_at=timezone.now() - datetime.timedelta(days=15))
    with on_commit():
        assert forget_old_files() == 1
    brought.refresh_from_db()
    assert brought.done["counts"] == {"new": 1}
    assert "不能留" not in str(BulkImport.objects.values())
    assert not storages["private"].exists(brought.stored_as)
    assert not storages["private"].exists(brought.problems_stored_as)
    assert forget_old_files() == 0


def test_what_is_brought_is_the_spreadsheet_and_never_a_formula(posted, on_commit):
    with on_commit():
        brought = bring(
            kind="roster",
            content=csv_of(
                ("工号", "姓名", "单位代码", "职务"), ("x1", "=cmd|' /C calc'!A1", "nowhere", "volunteer")
            ),
            file_name="x.csv",
            on=TODAY,
            by=make_user("boss"),
        )
    with storages["private"].open(brought.problems_stored_as) as file:
        cell = openpyxl.load_workbook(file).active["D2"]
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A1", "s")
