"""The editor's live preview: the real page, drawn by the real renderer, of an invented person."""

import base64

from django.conf import settings
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin

from learning.certificates.fonts import MissingGlyph
from learning.certificates.templating import render_sample

LONG_NAME = "Maria Wilhelmina Konstantinopolskaya-Featherstonehaugh Smith"
NAMES = {"zh-hans": "王芳", "en": "Wang Fang"}


class TemplatePreview(PreviewableMixin):
    """A mode per language of the site, and one with a name that does not fit."""

    @property
    def preview_modes(self):
        return [*settings.LANGUAGES, ("long", _("a very long name"))]

    @property
    def default_preview_mode(self):
        return settings.LANGUAGE_CODE

    def serve_preview(self, request, mode_name):
        language = settings.LANGUAGE_CODE if mode_name == "long" else mode_name
        name = LONG_NAME if mode_name == "long" else NAMES.get(language, NAMES["en"])
        try:
            picture = render_sample(self, name=name, language=language)
            context = {"picture": base64.b64encode(picture).decode()}
        except MissingGlyph as error:
            context = {"refusal": error.sentence()}
        return TemplateResponse(request, "learning/certificates/preview.html", {**context, "template": self})
