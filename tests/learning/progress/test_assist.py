"""A helper reads aloud and enters; sheets of paper are keyed in. Hers stays hers, and the helper sees no key."""

import io
import uuid

import pytest
from openpyxl import Workbook

from learning.enrolments.enrol import enrol
from learning.models import QuizResult
from learning.progress.assist import NotHers, begin_assisted, cadres_to_help, enter_sheet, quizzes_to_read
from quizzes.analysis.population import attempts_of
from quizzes.models import Attempt, Quiz, UnacceptedSubmission
from quizzes.paper import key_of, print_set
from tests.factories.cadres import make_cadre, make_facilitator
from tests.factories.courses import make_course
from tests.factories.units import make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    units = make_tree()
    course = make_course("law", modules=1, lessons=1)
    cadre = make_cadre("lan", unit=units["p1a1"])
    return {
        "units": units,
        "cadre": cadre,
        "enrolment": enrol(cadre=cadre, course=course),
        "quiz": Quiz.objects.get(key="law-1"),
        "helper": make_facilitator("chen", unit=units["p1a1"]),
    }


def right_line(printed, variant) -> str:
    return " ".join(line.typed for line in key_of(printed.variants[variant], language="en"))


def test_helper_finds_the_cadres_of_her_units_and_never_herself(village):
    elsewhere = make_cadre("mei", unit=village["units"]["p2a"])
    herself = make_cadre("chen-too", unit=village["units"]["p1a1"])
    herself.user.delete()
    herself.user = village["helper"]
    herself.save()
    assert list(cadres_to_help(village["helper"])) == [village["cadre"]]
    assert elsewhere not in cadres_to_help(village["helper"])


def test_assisted_attempt_is_hers_says_who_entered_it_and_is_counted_apart(village, client_for):
    client = client_for(village["helper"])
    page = client.get(f"/en/assist/{village['cadre'].uuid}/")
    enrolment, quiz, key = page.context["offered"][0]
    form = {"course": str(enrolment.uuid), "quiz": quiz.key, "key": str(key)}
    assert "Confirm that she is with you" in client.post(page.request["PATH_INFO"], form).content.decode()
    assert not Attempt.objects.exists()
    address = client.post(page.request["PATH_INFO"], {**form, "present": "1"}).url
    attempt = Attempt.objects.get()
    assert (attempt.registration, attempt.mode, attempt.entered_by) == (
        enrolment.uuid,
        "assisted",
        village["helper"],
    )
    first = client.get(address)
    assert first.context["total"] == 2
    assert len(first.context["questions"]) == 1
    for number, question in enumerate(attempt.paper, start=1):
        name = f"q{question['version']}"
        option = client.get(f"{address}?question={number}").context["questions"][0].options[0].id
        action = "next:2" if number == 1 else "submit"
        client.post(address, {"shown": name, "question": number, name: option, "action": action})
    done = client.get(address).content.decode()
    assert "handed in" in done
    for secret in ("Feedback", "Explanation", "% right"):
        assert secret not in done
    result = QuizResult.objects.get()
    assert (result.mode, result.enrolment) == ("assisted", enrolment)
    assert attempts_of("law-1").count() == 0
    assert attempts_of("law-1", assisted=True).count() == 1


def test_quiz_that_may_not_be_read_aloud_is_neither_offered_nor_begun(village):
    Quiz.objects.update(assisted_allowed=False)
    assert quizzes_to_read(village["cadre"]) == []
    with pytest.raises(NotHers):
        begin_assisted(
            enrolment=village["enrolment"],
            quiz=Quiz.objects.get(key="law-1"),
            key=uuid.uuid4(),
            by=village["helper"],
        )


def test_sheet_leads_back_through_its_variant_and_the_same_sheet_ten_times_is_one(village):
    printed = print_set(quiz=village["quiz"], by=None)
    for letter in "BCD":
        assert right_line(printed, letter)
    sheet = {"printed": printed, "number": "staff-lan", "variant": "c", "by": village["helper"]}
    receipts = [enter_sheet(**sheet, typed=right_line(printed, "C")).status for _n in range(10)]
    assert receipts == ["received"] + ["already-received"] * 9
    attempt = Attempt.objects.get()
    assert (attempt.mode, attempt.scaled, attempt.paper) == ("paper", 1, printed.variants["C"])
    assert enter_sheet(**sheet, typed="- -").status == "conflict"
    assert (Attempt.objects.get().scaled, UnacceptedSubmission.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("number", "variant", "typed", "status"),
    [
        ("nobody", "A", "AB", "unknown-person"),
        ("", "A", "AB", "unknown-person"),
        ("staff-mei", "A", "AB", "unknown-person"),
        ("staff-lan", "Z", "AB", "unknown-variant"),
        ("staff-lan", "A", "ZZ", "unread"),
        ("staff-lan", "A", "A B A B", "unread"),
        ("staff-new", "A", "AB", "not-enrolled"),
    ],
)
def test_sheet_that_fits_nobody_or_cannot_be_read_enters_nothing(village, number, variant, typed, status):
    make_cadre("mei", unit=village["units"]["p2a"])
    make_cadre("new", unit=village["units"]["p1a1"])
    printed = print_set(quiz=village["quiz"], by=None)
    receipt = enter_sheet(printed=printed, number=number, variant=variant, typed=typed, by=village["helper"])
    assert (receipt.status, Attempt.objects.count()) == (status, 0)


def test_spreadsheet_brings_in_sheets_and_says_what_became_of_each(village, client_for):
    printed = print_set(quiz=village["quiz"], by=None)
    book = Workbook()
    book.active.append(["number", "variant", "1", "2"])
    book.active.append(["staff-lan", "B", *right_line(printed, "B").split()])
    book.active.append(["nobody", "A", "A", "B"])
    content = io.BytesIO()
    book.save(content)
    client = client_for(village["helper"])
    for status in ("received", "already-received"):
        upload = io.BytesIO(content.getvalue())
        upload.name = "sheets.xlsx"
        page = client.post("/en/assist/sheets/", {"code": printed.code, "file": upload})
        assert [one.status for one, _says in page.context["receipts"]] == [status, "unknown-person"]
    assert Attempt.objects.get().scaled == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"a,b,c\n1,2,3", b"\x00" * 100])
def test_file_that_is_no_spreadsheet_is_said_and_nothing_happens(village, client_for, content):
    printed = print_set(quiz=village["quiz"], by=None)
    upload = io.BytesIO(content)
    upload.name = "sheets.xlsx"
    page = client_for(village["helper"]).post("/en/assist/sheets/", {"code": printed.code, "file": upload})
    assert page.status_code == 200
    assert not Attempt.objects.exists()


def test_sheets_are_keyed_in_line_by_line(village, client_for):
    printed = print_set(quiz=village["quiz"], by=None)
    form = {
        "code": printed.code,
        "number": ["staff-lan", ""],
        "variant": ["D", "A"],
        "answers": [right_line(printed, "D"), ""],
    }
    page = client_for(village["helper"]).post("/en/assist/sheets/", form)
    assert page.context["received"] == 1
    assert Attempt.objects.get().scaled == 1
