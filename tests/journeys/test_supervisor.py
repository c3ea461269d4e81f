"""Journey 4: a supervisor's roll-up, and the rows behind each number; the spreadsheet says the same."""

import io

import openpyxl
import pytest
from django.utils import timezone

from config.jobs.models import Job
from learning.cadres.change import transfer
from tests.factories.cadres import make_cadre, make_post, make_supervisor
from tests.factories.courses import make_course
from tests.factories.learning import complete_course, fail_quiz
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    units = make_tree()
    course = make_course("law", lessons=1, quiz=False, final=True)
    done = make_cadre("done", unit=units["p1a1"])
    enrolment = complete_course(done, course)
    make_cadre("idle", unit=units["p1a1"])
    make_cadre("next", unit=units["p1a2"])
    outsider = make_cadre("outsider", unit=units["p2a"])
    complete_course(outsider, course)
    return {
        "units": units,
        "course": course,
        "done": done,
        "enrolment": enrolment,
        "by": make_supervisor("zhou", unit=units["p1a"]),
    }


def test_figures_count_the_subtree_and_open(client_for, county):
    client = client_for(county["by"])
    page = client.get("/en/reports/p1a/?period=all")
    table = page.context["table"]
    by_row = {row.key: row for row in table.all_rows}
    assert set(by_row) == {"p1a1", "p1a2", "itself", "total"}
    assert [by_row[key].cells["in_post"].value for key in ("p1a1", "p1a2", "total")] == [2, 1, 3]
    assert [by_row[key].cells["trained"].value for key in ("p1a1", "p1a2", "total")] == [1, 0, 1]
    assert by_row["itself"].cells["coverage"].value is None
    assert "王outsider" not in page.content.decode()
    for figure in ("in_post", "trained", "completions", "tests", "pass_rate", "certificates", "sessions"):
        opened = client.get(f"/en/reports/p1a/figures/{figure}/total/?period=all")
        assert opened.status_code == 200
        assert "王outsider" not in opened.content.decode()
    opened = client.get("/en/reports/p1a/figures/in_post/p1a1/?period=all")
    assert opened.context["page"].paginator.count == 2
    assert "王done" in opened.content.decode()


def test_spreadsheet_agrees_with_the_screen_to_the_cell(client_for, county, on_commit):
    client = client_for(county["by"])
    fail_quiz_enrolment = make_cadre("fails", unit=county["units"]["p1a2"])
    from learning.enrolments.enrol import enrol

    fail_quiz(enrol(cadre=fail_quiz_enrolment, course=county["course"]), "law-final")
    table = client.get("/en/reports/p1a/?period=all").context["table"]
    period = table.question.period
    with on_commit():
        asked = client.post(
            "/en/reports/p1a/export/",
            {
                "period": "own",
                "first": period.first.isoformat(),
                "last": period.last.isoformat(),
                "course": "",
            },
        )
    assert Job.objects.get(kind="report.export").state == Job.State.DONE
    assert client.get(asked.url).status_code == 200
    content = b"".join(client.get(asked.url + "file/").streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    written = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    shown = []
    for row in table.all_rows:
        values = [row.cells[figure.key].value for figure in table.figures]
        shown.append(["unknown" if value is None else float(value) for value in values])
    assert [
        [value if isinstance(value, str) else float(value) for value in line[1:]] for line in written
    ] == shown


def test_history_stays_where_it_happened_when_a_cadre_moves(client_for, county):
    transfer(cadre=county["done"], unit=county["units"]["p2a"], post=make_post(), on=timezone.localdate())
    table = client_for(county["by"]).get("/en/reports/p1a/?period=all").context["table"]
    assert table.total.cells["completions"].value == 1
    assert table.total.cells["in_post"].value == 2
    assert table.total.cells["trained"].value == 0


def test_file_of_somebody_who_lost_her_mandate_is_not_given_out(client_for, county, on_commit):
    client = client_for(county["by"])
    with on_commit():
        asked = client.post("/en/reports/p1a/export/", {"period": "year", "course": ""})
    county["by"].mandates.all().delete()
    assert client.get(asked.url + "file/").status_code == 404
    assert client.get("/en/reports/p1a/").status_code == 404
