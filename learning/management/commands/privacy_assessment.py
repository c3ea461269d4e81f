"""``manage.py privacy_assessment --language zh-hans --out FILE``: the impact assessment, as far as the software knows it."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from learning.privacy.assessment import assessment


class Command(BaseCommand):
    help = "Writes a template of the personal information protection impact assessment, in Markdown."

    def add_arguments(self, parser):
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, choices=[code for code, _name in settings.LANGUAGES]
        )
        parser.add_argument("--out", type=Path, help="A file instead of the standard output.")

    def handle(self, *, language, out, **options):
        with translation.override(language):
            text = assessment()
        if out:
            out.write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text, ending="")
