"""What an editor's form in the CMS posts, read from the page that it is shown on; and small bodies of lessons."""

import json

from django.urls import reverse
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import querydict_from_html

from courses.models.review import CHECKLIST

LANGUAGES = ("zh-hans", "en")


def form_of(client, page) -> dict:
    """The form as a browser would post it unchanged: what came out goes back in."""
    answer = client.get(f"/cms/pages/{page.pk}/edit/")
    assert answer.status_code == 200, answer.status_code
    data = querydict_from_html(answer.content.decode(), form_id="page-edit-form")
    form = {name: values if len(values) > 1 else values[0] for name, values in data.lists()}
    if "change_kind" in answer.context["form"].fields and not form.get("change_kind"):
        form["change_kind"] = "minor"  # the question that nobody may leave open
    draft = page.get_latest_revision_as_object()
    if hasattr(draft, "body_en"):  # the browser builds these with a script
        for language in LANGUAGES:
            form |= body(language, *[_posted(block) for block in draft.in_language("body", language) or []])
    return form


def post(client, page, data: dict, action: str | None = None):
    """Hand the form in: as a draft, or with ``action`` publish or submit."""
    extra = {f"action-{action}": "1"} if action else {}
    return client.post(f"/cms/pages/{page.pk}/edit/", {**data, **extra})


def approve(client, page):
    """Approve the step of the review that the page is in."""
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(address, {"comment": "", **dict.fromkeys(CHECKLIST, "yes")})


def send_back(client, page, comment: str):
    """Send the page back to its trainer."""
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", state.pk])
    return client.post(address, {"comment": comment})


def rich_text(text: str) -> str:
    block = {
        "key": "a",
        "text": text,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
    }
    return json.dumps({"blocks": [block], "entityMap": {}})


def body(language: str, *blocks: tuple[str, dict | str]) -> dict:
    """A posted StreamField: ``body("en", ("text", rich_text("Hello")), ("quiz", {"quiz": 3}))``."""
    name = f"body_{language.replace('-', '_')}"
    data = {f"{name}-count": str(len(blocks))}
    for number, (kind, value) in enumerate(blocks):
        here = f"{name}-{number}"
        data |= {f"{here}-deleted": "", f"{here}-order": str(number), f"{here}-type": kind, f"{here}-id": ""}
        if isinstance(value, dict):
            data |= {f"{here}-value-{part}": str(content) for part, content in value.items()}
        else:
            data[f"{here}-value"] = value
    return data


def _posted(block):
    if isinstance(block.value, RichText):
        return block.block_type, block.block.field.widget.format_value(block.value.source)
    return block.block_type, {
        name: getattr(value, "pk", value) if value is not None else "" for name, value in block.value.items()
    }
