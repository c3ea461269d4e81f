"""What a phone holds of a session: passes and signatures, media by choice, and when it all goes again."""

import datetime

import pytest
from django.utils import timezone

from learning.models import ConsentSignature, DevicePack, RegisterEntry, Series, SessionFact
from learning.sessions import bundle, devices
from learning.sessions.run_series import plan_series
from tests.browser.test_offline_session import cut, picture, plan, sent

pytestmark = pytest.mark.browser
PASS = "ABCD2345"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36 MicroMessenger/8.0.50"
)
WRONG_CLOCK = """() => {
    window.rightClock = Date.prototype.toISOString;
    Date.prototype.toISOString = function () { return rightClock.call(new Date(this.getTime() - 40 * 365 * 864e5)); };
}"""
PAGES = [
    {
        "headings": {"en": "Module"},
        "lessons": [
            {
                "headings": {"en": "Lesson"},
                "notes": {},
                "minutes": 5,
                "html": {
                    "en": '<p>Words</p><figure><img alt="emblem" data-media="/static/img/emblem.svg"></figure>'
                },
            }
        ],
    }
]
MEDIA = [
    {"address": "/static/img/emblem.svg", "kind": "image", "size": 2048},
    {"address": "/media/film.mp4", "kind": "video", "size": 3 * 1024 * 1024},
]


def sign(page, area):
    box = page.locator(area).bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
    page.mouse.up()


def open_tile(phone, session, screen):
    phone.page.goto(f"{phone.url}/en/sessions/device/#/s/{session.uuid}/{screen}")


def test_pass_of_a_series_and_a_signed_consent_are_taken_without_a_network(village, cable, phones):
    series = plan_series(series=Series(title="两次课", unit=village["unit"], parts=2), by=village["chen"])
    session = plan(village, series=series, part=1)
    phone = phones()
    phone.sign_in("chen")
    phone.take_along(session)
    cut(cable, phone)
    phone.page.click("[data-act=read]")
    phone.page.fill("#series-pass", "abc")
    phone.tap("[data-slot=save]")
    phone.page.wait_for_selector("[data-problem]:has-text('eight letters')")
    phone.page.fill("#series-pass", PASS.lower())
    phone.page.locator("[data-more]").evaluate("element => { element.open = true; }")
    phone.page.locator(".signature").scroll_into_view_if_needed()
    sign(phone.page, ".signature")
    picture(phone, "register-signed")
    phone.page.locator("[data-slot=save]").click()
    phone.said("Ticket 1 is saved")
    phone.page.fill("#name", "王芳")
    phone.page.locator("[data-more]").evaluate("element => { element.open = true; }")
    phone.page.locator(".signature").scroll_into_view_if_needed()
    sign(phone.page, ".signature")
    phone.page.locator("[data-slot=save]").click()
    phone.said("Ticket 2 is saved")
    open_tile(phone, session, "register")
    phone.page.click("a.device-person:has-text('王芳')")
    phone.page.click("a[href*='/kind/consent-withdrawn-of-']")
    phone.page.click("form button")
    phone.page.wait_for_selector("h1:has-text('Ticket')")

    cable.mend()
    phone.context.set_offline(False)
    sent(phone, session)
    entry = RegisterEntry.objects.select_related("participant").get(session=session, ticket=1)
    assert entry.participant.uuid == series.key_of_pass(PASS)
    assert ConsentSignature.objects.get().entry == entry.uuid, "hers who took her consent back is gone"
    assert phone.problems == []


def test_what_was_written_under_a_wrong_clock_is_moved_to_the_session_and_not_typed_again(
    village, cable, phones
):
    session = plan(village)
    phone = phones()
    phone.sign_in("chen")
    phone.take_along(session)
    cut(cable, phone)
    phone.page.evaluate(WRONG_CLOCK)
    phone.page.click("[data-act=read]")
    phone.register(1, name="王芳", children=2)
    phone.page.evaluate("() => { Date.prototype.toISOString = window.rightClock; }")
    cable.mend()
    phone.context.set_offline(False)
    open_tile(phone, session, "sending")
    phone.page.click("[data-act=send]")
    phone.page.wait_for_selector("[data-clock]:not([hidden])")
    picture(phone, "clock")
    assert not SessionFact.objects.filter(session=session).exists()
    phone.page.click("[data-act=clock]")
    sent(phone, session)
    facts = SessionFact.objects.filter(session=session)
    assert {fact.kind for fact in facts} == {"notice-given", "entered", "attended"}
    assert {fact.state_reason for fact in facts} == {"clock"}
    assert min(fact.occurred_at for fact in facts) - session.starts_at < datetime.timedelta(seconds=2)
    assert RegisterEntry.objects.get(session=session).participant.name == "王芳"


def test_media_are_chosen_by_size_and_shown_without_a_network(village, cable, phones, monkeypatch):
    monkeypatch.setattr(bundle, "pages_of", lambda session: (PAGES, MEDIA))
    session = plan(village)
    phone = phones()
    phone.sign_in("chen")
    phone.take_along(session)
    open_tile(phone, session, "pages")
    total = phone.page.locator("[role=status]", has_text="To fetch")
    total.get_by_text("2 kB").wait_for()
    phone.page.check("input[value='/media/film.mp4']")
    total.get_by_text("3.0 MB").wait_for()
    phone.page.uncheck("input[value='/media/film.mp4']")
    picture(phone, "media")
    phone.page.click("button:has-text('Fetch')")
    phone.page.wait_for_selector("input[value='/static/img/emblem.svg']:disabled")
    assert phone.page.locator("input[value='/media/film.mp4']:enabled").count() == 1
    cut(cable, phone)
    open_tile(phone, session, "lesson/0-0")
    phone.page.wait_for_selector("img[src^='blob:']")
    phone.page.wait_for_function("document.querySelector(\"img[src^='blob:']\").naturalWidth > 0")


def test_pack_goes_after_its_time_and_only_what_was_not_sent_stays(village, cable, phones, monkeypatch):
    ends_soon = datetime.timedelta(seconds=-1)
    monkeypatch.setattr(devices, "KEPT_AT_LEAST", ends_soon)
    monkeypatch.setattr(devices, "KEPT_AFTER_THE_END", -datetime.timedelta(days=1))
    session = plan(village)
    other = plan(village, title="另一课堂")
    phone = phones()
    phone.sign_in("chen")
    phone.take_along(session)
    phone.page.goto(f"{phone.url}/en/sessions/device/#/take/{other.uuid}")
    phone.page.wait_for_url(f"**/#/s/{other.uuid}")
    cut(cable, phone)
    open_tile(phone, session, "")
    phone.page.click("[data-act=read]")
    phone.register(1, name="王芳")
    phone.unlock_again()
    phone.page.wait_for_selector("h1:has-text('监护人课堂')")
    assert phone.page.locator(".device-tiles a").count() == 0
    phone.page.goto(f"{phone.url}/en/sessions/device/#/")
    phone.page.wait_for_selector(".device-list a")
    assert "另一课堂" not in phone.page.inner_text("main")
    assert "its time is over" in phone.page.inner_text("main")
    cable.mend()
    phone.context.set_offline(False)
    sent(phone, session)
    assert RegisterEntry.objects.get(session=session).participant.name == "王芳"


def test_pack_goes_on_command_when_the_phone_is_next_online(village, cable, phones):
    session = plan(village)
    phone = phones()
    phone.sign_in("chen")
    phone.take_along(session)
    cut(cable, phone)
    pack = DevicePack.objects.get(session=session)
    devices.ask_removal(pack=pack, by=village["wei"])
    phone.page.wait_for_timeout(500)
    assert phone.page.locator(".device-tiles a").count()
    cable.mend()
    phone.context.set_offline(False)
    phone.unlock_again()
    phone.page.wait_for_selector(".empty-state")
    for _time in range(20):
        phone.unlock_again()
        pack.refresh_from_db()
        if pack.removed_at:
            break
        phone.page.wait_for_timeout(500)
    assert pack.removed_at is not None, "the phone says that it has removed it"
    assert timezone.now() >= pack.removed_at


@pytest.mark.parametrize(("language", "way"), [("en", "Open in browser"), ("zh-hans", "在浏览器打开")])
def test_in_wechat_she_is_shown_the_way_to_the_browser_and_the_way_on_paper(village, phones, language, way):
    phone = phones()
    talk = phone.context.new_cdp_session(phone.page)
    talk.send("Network.setUserAgentOverride", {"userAgent": WECHAT})
    phone.page.goto(f"{phone.url}/{language}/sessions/device/")
    phone.page.wait_for_selector(".device-steps")
    picture(phone, f"wechat-{language}")
    shown = phone.page.inner_text("main")
    assert way in shown
    assert phone.page.locator(".device-address").inner_text() == f"{phone.url}/{language}/sessions/device/"
    assert phone.page.locator("#pass-new").count() == 0
