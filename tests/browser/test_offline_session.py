"""A whole session in a village without signal, on two phones, with everything that goes wrong there."""

import datetime
import os
import uuid
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from learning.models import DevicePack, FactBatch, Participant, RegisterEntry, SessionFact, TrainingSession
from learning.sessions import record
from learning.sessions.close import close_session
from learning.sessions.inbox import take_in_file
from learning.sessions.plan import modules_on_offer, plan_session
from learning.sessions.project import register_of
from quizzes.models import Quiz
from tests.factories.cadres import PASSWORD

pytestmark = pytest.mark.browser
PEOPLE = 40
NAMED = range(1, 13)  # tickets of those who left a name
KILLED_AFTER = 20
FORGOTTEN = 3  # the ticket of her who takes her consent back in the village
ABSENT = 5  # the phone says present; the colleague's says that she did not come


def plan(village, title="监护人课堂", **fields) -> TrainingSession:
    begins = timezone.now() - datetime.timedelta(hours=1)
    session = TrainingSession(
        title=title,
        unit=village["unit"],
        venue="村活动室",
        starts_at=begins,
        ends_at=begins + datetime.timedelta(hours=3),
        language="本地话",
        test=Quiz.objects.get(key="room"),
        **fields,
    )
    modules = [module.key for _course, modules in modules_on_offer() for module in modules]
    return plan_session(session=session, module_keys=modules, by=village["chen"], colleagues=[village["wei"]])


def picture(phone, name):
    """With PICTURES=folder each step can be looked at."""
    if os.environ.get("PICTURES"):
        phone.page.screenshot(path=Path(os.environ["PICTURES"]) / f"{name}.png", full_page=True)


def what_was_said(session) -> list[dict]:
    """The session as it happened, for keeping it online: kind, payload, line and name of each fact."""
    said = [{"kind": "notice-given", "payload": {"how": "read-aloud"}}]
    for ticket in range(1, PEOPLE + 1):
        entry = uuid.uuid5(session.uuid, f"ticket-{ticket}")
        named = ticket in NAMED
        payload = {
            "ticket": ticket,
            "role": "parent",
            "children": ticket % 3,
            "consent": "own" if named else "",
        }
        said.append(
            {"kind": "entered", "entry": entry, "payload": payload, "name": f"王{ticket}" if named else ""}
        )
        said.append({"kind": "attended", "entry": entry, "payload": {"attendance": "present"}})
    said.append({"kind": "heads-counted", "payload": {"under_14": 4, "others": 2}})
    return said + [
        {"kind": "test-counted", "payload": hands(session, phase)} for phase in ("before", "after")
    ]


def hands(session, phase) -> dict:
    right = {"before": 10, "after": 30}[phase]
    counts = {}
    for question in record.test_outline(session):
        first, second, *_rest = question["options"]
        counts[str(question["id"])] = {first: right, second: PEOPLE - right}
    return {"phase": phase, "people": PEOPLE, "counts": counts}


def count_hands(phone, session, phase):
    phone.page.click(f"a[href$='/hands/{phase}']")
    phone.page.fill("#people", str(PEOPLE))
    for question, options in hands(session, phase)["counts"].items():
        for option, count in options.items():
            phone.page.fill(f"input[name='{question}/{option}']", str(count))
    picture(phone, f"hands-{phase}")
    phone.page.click("form button")
    phone.page.wait_for_selector(".device-status")


def cut(cable, *phones):
    cable.cut()
    for phone in phones:
        phone.context.set_offline(True)


def sent(phone, session):
    """Wait until the phone says that nothing waits any more."""
    phone.page.goto(f"{phone.url}/en/sessions/device/#/s/{session.uuid}/sending")
    for _time in range(40):
        if phone.page.locator("progress").evaluate("element => element.value === element.max"):
            return
        phone.page.click("[data-act=send]")
        phone.page.wait_for_timeout(500)
    raise AssertionError(phone.page.inner_text("#screen"))


def test_session_of_forty_people_without_a_network_comes_to_what_it_would_online(
    village, cable, phones, tmp_path
):
    session = plan(village)
    chen, wei = phones(), phones()
    chen.sign_in("chen")
    chen.take_along(session)
    picture(chen, "session")
    wei.sign_in("wei")
    wei.take_along(session)

    # No network. From opening the app to the first person registered: three taps.
    cut(cable, chen, wei)
    chen.taps = 0
    chen.unlock()
    chen.page.wait_for_selector("#network:not([hidden])")
    picture(chen, "notice")
    chen.tap("[data-act=read]")
    chen.page.fill("#name", "王1")
    chen.page.locator("[data-more]").evaluate("element => { element.open = true; }")
    chen.page.check("input[name=role][value=parent]")
    chen.page.fill("input[name=children]", "1")
    picture(chen, "register")
    chen.tap("[data-slot=save]")
    chen.said("Ticket 1 is saved")
    assert chen.taps <= 3

    for ticket in range(2, KILLED_AFTER + 1):
        chen.register(ticket, name=f"王{ticket}" if ticket in NAMED else "", children=ticket % 3)
    chen.kill()
    chen.open()
    chen.context.set_offline(True)
    chen.unlock()
    chen.page.click("a[href$='/register']")
    chen.page.wait_for_selector(f".device-count:has-text('{KILLED_AFTER}')")
    for ticket in range(KILLED_AFTER + 1, PEOPLE + 1):
        chen.register(ticket, children=ticket % 3)
    picture(chen, "register-full")
    forget_on_phone(chen, session)
    chen.page.goto(f"{chen.url}/en/sessions/device/#/s/{session.uuid}")
    chen.page.click("a[href$='/kind/heads-counted']")
    chen.page.fill("input[name=under_14]", "4")
    chen.page.fill("input[name=others]", "2")
    picture(chen, "heads")
    chen.page.click("form button")
    chen.page.wait_for_selector(".device-status")
    count_hands(chen, session, "before")
    count_hands(chen, session, "after")
    chen.page.click("a[href$='/pages']")
    picture(chen, "pages")
    chen.page.click("a[href*='/lesson/0-0']")
    picture(chen, "lesson")
    assert not SessionFact.objects.filter(session=session).exists()

    # The colleague has written down the first six tickets too, and that one of them did not come.
    wei.unlock()
    wei.page.click("[data-act=read]")
    for ticket in range(1, 7):
        wei.register(ticket, name=f"王{ticket}", children=ticket % 3)
    wei.page.goto(f"{wei.url}/en/sessions/device/#/s/{session.uuid}/line/{line(session, ABSENT)}")
    picture(wei, "line")
    wei.page.click("a[href*='/kind/attended-of-']")
    wei.page.check("input[name=attendance][value=absent]")
    picture(wei, "attendance")
    wei.page.click("form button")
    wei.page.wait_for_selector(".device-tiles")

    # A file of it all goes by another way, and arrives first in part of what follows.
    chen.page.goto(f"{chen.url}/en/sessions/device/#/s/{session.uuid}/sending")
    picture(chen, "sending")
    with chen.page.expect_download() as caught:
        chen.page.click("[data-act=file]")
    carried = Path(caught.value.path()).read_bytes()
    assert "王1".encode() not in carried

    # The network comes back, but her sign-in ran out meanwhile: the phone says so, and keeps everything.
    chen.context.clear_cookies()
    cable.mend()
    chen.context.set_offline(False)
    chen.page.click("[data-act=send]")
    chen.page.click(".notice a[href*='/account/login/']")
    chen.page.wait_for_selector("#id_login")
    assert not FactBatch.objects.exists()

    # It breaks twice: once before the server has an upload, once before its answer arrives.
    cable.lose_next_upload(answered=False)
    cable.lose_next_upload(answered=True)
    chen.page.fill("#id_login", "chen")
    chen.page.fill("#id_password", PASSWORD)
    chen.page.click("main button")
    chen.page.wait_for_selector("#pass")
    chen.unlock()
    chen.page.wait_for_selector(".device-status")
    sent(chen, session)
    assert cable.lost == 2
    _session, receipts = take_in_file(file=ContentFile(carried), by=village["wei"])
    assert {receipt.status for receipt in receipts} == {"already-received"}
    wei.context.set_offline(False)
    sent(wei, session)
    picture(wei, "sent")

    # Each fact stands once, nothing is lost, what disagrees is listed.
    facts = SessionFact.objects.filter(session=session)
    assert facts.filter(kind="entered").count() == PEOPLE + 6
    assert facts.values("uuid").distinct().count() == facts.count()
    assert RegisterEntry.objects.filter(session=session).count() == PEOPLE
    conflicts = register_of(session).conflicts
    assert {(kind, subject) for kind, subject, _uuids in conflicts} == {
        ("attended", str(line(session, ABSENT)))
    }
    assert not Participant.objects.filter(name=f"王{FORGOTTEN}").exists()
    decide_in_the_browser(chen, session)

    # The figures equal those of the same session kept online.
    offline = close_session(session=session, by=village["chen"])
    twin = plan(village, title="同一课堂")
    for said in what_was_said(twin):
        record.record_fact(session=twin, fact_uuid=uuid.uuid4(), by=village["chen"], **said)
    online = close_session(session=twin, by=village["chen"])
    assert figures(offline) == figures(online)
    assert offline.reached == PEOPLE + 6

    # All was sent, so the phone gives the pack back.
    chen.page.goto(f"{chen.url}/en/sessions/device/#/s/{session.uuid}/sending")
    chen.page.click("[data-act=finish]")
    chen.page.wait_for_selector(".empty-state")
    chen.page.wait_for_timeout(500)
    chen.page.reload()
    chen.page.wait_for_selector("#pass")
    chen.page.wait_for_timeout(1500)
    assert DevicePack.objects.get(device__user=village["chen"]).removed_at is not None
    assert (chen.problems, wei.problems) == ([], [])
    assert FactBatch.objects.filter(session=session, way="file").count() == 1


def line(session, ticket) -> uuid.UUID:
    return uuid.uuid5(session.uuid, f"ticket-{ticket}")


def figures(result) -> dict:
    names = (
        "reached",
        "heads",
        "children",
        "before_answered",
        "before_right",
        "after_answered",
        "after_right",
        "before_people",
        "after_people",
        "reported_reached",
        "reported_children",
        "minutes",
    )
    return {name: getattr(result, name) for name in names}


def forget_on_phone(phone, session):
    """She takes her consent back while there is no network: the name is gone from the phone at once."""
    phone.page.goto(f"{phone.url}/en/sessions/device/#/s/{session.uuid}/line/{line(session, FORGOTTEN)}")
    phone.page.click("a[href*='/kind/consent-withdrawn-of-']")
    picture(phone, "consent-withdrawn")
    phone.page.click("form button")
    phone.page.wait_for_selector("h1:has-text('Ticket')")
    phone.page.goto(f"{phone.url}/en/sessions/device/#/s/{session.uuid}/register")
    phone.page.wait_for_selector(".device-people")
    assert f"王{FORGOTTEN}" not in phone.page.inner_text(".device-people").split()


def decide_in_the_browser(phone, session):
    page = phone.context.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{phone.url}/en/sessions/{session.uuid}/held/")
    if os.environ.get("PICTURES"):
        page.screenshot(path=Path(os.environ["PICTURES"]) / "conflict.png", full_page=True)
    page.locator("label:has-text('came')").first.click()
    page.locator("input[name=reason]").fill("她坐在后排")
    page.click("button[value=keep]")
    page.wait_for_selector(".notice--success")
    page.close()
    assert register_of(session).conflicts == []
    assert RegisterEntry.objects.get(session=session, ticket=ABSENT).attendance == "present"
    decided = SessionFact.objects.get(session=session, state="declined")
    assert (decided.state_reason, decided.decided_by.username) == ("她坐在后排", "chen")
