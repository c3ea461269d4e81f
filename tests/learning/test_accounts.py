"""Accounts: given out, never taken; mail by a worker and without a trace of its key."""

import re

import pytest
from django.core import mail

from config.jobs.models import Job
from tests.factories.cadres import make_user

pytestmark = pytest.mark.django_db


def test_nobody_signs_up(client):
    assert client.get("/en/account/signup/").status_code == 404


def test_forgotten_password_is_renewed_by_a_link_in_the_readers_language(client, on_commit):
    make_user("lan")
    with on_commit():
        client.post("/zh-hans/account/password/reset/", {"email": "lan@example.org"})
    message = mail.outbox[0]
    assert message.to == ["lan@example.org"]
    assert "新密码" in message.subject
    address = re.search(r"http\S+", message.body).group()
    assert address not in str(Job.objects.values_list("arguments", "result"))
    page = client.get(address.replace("http://127.0.0.1:8000", ""), follow=True)
    done = client.post(
        page.request["PATH_INFO"], {"password1": "a-quite-new-secret", "password2": "a-quite-new-secret"}
    )
    assert done.status_code == 302
    assert client.login(username="lan", password="a-quite-new-secret")


def test_unknown_address_gets_the_same_page_and_no_mail(client, on_commit):
    with on_commit():
        answer = client.post("/en/account/password/reset/", {"email": "nobody@example.org"})
    assert answer.status_code == 302
    assert mail.outbox == []


def test_wrong_password_is_said_beside_the_form_and_the_name_is_kept(client):
    make_user("lan")
    page = client.post("/zh-hans/account/login/", {"login": "lan", "password": "wrong"}).content.decode()
    assert 'value="lan"' in page
    assert "error-summary" in page


def test_signing_out_empties_the_cache_of_pages_and_leaves_the_register_of_a_facilitator(client_for):
    """``storage`` would delete the encrypted register of a session that was not sent yet."""
    client = client_for(make_user("lan"))
    out = client.post("/en/account/logout/", follow=True)
    assert out.redirect_chain[-1][0].endswith("/account/signed-out/")
    assert out["Clear-Site-Data"] == '"cache"'
    assert "js/signed-out.js" in out.content.decode()
    assert 'href="/en/account/login/"' in out.content.decode()  # the next person


def test_page_that_says_signed_out_is_not_shown_to_who_is_signed_in(client_for):
    assert client_for(make_user("lan")).get("/en/account/signed-out/")["Location"] == "/en/my-learning/"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "User name or e-mail"), ("zh-hans", "用户名或电子邮箱")]
)
def test_sign_in_says_what_to_type_and_hides_no_label_in_a_field(client, language, words):
    page = client.get(f"/{language}/account/login/").content.decode()
    assert words in page
    assert "placeholder" not in page.partition("<main")[2]
    assert 'autocapitalize="none"' in page


def test_wrong_password_tells_nothing_about_the_account(client):
    make_user("lan")
    said = []
    for name in ("lan", "nobody-of-this-name"):
        answer = client.post("/en/account/login/", {"login": name, "password": "wrong-password"})
        said.append([str(error) for error in answer.context["form"].non_field_errors()])
    assert said[0]
    assert said[0] == said[1]
