"""The lessons of a session as a phone shows them without a network: one piece of HTML per language, media apart and named.

Nothing in it loads by itself: a picture is ``<img data-media="/media/...">`` until the device has the file. What needs the network
(quizzes that count, films of other sites, forms) is left out.
"""

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import translation
from wagtail.documents import get_document_model

from courses.models import LessonPage, ModulePage
from courses.templatetags.course_tags import sections
from learning.sessions.models import TrainingSession
from learning.sessions.plan import taught_modules
from quizzes.texts import texts_of

NEEDS_THE_NETWORK = {"quiz", "h5p", "document"}
LOADS = ("script", "style", "iframe", "form", "object", "embed", "link")
KINDS = {"img": "image", "audio": "audio", "video": "video"}


def pages_of(session: TrainingSession) -> tuple[list[dict], list[dict]]:
    """``([{"headings", "lessons": [{"headings", "notes", "minutes", "html": {language: html}}]}], media)``.

    ``media``: ``[{"address", "kind", "size"}]`` with sizes in bytes, each once, in the order of the lessons.
    """
    media = {}
    modules = []
    for module in taught_modules(session):
        lessons = _lessons_of(module["pk"])
        modules.append(
            {"headings": module["headings"], "lessons": [_lesson(lesson, media) for lesson in lessons]}
        )
    return modules, [one for one in media.values() if one["size"]]


def _lessons_of(module_pk) -> list[LessonPage]:
    module = ModulePage.objects.filter(pk=module_pk).first() if module_pk else None
    return list(LessonPage.objects.live().child_of(module)) if module else []


def _lesson(lesson, media) -> dict:
    html = {}
    for language, _name in settings.LANGUAGES:
        body = lesson.in_language("body", language)
        if body:
            with translation.override(language):
                html[language] = _offline(_rendered(lesson, body), media)
    return {
        "headings": texts_of(lesson, "heading"),
        "notes": texts_of(lesson, "content_note"),
        "minutes": lesson.minutes,
        "html": html,
    }


def _rendered(lesson, body) -> str:
    """The blocks of a lesson; what a content notice covers stays closed behind it, as on the site."""
    parts = []
    for number, section in enumerate(sections(body), start=1):
        blocks = [block for block in section.blocks if block.block_type not in NEEDS_THE_NETWORK]
        if section.notice is None:
            parts += [block.render({"page": lesson}) for block in blocks]
        else:
            parts.append(section.notice.render({"blocks": blocks, "anchor": number}))
    return "".join(parts)


def _offline(html: str, media: dict) -> str:
    """The same text without anything that would reach for the network; ``media`` is filled."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(LOADS):
        element.decompose()
    for element in soup.find_all(["img", "source"]):
        address = element.attrs.pop("src", "")
        for attribute in ("srcset", "sizes", "loading"):
            element.attrs.pop(attribute, None)
        kind = KINDS.get(element.name) or KINDS.get(element.parent.name, "image")
        element["data-media"] = address
        media.setdefault(address, {"address": address, "kind": kind, "size": _size(address)})
    for element in soup.find_all("track"):
        element.decompose()
    for element in soup.find_all("a"):
        if element.get("href", "").startswith("#"):
            element.decompose()
        elif not element.get("href", "").startswith("tel:"):
            element.unwrap()
    return str(soup)


def _size(address: str) -> int:
    """Bytes of a file of ours; 0 for one that is not there or not ours."""
    if address.startswith(settings.MEDIA_URL):
        name = address.removeprefix(settings.MEDIA_URL)
        return default_storage.size(name) if default_storage.exists(name) else 0
    parts = address.split("/")
    if parts[1:2] == ["documents"] and parts[2].isdigit():
        document = get_document_model().objects.filter(pk=parts[2]).first()
        return document.get_file_size() or 0 if document else 0
    return 0
