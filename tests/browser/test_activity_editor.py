"""The form that is made from a content type's semantics, in a real browser."""

import pytest
from django.contrib.auth.models import Group

from courses.content.activities.build import build_activity, shipped_activity
from courses.frame import TRAINERS, build_frame
from courses.h5p.models import Content
from tests.factories.cadres import make_user

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
