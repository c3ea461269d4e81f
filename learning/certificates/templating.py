"""From a template, saved or not, to what is frozen at issue and to the look of the page."""

from functools import lru_cache

from django.conf import settings
from wagtail.images import get_image_model

from learning.certificates.look import PLAIN, Look, Picture
from learning.certificates.render import render
from learning.certificates.sample import SAMPLE_CODE, SAMPLE_NUMBER, sample_facts
from learning.certificates.wording import WORDS
from quizzes.texts import texts_of


def languages_of(template, own: str) -> list[str]:
    """The recipient's own language first; a bilingual certificate has the next of the site's languages after it."""
    known = [code for code, _name in settings.LANGUAGES]
    own = own if own in known else settings.LANGUAGE_CODE
    if template and template.languages == template.Languages.OWN:
        return [own]
    return [own, *[code for code in known if code != own]][:2]


def frozen(template, *, language: str) -> dict:
    """``{"languages", "wording": {language: {...}}, "signatures", "sources"}`` as they go into the facts."""
    languages = languages_of(template, language)
    if template is None:
        return {"languages": languages}
    texts = {name: texts_of(template, name) for name in WORDS}
    return {
        "languages": languages,
        "wording": {
            code: {name: texts[name][code] for name in WORDS if texts[name].get(code)} for code in languages
        },
        "signatures": [
            {
                "name": texts_of(signatory, "name"),
                "office": texts_of(signatory, "office"),
                "picture": signatory.picture_id,
            }
            for signatory in template.signatories.all()
        ],
        "sources": [
            {"title": texts_of(cited.source, "title"), "version": texts_of(cited.source, "version")}
            for cited in template.sources.all()
        ],
    }


def look_of(template, facts: dict) -> Look:
    """The look of a certificate with these facts: design, colours and emblem of today, signatures of those who signed."""
    signatures = tuple(_picture(signature.get("picture")) for signature in facts.get("signatures", []))
    if template is None:
        return PLAIN._replace(signatures=signatures)
    return Look(
        design=template.design,
        brand=template.brand,
        accent=template.accent,
        emblem=_picture(template.emblem_id),
        seal=_picture(template.seal_id),
        signatures=signatures,
    )


def render_sample(template, *, name: str, language: str) -> bytes:
    """A PNG of the template, saved or not, with invented facts."""
    facts = sample_facts(name=name, languages=[language], kind=template.kind)
    facts |= frozen(template, language=language)
    look = look_of(template, facts)
    return render(facts, kind=template.kind, code=SAMPLE_CODE, number=SAMPLE_NUMBER, format="png", look=look)


def _picture(image_id: int | None) -> Picture | None:
    image = image_id and get_image_model().objects.filter(pk=image_id).first()
    return _content(image.pk, image.file_hash or image.file.name) if image else None


@lru_cache(maxsize=64)
def _content(image_id: int, version: str) -> Picture:
    """At most 600 pixels wide or high; read once per process and version of the file."""
    image = get_image_model().objects.get(pk=image_id)
    rendition = image.get_rendition("max-600x600" if image.is_svg() else "max-600x600|format-png")
    with rendition.file.open("rb") as file:
        content = file.read()
    mime = "image/svg+xml" if image.is_svg() else "image/png"
    return Picture(content, mime, int(rendition.width), int(rendition.height))
