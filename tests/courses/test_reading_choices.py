"""Rules: everybody may choose how to read, without an account or a script; nothing but her own choice is kept, and only in her browser."""

import pytest

from courses.reading_choices import COOKIE, ReadingChoices, reading_choices
from tests.factories.courses import make_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    make_index()


def choose(client, **choices):
    return client.post("/en/reading/", choices)


def test_what_was_chosen_holds_on_every_page_and_in_every_language(client):
    choose(client, size="largest", colours="dark", pictures="text")
    for address in ("/en/", "/zh-hans/", "/en/help/", "/zh-hans/no-such-page/"):
        page = client.get(address).content.decode()
        assert 'data-size="largest" data-colours="dark" data-pictures="text"' in page


def test_without_a_choice_there_is_no_cookie(client):
    response = choose(client)
    assert not response.cookies.get(COOKIE) or response.cookies[COOKIE]["max-age"] == 0
    assert "data-size" not in client.get("/en/").content.decode()


def test_choosing_as_usual_everywhere_takes_the_cookie_away(client):
    choose(client, size="large")
    assert client.cookies[COOKIE].value == "size=large"
    choose(client, size="", colours="", pictures="")
    assert client.cookies[COOKIE].value == ""


def test_choosing_sets_no_other_cookie(client):
    assert set(choose(client, size="large").cookies) == {COOKIE}


def test_she_comes_back_to_the_page_she_came_from(client):
    page = client.get("/en/help/").content.decode()
    assert "/en/reading/?back=%2Fen%2Fhelp%2F" in page
    assert client.post("/en/reading/", {"size": "large", "back": "/en/help/"}).url == "/en/help/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "\\\\elsewhere.example"],
)
def test_nobody_is_sent_to_another_site(client, elsewhere):
    assert client.post("/en/reading/", {"size": "large", "back": elsewhere}).url == "/en/reading/"
    assert 'name="back"' not in client.get("/en/reading/", {"back": elsewhere}).content.decode()


@pytest.mark.parametrize(
    "cookie", ["size=huge", "size=%22%3E%3Cscript%3E", "&&&", "colours=dark" * 100, "\x00", "admin=1"]
)
def test_a_cookie_that_is_none_of_ours_changes_nothing(rf, cookie):
    request = rf.get("/")
    request.COOKIES[COOKIE] = cookie
    assert reading_choices(request) == ReadingChoices()


def test_a_choice_that_does_not_exist_is_told_and_nothing_is_kept(client):
    response = choose(client, size="huge")
    assert response.status_code == 200
    assert COOKIE not in response.cookies


def test_with_words_only_no_decoration_is_loaded(client):
    assert "img/home.svg" in client.get("/en/").content.decode()
    choose(client, pictures="text")
    assert "img/home.svg" not in client.get("/en/").content.decode()
