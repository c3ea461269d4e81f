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
