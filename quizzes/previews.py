"""Previews in the CMS: one in each language; questions as a learner will see them, nothing marked and nothing recorded."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language

from quizzes.texts import in_language, language_of


class PreviewPerLanguage:
    """Mixin of what can be previewed: the modes of Wagtail's preview are the languages, the trainer's own first."""

    @property
    def preview_modes(self):
        return list(settings.LANGUAGES)

    @property
    def default_preview_mode(self):
        codes = [code for code, name in settings.LANGUAGES]
        return get_language() if get_language() in codes else codes[0]

    def serve_preview(self, request, mode_name):
        with translation.override(mode_name or self.default_preview_mode):
            response = super().serve_preview(request, mode_name)
            return response.render() if hasattr(response, "render") else response


def preview_of(questions) -> list[dict]:
    """As ``ShownQuestion``, from questions that may not be saved yet; empty ones are left out."""
    blocks = [block for question in questions if (block := next(iter(question.content), None))]
    return [shown_block(block.block, block.value, number=number) for number, block in enumerate(blocks, 1)]


def shown_block(block, value, *, number: int) -> dict:
    """One block as ``ShownQuestion``, in the active language."""
    language = get_language()
    kind = block.question_type
    public = kind.public(kind.content(value))
    name = f"preview-{number}"
    shown = kind.asked(public, name=name, answer=None, language=language)
    return {
        "number": number,
        "name": name,
        "template": kind.template,
        "prompt": in_language(public["prompt"], language),
        "language": language_of(public["prompt"], language),
        "shown": shown,
        "options": shown.options,
    }
