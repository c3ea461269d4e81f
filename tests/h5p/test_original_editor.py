"""The original editor, where a site has unpacked one: on the player's origin only, by a signed key, and never a save."""

import base64
import json

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from courses.frame import TRAINERS, build_frame
from courses.h5p.checks import check_original_editor
from courses.h5p.models import Content
from courses.h5p.original.key import editor_key
from tests.factories import h5p as make
from tests.factories.cadres import make_user
from tests.factories.h5p_editor import unpack_editor

pytestmark = pytest.mark.django_db
PLAY = "play.example.org"


@pytest.fixture
def unpacked(settings, tmp_path):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, PLAY]
    settings.H5P_CONTENT_ORIGIN = f"https://{PLAY}"
    settings.H5P_EDITOR_ASSETS_DIR, settings.H5P_CORE_ASSETS_DIR = unpack_editor(tmp_path)
    return tmp_path


@pytest.fixture
def trainer(db):
    build_frame()
    user = make_user("trainer")
    user.groups.add(Group.objects.get(name=TRAINERS))
    return user


@pytest.fixture
def content(db):
    return make.make_activity("probe").contents.get()


@pytest.fixture
def ask(unpacked, client, trainer, content):
    """``ask("libraries", post=..., **query)``: an endpoint's answer."""
    address = reverse("h5p-original-ajax", args=[editor_key(content, trainer)])

    def do(action, *, post=None, **query):
        parameters = {"action": action, **query}
        if post is None:
            return client.get(address, parameters, HTTP_HOST=PLAY)
        return client.post(address, post, query_params=parameters, HTTP_HOST=PLAY)

    return do


class TestCheck:
    def test_nothing_is_asked_of_a_site_without_it(self):
        assert check_original_editor(None) == []

    def test_good_folders_pass(self, unpacked):
        assert check_original_editor(None) == []

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda s, f: setattr(s, "H5P_CONTENT_ORIGIN", ""), "H5P_CONTENT_ORIGIN is empty"),
            (lambda s, f: setattr(s, "H5P_CORE_ASSETS_DIR", ""), "H5P_CORE_ASSETS_DIR is empty"),
            (lambda s, f: setattr(s, "H5P_EDITOR_ASSETS_DIR", str(f / "no")), "there is no folder"),
            (lambda s, f: setattr(s, "H5P_EDITOR_ASSETS_DIR", str(f)), "has no h5peditor.class.php"),
            (
                lambda s, f: (f / "editor/scripts/h5peditor-form.js").unlink(),
                "lacks scripts/h5peditor-form.js",
            ),
            (lambda s, f: (f / "core/js/h5p.js").unlink(), "lacks js/h5p.js"),
        ],
    )
    def test_wrong_folder_is_said_in_words(self, unpacked, settings, change, said, client, trainer, content):
        change(settings, unpacked)
        faults = check_original_editor(None)
        assert [fault.id for fault in faults] == ["h5p.E002"]
        assert said in faults[0].msg
        client.force_login(trainer, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(reverse("h5p_tools:edit", args=[content.pk])).content.decode()
        assert "data-fields" in page  # our own form stays


class TestPage:
    def test_it_stands_in_the_cms_instead_of_our_form_and_what_it_gives_is_filtered(
        self, unpacked, client, trainer, content
    ):
        client.force_login(trainer, backend="django.contrib.auth.backends.ModelBackend")
        address = reverse("h5p_tools:edit", args=[content.pk])
        page = client.get(address).content.decode()
        assert f'src="https://{PLAY}/h5p/editor/' in page
        assert "data-fields" not in page
        params = {"question": "<p onclick='x()'>New?</p>", "evil": 1}
        posted = {
            "title": "T",
            "text_alternative": "",
            "params": json.dumps(params),
            "library": "Test.YesNo 1.0",
        }
        assert client.post(address, posted).status_code == 302
        assert Content.objects.get().params == {"question": "<p>New?</p>"}
        client.post(
            address, {**posted, "params": json.dumps({"question": "x"}), "library": "Test.Absent 1.0"}
        )
        assert Content.objects.get().params == {"question": "<p>New?</p>"}

    def test_page_is_shut_in_and_loads_what_the_editor_lists(self, unpacked, client, trainer, content):
        page = client.get(reverse("h5p-original", args=[editor_key(content, trainer)]), HTTP_HOST=PLAY)
        policy = page["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert f"connect-src https://{PLAY};" in policy
        told = page.context["integration"]["editor"]
        names = [address.rpartition("/")[2] for address in told["assets"]["js"]]
        assert names == ["jquery.js", "h5p.js", "h5peditor.js", "h5peditor-form.js"]
        assert page.cookies == {}

    @pytest.mark.parametrize(
        "path", ["h5peditor.class.php", "../core/js/h5p.js", "../../etc/passwd", "no.js"]
    )
    def test_no_other_file_is_served(self, unpacked, client, path):
        assert client.get(f"/h5p/editor-files/editor/{path}", HTTP_HOST=PLAY, follow=True).status_code == 404

    def test_without_the_setting_there_is_no_such_page(self, client, trainer, content):
        key = editor_key(content, trainer)
        assert client.get(reverse("h5p-original", args=[key]), follow=True).status_code == 404
        assert (
            client.get(reverse("h5p-original-ajax", args=[key]), {"action": "libraries"}).status_code == 403
        )

    def test_forged_and_old_keys_and_those_of_people_without_the_right_open_nothing(
        self, unpacked, client, trainer, content, settings
    ):
        somebody, key = make_user("somebody"), editor_key(content, trainer)
        for wrong in ("x", key[:-1] + ("A" if key[-1] != "A" else "B"), editor_key(content, somebody)):
            assert (
                client.get(reverse("h5p-original", args=[wrong]), HTTP_HOST=PLAY, follow=True).status_code
                == 404
            )
            address = reverse("h5p-original-ajax", args=[wrong])
            assert client.get(address, {"action": "libraries"}, HTTP_HOST=PLAY).status_code == 403
        settings.H5P_TOKEN_SECONDS = -1
        assert client.get(reverse("h5p-original", args=[key]), HTTP_HOST=PLAY, follow=True).status_code == 404


class TestEndpoints:
    def test_libraries_as_a_list_by_name_and_one_with_its_words(self, ask):
        assert [one["uberName"] for one in ask("libraries").json()] == ["Test.YesNo 1.0"]
        named = ask("libraries", post={"libraries[]": ["Test.YesNo 1.0", "Test.No 1.0"]}).json()
        assert [(one["name"], one["runnable"]) for one in named] == [("Test.YesNo", 1)]
        one = ask("libraries", machineName="Test.YesNo", majorVersion=1, minorVersion=0, language="zh").json()
        assert [field["name"] for field in one["semantics"]] == ["question", "answer", "label", "picture"]
        assert json.loads(one["language"]) == {"semantics": []}
        assert ask("libraries", machineName="Test.No", majorVersion=1, minorVersion=0).status_code == 404

    def test_editor_libraries_come_with_what_they_need_first(self, ask, content):
        needs = {"editorDependencies": make.depends_on("Test.Widget 1.0")}
        parts = make.parts(library=make.library_json(patch=1, js=["yesno.js"], css=["yesno.css"], **needs))
        base = make.library_json("Test.Base", runnable=0, js=["base.js"])
        widget = make.library_json("Test.Widget", runnable=0, js=["widget.js"], preloadedDependencies=make.depends_on("Test.Base 1.0"))  # fmt: skip
        more = {"Test.Base-1.0/library.json": base, "Test.Base-1.0/base.js": "1", "Test.Widget-1.0/library.json": widget, "Test.Widget-1.0/widget.js": "2"}  # fmt: skip
        make.make_activity("second", file=make.package({**parts, **more}))
        one = ask("libraries", machineName="Test.YesNo", majorVersion=1, minorVersion=0).json()
        assert [path.rpartition("/")[2] for path in one["javascript"]] == ["base.js", "widget.js"]
        assert all(path.startswith(f"https://{PLAY}/h5p/libraries/") for path in one["javascript"])

    def test_translations_and_filter_answer_in_an_envelope(self, ask):
        found = ask("translations", post={"libraries[]": ["Test.YesNo 1.0"]}, language="zh").json()
        assert found == {"success": True, "data": {"Test.YesNo 1.0": '{"semantics": []}'}}
        value = {"library": "Test.YesNo 1.0", "params": {"question": "<p onclick='x'>a</p>", "evil": 1}}
        kept = ask("filter", post={"libraryParameters": json.dumps(value)}).json()["data"]
        assert kept == {"library": "Test.YesNo 1.0", "params": {"question": "<p>a</p>"}}
        assert ask("filter", post={"libraryParameters": "[" * 5000}).status_code == 400

    def test_file_of_a_field_is_kept_beside_the_content(self, ask, content):
        picture = SimpleUploadedFile("gate.png", get_test_image_file().file.getvalue())
        answer = ask("files", post={"file": picture, "field": '{"type": "image"}'}).json()
        assert (answer["mime"], answer["width"], answer["height"]) == ("image/png", 640, 480)
        data = base64.b64encode(get_test_image_file().file.getvalue()).decode()
        cropped = ask(
            "files", post={"dataURI": f"data:image/png;base64,{data}", "field": '{"type": "image"}'}
        ).json()
        content.folder.refresh_from_db()
        assert {answer["path"], cropped["path"]} <= set(content.folder.files)

    @pytest.mark.parametrize(
        ("name", "body", "field"),
        [
            ("page.html", b"<script>", '{"type": "file"}'),
            ("drawing.svg", b"<svg/>", '{"type": "image"}'),
            ("picture.png", b"no picture", '{"type": "image"}'),
            ("none", b"x", "[]"),
        ],
    )
    def test_file_that_may_not_stand_there_is_refused_in_words(self, ask, content, name, body, field):
        answer = ask("files", post={"file": SimpleUploadedFile(name, body), "field": field}).json()
        assert list(answer) == ["error"]
        content.folder.refresh_from_db()
        assert len(content.folder.files) == 0

    @pytest.mark.parametrize("action", ["content-type-cache", "library-install", "get-hub-content", "no"])
    def test_there_is_no_hub(self, ask, action):
        answer = ask(action, post={})
        assert (answer.status_code, answer.json()["errorCode"]) == (403, "HUB_DISABLED")
