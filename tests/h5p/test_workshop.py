"""Activities in the CMS: who may do what, what a trainer reads, and that what is exported comes back the same."""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.frame import TRAINERS, build_frame
from courses.h5p.export import export
from courses.h5p.models import Activity, Content, Library, Upload
from courses.h5p.upload import import_package
from tests.factories import h5p as make
from tests.factories.cadres import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client_for):
    build_frame()
    user = make_user("trainer")
    user.groups.add(Group.objects.get(name=TRAINERS))
    return client_for(user)


@pytest.fixture
def installer(client_for):
    build_frame()
    user = make_user("installer")
    user.groups.add(Group.objects.get(name=TRAINERS))
    user.user_permissions.add(Permission.objects.get(codename="install_library"))
    return client_for(user)


def upload(client, on_commit, file=None, *, name="a.h5p", query=""):
    data = {"file": SimpleUploadedFile(name, (file or make.package()).getvalue()), "language": "en"}
    with on_commit():
        return client.post(reverse("h5p_tools:new") + query, data)


def test_administrator_uploads_and_finds_the_activity(installer, on_commit):
    answer = upload(installer, on_commit)
    row = Upload.objects.get()
    assert answer.url == reverse("h5p_tools:upload", args=[row.uuid])
    assert (row.state, row.file, len(row.sha256)) == ("accepted", "", 64)
    page = installer.get(answer.url).content.decode()
    assert reverse("wagtailsnippets_h5p_activity:edit", args=[row.activity.pk]) in page
    assert installer.get(reverse("wagtailsnippets_h5p_activity:list")).status_code == 200
    edit = installer.get(reverse("wagtailsnippets_h5p_activity:edit", args=[row.activity.pk]))
    assert "A small question" in edit.content.decode()


def test_trainer_may_not_bring_libraries_and_is_told_in_words_what_is_missing(trainer, on_commit):
    answer = upload(trainer, on_commit)
    assert not Library.objects.exists()
    assert Upload.objects.get().state == "refused"
    page = trainer.get(answer.url).content.decode()
    assert "Test.YesNo 1.0" in page
    assert "library-missing" in page


def test_trainer_uploads_content_for_installed_libraries(trainer, on_commit):
    import_package(make.package(), language="zh-hans", may_install=True)
    upload(trainer, on_commit)
    assert Upload.objects.get().state == "accepted"
    assert Activity.objects.count() == 2


def test_broken_file_is_refused_with_its_findings(installer, on_commit):
    answer = upload(installer, on_commit, io.BytesIO(b"no"))
    assert "archive-unreadable" in installer.get(answer.url).content.decode()
    assert not Activity.objects.exists()


def test_file_of_another_kind_is_refused_by_the_form(installer, on_commit):
    assert upload(installer, on_commit, name="a.zip").status_code == 200
    assert not Upload.objects.exists()


def test_replacing_keeps_activity_and_rules(installer, on_commit):
    activity = make.make_activity("kept", required=True)
    params = {**make.PARAMS, "label": "Changed"}
    upload(installer, on_commit, make.package(make.parts(params=params)), query="?activity=kept")
    content = Content.objects.get()
    assert (content.activity, content.version, content.params["label"]) == (activity, 2, "Changed")
    assert Activity.objects.get().required


def test_somebody_without_rights_sees_none_of_it(client_for):
    user = make_user("nobody")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    content = make.make_activity("a").contents.get()
    client = client_for(user)
    for name, args in [("new", []), ("write", []), ("libraries", []), ("preview", [content.pk]), ("edit", [content.pk]), ("export", [content.pk])]:  # fmt: skip
        assert client.get(reverse(f"h5p_tools:{name}", args=args)).status_code in (302, 403), name


def test_trainer_may_not_uninstall(trainer):
    make.make_activity("a").contents.all().delete()
    library = Library.objects.get()
    assert trainer.post(reverse("h5p_tools:uninstall", args=[library.pk])).status_code in (302, 403)
    assert Library.objects.exists()


def test_unused_library_is_uninstalled_and_a_used_one_says_by_what(installer):
    make.make_activity("a")
    address = reverse("h5p_tools:uninstall", args=[Library.objects.get().pk])
    page = installer.post(address, follow=True).content.decode()
    assert "A small question" in page
    assert Library.objects.exists()
    Content.objects.all().delete()
    installer.post(address)
    assert not Library.objects.exists()


def test_export_is_the_same_each_time_and_comes_back_the_same():
    picture = {"path": "images/a.png", "mime": "image/png", "width": 1, "height": 1}
    file = make.package(make.parts(params={**make.PARAMS, "picture": picture}), add={"content/images/a.png": b"png", "content/images/unused.png": b"x"})  # fmt: skip
    content = make.make_activity("a", file=file).contents.get()
    first, second = io.BytesIO(), io.BytesIO()
    export(content, first)
    export(content, second)
    assert first.getvalue() == second.getvalue()
    again, installed, findings = import_package(first, language="en", may_install=True)
    assert (again.params, again.title, installed) == (content.params, content.title, [])
    assert [finding.code for finding in findings] == ["library-kept"]
    third = io.BytesIO()
    export(again, third)
    assert third.getvalue() == first.getvalue()


def test_copy_has_contents_of_its_own(trainer):
    activity = make.make_activity("a", required=True)
    trainer.post(reverse("h5p_tools:copy", args=[activity.pk]))
    copy = Activity.objects.exclude(pk=activity.pk).get()
    assert (copy.title, copy.required) == ("A small question", False)
    assert copy.contents.get().folder != activity.contents.get().folder


def test_activity_that_a_lesson_shows_is_not_deleted(installer):
    from courses.content.build import build_course
    from tests.factories.courses import course_data, make_index

    activity = make.make_activity("shown")
    data = course_data("shows", lessons=1, quiz=False)
    data["modules"][0]["lessons"][0]["body"] += [{"activity": "shown"}]
    build_course(make_index(), data)
    installer.post(reverse("wagtailsnippets_h5p_activity:delete", args=[activity.pk]))
    assert Activity.objects.filter(pk=activity.pk).exists()


class TestWriting:
    def test_new_activity_from_an_installed_type(self, trainer):
        make.make_activity("a")
        data = {"title": "Mine", "library": Library.objects.get().pk, "language": "en"}
        trainer.post(reverse("h5p_tools:write"), data)
        content = Content.objects.get(title="Mine")
        page = trainer.get(reverse("h5p_tools:edit", args=[content.pk])).content.decode()
        assert "h5p-description" in page

    def test_what_is_saved_is_filtered(self, trainer):
        content = make.make_activity("a").contents.get()
        params = '{"question": "<p onclick=x>Why?</p><script>1</script>", "answer": "no", "evil": 1}'
        data = {"title": "Renamed", "text_alternative": "In words", "params": params}
        trainer.post(reverse("h5p_tools:edit", args=[content.pk]), data)
        content.refresh_from_db()
        assert content.params == {"question": "<p>Why?</p>", "answer": False}
        assert (content.title, content.text_alternative, content.version) == ("Renamed", "In words", 2)

    def test_live_preview_plays_what_stands_in_the_form_and_saves_nothing(self, trainer):
        content = make.make_activity("a").contents.get()
        address = reverse("h5p_tools:live", args=[content.pk])
        answer = trainer.post(address, '{"question": "<p>Draft</p>"}', content_type="application/json").json()
        page = trainer.get(answer["player"])
        assert "Draft" in page.content.decode()
        assert "sandbox allow-scripts" in page["Content-Security-Policy"]
        assert Content.objects.get().params == make.PARAMS

    def test_type_with_an_editor_of_its_own_says_so(self, trainer):
        semantics = [{"name": "film", "type": "group", "widget": "wizard", "fields": [{"name": "a", "type": "text"}, {"name": "b", "type": "text"}]}]  # fmt: skip
        content = make.make_activity("a", file=make.package(make.parts(semantics=semantics, params={}))).contents.get()  # fmt: skip
        page = trainer.get(reverse("h5p_tools:edit", args=[content.pk])).content.decode()
        assert "data-fields" not in page

    def test_image_of_the_library_is_copied_beside_the_content(self, trainer):
        from wagtail.images import get_image_model
        from wagtail.images.tests.utils import get_test_image_file

        content = make.make_activity("a").contents.get()
        image = get_image_model().objects.create(title="x", file=get_test_image_file())
        answer = trainer.post(reverse("h5p_tools:attach", args=[content.pk]), {"kind": "image", "id": image.pk}).json()  # fmt: skip
        assert (answer["mime"], answer["width"]) == ("image/png", 640)
        content.folder.refresh_from_db()
        assert answer["path"] in content.folder.files


class TestPlayer:
    def test_policy_confines_the_page_and_keys_end(self, client, settings):
        content = make.make_activity("a").contents.get()
        from courses.h5p.tokens import read_key

        key = read_key(content.uuid)
        page = client.get(reverse("h5p-player", args=[key]))
        policy = page["Content-Security-Policy"]
        assert policy.startswith("sandbox allow-scripts; default-src 'none'")
        assert "allow-same-origin" not in policy
        assert "'unsafe-eval'" not in policy
        assert page.cookies == {}
        assert (
            client.get(reverse("h5p-player", args=[key[:-1] + ("x" if key[-1] != "x" else "y")])).status_code
            == 404
        )
        old = read_key(content.uuid, now=1)
        assert client.get(reverse("h5p-player", args=[old])).status_code == 404

    def test_files_are_what_they_are_and_may_be_asked_for_in_parts(self, client):
        make.make_activity("a")
        folder = Library.objects.get().folder.path.rpartition("/")[2]
        address = reverse("h5p-library-file", args=[folder, "yesno.js"])
        whole = client.get(address)
        body = b"".join(whole.streaming_content)
        assert whole["Content-Type"].startswith("text/javascript")
        assert (whole["X-Content-Type-Options"], whole["Access-Control-Allow-Origin"]) == ("nosniff", "*")
        assert "immutable" in whole["Cache-Control"]
        part = client.get(address, headers={"Range": "bytes=1-3"})
        assert (part.status_code, b"".join(part.streaming_content)) == (206, body[1:4])
        assert client.get(address, headers={"Range": "bytes=999999-"}).status_code == 416

    @pytest.mark.parametrize("path", ["../secret", "library.json/../../x", "absent.js", "%2e%2e/x"])
    def test_no_other_file_is_served(self, client, path):
        make.make_activity("a")
        folder = Library.objects.get().folder.path.rpartition("/")[2]
        assert client.get(f"/h5p/libraries/{folder}/{path}").status_code == 404
        assert client.get("/h5p/core/3.8.2/../../../package.json").status_code == 404

    def test_second_origin_serves_the_player_and_nothing_else(self, client, settings):
        settings.H5P_CONTENT_ORIGIN = "http://play.localhost"
        settings.ALLOWED_HOSTS = ["*"]
        assert client.get("/en/help/", headers={"host": "play.localhost"}).status_code == 404
        content = make.make_activity("a").contents.get()
        from courses.h5p.tokens import read_key

        page = client.get(
            reverse("h5p-player", args=[read_key(content.uuid)]), headers={"host": "play.localhost"}
        )
        assert "allow-same-origin" in page["Content-Security-Policy"]
        assert f"frame-ancestors {settings.SITE_URL}" in page["Content-Security-Policy"]
