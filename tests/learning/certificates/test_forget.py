"""A holder who has left and asks to be forgotten: status only, and no name in any row, file or page."""

import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone

from learning.cadres.change import end_posting
from learning.cadres.forget import forget_cadre
from learning.certificates.change import correct_name
from learning.certificates.issue import store_file
from learning.models import Cadre, Certificate, Completion, PrivateNote
from quizzes.append_only import FORGOTTEN
from tests.factories.cadres import make_trainer, make_user

pytestmark = pytest.mark.django_db
NAME = "欧阳忘川"


@pytest.fixture
def holder(certificate, client_for):
    """Named in a certificate, its correction, an edit in the CMS, and a note of her own."""
    cadre = Cadre.objects.get(pk=certificate.cadre_id)
    admin = make_user("admin", is_superuser=True)
    cadre.user.first_name = NAME
    cadre.user.save()
    Cadre.objects.filter(pk=cadre.pk).update(name=NAME)
    store_file(certificate=correct_name(certificate=certificate, name=NAME, reason=f"应为{NAME}", by=admin))
    PrivateNote.objects.create(cadre=cadre, lesson_key=admin_key(), text=f"{NAME}的笔记")
    edit = client_for(admin).get(f"/cms/cadre/edit/{cadre.pk}/")
    assert "organisation/forget" in edit.content.decode()
    return cadre


def admin_key():
    return Completion.objects.get().course_key


def left(cadre):
    for posting in cadre.postings.filter(until=None):
        end_posting(posting=posting, on=timezone.localdate())


def everything() -> str:
    """All rows of all tables, and all files that are kept."""
    dump = io.StringIO()
    call_command("dumpdata", stdout=dump, use_base_manager=True)
    rows = json.dumps(json.loads(dump.getvalue()), ensure_ascii=False)
    return rows + "".join(files())


def files(folder=""):
    storage = storages["private"]
    folders, names = storage.listdir(folder) if storage.exists(folder or ".") else ([], [])
    for name in names:
        with storage.open(f"{folder}/{name}".lstrip("/")) as file:
            content = file.read()
        yield f"{name} " + content.decode("utf-8", "ignore") + content.decode("utf-16-be", "ignore")
    for below in folders:
        yield from files(f"{folder}/{below}".lstrip("/"))


def test_name_is_in_no_row_file_or_page_and_the_counts_stay(holder, client, on_commit):
    certificates = list(Certificate.objects.filter(cadre=holder))
    names = {NAME, "王fang", "fang@example.org", "staff-fang"}
    assert all(name in everything() for name in (NAME, "王fang"))
    kept = Completion.objects.values_list("pk", "occurred_at", "place_id").get()
    left(holder)
    with on_commit():
        forget_cadre(cadre=holder, by=None)
    found = everything()
    assert [name for name in names if name in found] == []
    assert Completion.objects.values_list("pk", "occurred_at", "place_id").get() == kept
    for certificate in certificates:
        page = client.get(f"/en/verify/{certificate.code}/").content.decode()
        assert ("Withdrawn by its holder" in page, NAME in page, certificate.number in page) == (
            True,
            False,
            False,
        )
        assert (
            client.get(
                f"/en/verify/{certificate.code}/", headers={"accept": "application/vc+jwt"}
            ).status_code
            == 410
        )


def test_who_holds_a_post_is_not_forgotten(holder):
    with pytest.raises(ValidationError):
        forget_cadre(cadre=holder, by=None)
    assert Cadre.objects.get(pk=holder.pk).name == NAME


def test_forgetting_twice_is_once_and_her_account_is_closed(holder, client):
    left(holder)
    first = forget_cadre(cadre=holder, by=None)
    second = forget_cadre(cadre=holder, by=None)
    assert second.forgotten_at == first.forgotten_at
    assert not client.login(username="fang", password="a-long-test-password")
    assert second.name == FORGOTTEN


def test_office_forgets_after_having_read_what_goes(holder, client_for):
    admin = client_for(make_user("other", is_superuser=True))
    address = f"/cms/organisation/forget/{holder.pk}/"
    assert "请先结束其任职" in admin.get(address).content.decode()
    admin.post(address)
    assert Cadre.objects.get(pk=holder.pk).name == NAME
    left(holder)
    assert "无法撤销" in admin.get(address).content.decode()
    admin.post(address)
    assert Cadre.objects.get(pk=holder.pk).name == FORGOTTEN
    trainer = make_trainer("t")
    assert client_for(trainer).post(address).status_code in (302, 403)
