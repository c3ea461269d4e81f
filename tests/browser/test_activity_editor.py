"""The form that is made from a content type's semantics, in a real browser."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.content.activities.build import build_activity, shipped_activity
from courses.frame import TRAINERS, build_frame
from courses.h5p.models import Content
from tests.factories import h5p as make
from tests.factories.cadres import make_user
from tests.factories.h5p_editor import unpack_editor

pytestmark = pytest.mark.browser


def test_trainer_edits_with_the_preview_beside_and_saves(committed_db, open_page):
    build_frame()
    make_user("trainer").groups.add(Group.objects.get(name=TRAINERS))
    content = build_activity(shipped_activity("first-hours")).contents.get(language="en")
    page = open_page(user="trainer")
    page.goto(f"/cms/activity-tools/contents/{content.pk}/")
    page.wait_for_selector("[data-fields] .h5p-item")
    assert page.locator("[data-fields] .h5p-item").count() == 6
    preview = page.wait_for_selector("[data-live] iframe")
    preview.content_frame().wait_for_selector(".care-first__step")
    first = page.locator("[data-fields] .h5p-item textarea").first
    first.fill("Call 110 before anything else")
    preview.content_frame().get_by_text("Call 110 before anything else").wait_for(timeout=15000)
    page.locator(".h5p-item__tools button", has_text="✕").last.click()
    with page.expect_navigation():
        page.click("button[type=submit]:has-text('Save'), button[type=submit]:has-text('保存')")
    page.wait_for_selector("[data-fields] .h5p-item")
    content = Content.objects.get(pk=content.pk)
    assert content.params["steps"][0]["text"] == "Call 110 before anything else"
    assert len(content.params["steps"]) == 5
    assert content.params["l10n"]["check"] == "Check the order"
    assert page.problems == []


KIT = """
var Test = window.Test = window.Test || {};
Test.Kit = (function (EventDispatcher) {
  function Kit(params, id) { EventDispatcher.call(this); this.params = params; this.id = id; }
  Kit.prototype = Object.create(EventDispatcher.prototype);
  Kit.prototype.constructor = Kit;
  Kit.prototype.attach = function ($container) {
    var self = this;
    (this.params.parts || []).forEach(function (part) {
      if (part && part.library) H5P.newRunnable(part, self.id, H5P.jQuery("<section></section>").appendTo($container), true, { parent: self });
    });
    ["picture", "voice", "film", "paper"].forEach(function (name) {
      var value = self.params[name];
      var path = value && (value.path || value[0].path);
      if (path) H5P.jQuery("<p></p>").addClass(name).text(H5P.getPath(path, self.id)).appendTo($container);
    });
  };
  return Kit;
})(H5P.EventDispatcher);
"""


def kit_package():
    """A content type with a list of nested activities, and one field of each kind of file."""
    semantics = [
        {
            "name": "parts",
            "type": "list",
            "label": "Parts",
            "entity": "part",
            "max": 3,
            "field": {"name": "part", "type": "library", "label": "Part", "options": ["Test.YesNo 1.0"]},
        },
        *(
            {"name": name, "type": kind, "label": name, "optional": True}
            for name, kind in (("picture", "image"), ("voice", "audio"), ("film", "video"), ("paper", "file"))
        ),
    ]
    inner = {name: value for name, value in make.parts(script=make.PROBE).items() if name.startswith("Test.")}
    manifest = make.h5p_json(
        mainLibrary="Test.Kit",
        preloadedDependencies=make.depends_on("Test.Kit 1.0", "Test.YesNo 1.0"),
        title="A kit",
    )
    return make.package(
        {
            "h5p.json": manifest,
            "content/content.json": {"parts": []},
            "Test.Kit-1.0/library.json": make.library_json("Test.Kit", js=["kit.js"]),
            "Test.Kit-1.0/semantics.json": semantics,
            "Test.Kit-1.0/kit.js": KIT,
            **inner,
        }
    )


def add_part(page, question, number):
    """A nested activity at the end of the list, with its question."""
    page.click("[data-fields] button:has-text('part')")
    item = page.locator(".h5p-item").nth(number)
    item.locator("select").first.select_option("Test.YesNo 1.0")
    item.locator(".h5p-rich").fill(question)


def choose(page, field, title, says="files/"):
    """Take an image or document of Wagtail's library by its title."""
    box = page.locator(
        "[data-fields] > .h5p-field", has=page.locator(f"> .h5p-label:text-is('{field} (optional)')")
    )
    box.get_by_role("button").first.click()
    page.locator(".modal a[data-chooser-modal-choice]", has_text=title).click()
    box.locator("p", has_text=says).wait_for()


def test_trainer_nests_sorts_and_chooses_files_from_the_library(committed_db, open_page):
    build_frame()
    trainer = make_user("trainer")
    trainer.groups.add(Group.objects.get(name=TRAINERS))
    get_image_model().objects.create(title="A gate", file=get_test_image_file(filename="gate.png"))
    for name in ("voice.mp3", "film.mp4", "paper.pdf"):
        get_document_model().objects.create(title=name, file=ContentFile(b"%PDF-1.4 x", name=name))
    content = make.make_activity("kit", file=kit_package()).contents.get()
    page = open_page(user="trainer")
    page.goto(f"/cms/activity-tools/contents/{content.pk}/")
    for number, question in enumerate(("First?", "Second?", "Third?")):
        add_part(page, question, number)
    page.click("[data-fields] button:has-text('part') >> nth=-1")  # three are the most
    assert page.locator(".h5p-item").count() == 3
    page.locator(".h5p-item").nth(2).get_by_role("button", name="Move up").click()
    assert page.locator(".h5p-item .h5p-rich").all_text_contents() == ["First?", "Third?", "Second?"]
    page.locator(".h5p-item").nth(0).get_by_role("button", name="Move down").click()
    assert page.locator(".h5p-item .h5p-rich").all_text_contents() == ["Third?", "First?", "Second?"]
    choose(page, "picture", "A gate")
    choose(page, "voice", "paper.pdf", says="This is no sound file.")
    for field, title in (("voice", "voice.mp3"), ("film", "film.mp4"), ("paper", "paper.pdf")):
        choose(page, field, title)
    preview = page.locator("[data-live] iframe").element_handle().content_frame()
    preview.locator("p.paper").wait_for(timeout=15000)
    assert [one.split("?")[0] for one in preview.locator(".yes-no").all_text_contents()] == [
        "Third",
        "First",
        "Second",
    ]
    with page.expect_navigation():
        page.click("button[type=submit]:has-text('Save')")
    page.locator(".h5p-item").nth(2).wait_for()
    assert page.locator(".h5p-item .h5p-rich").all_text_contents() == ["Third?", "First?", "Second?"]
    kept = Content.objects.select_related("folder").get(pk=content.pk)
    assert [part["params"]["question"] for part in kept.params["parts"]] == ["Third?", "First?", "Second?"]
    assert len({part["subContentId"] for part in kept.params["parts"]}) == 3
    paths = [kept.params["picture"]["path"], *(kept.params[f][0]["path"] for f in ("voice", "film")), kept.params["paper"]["path"]]  # fmt: skip
    assert set(paths) <= set(kept.folder.files)
    assert [kept.params["picture"]["mime"], kept.params["voice"][0]["mime"]] == ["image/png", "audio/mpeg"]
    assert [one for one in page.problems if "400" not in one] == []  # the refused sound


def test_unpacked_original_editor_writes_in_its_own_origin_and_the_cms_saves(
    committed_db, open_page, live_server, settings, tmp_path
):
    build_frame()
    make_user("trainer").groups.add(Group.objects.get(name=TRAINERS))
    content = make.make_activity("probe").contents.get()
    origin = live_server.url.replace("localhost", "127.0.0.1")
    settings.H5P_CONTENT_ORIGIN, settings.SITE_URL = origin, live_server.url
    settings.H5P_EDITOR_ASSETS_DIR, settings.H5P_CORE_ASSETS_DIR = unpack_editor(tmp_path)
    policy = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "frame-src": ["'self'", origin]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
    page = open_page(user="trainer")
    page.goto(f"/cms/activity-tools/contents/{content.pk}/")
    host = page.locator("[data-original] iframe").element_handle().content_frame()
    host.wait_for_selector("iframe.h5p-editor-iframe")
    assert host.evaluate("[window.origin, document.cookie]") == [origin, ""]
    inside = host.query_selector("iframe.h5p-editor-iframe").content_frame()
    inside.fill("#label", "Said in the original editor")
    assert inside.text_content("#all") == "Test.YesNo 1.0"
    page.click("[data-show]")
    preview = page.locator("[data-live] iframe").element_handle()
    page.wait_for_function("f => f.src.includes('/h5p/preview/')", arg=preview)
    with page.expect_navigation():
        page.click("button[type=submit]:has-text('Save')")
    assert Content.objects.get().params["label"] == "Said in the original editor"
    assert page.problems == []
