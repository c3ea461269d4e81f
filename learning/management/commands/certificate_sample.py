"""Look at a certificate: ``manage.py certificate_sample --name 王芳 --language zh-hans --out sample.pdf``."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from learning.certificates.fonts import MissingGlyph
from learning.certificates.look import DESIGNS, Look
from learning.certificates.render import render
from learning.certificates.sample import SAMPLE_CODE, SAMPLE_NUMBER, sample_facts


class Command(BaseCommand):
    help = "Renders one certificate with invented facts and records nothing. A letter without glyph: exit status 1."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            help="code of a language of this site, or two joined by a comma for a bilingual certificate",
        )
        parser.add_argument("--design", choices=DESIGNS, default=DESIGNS[0])
        parser.add_argument("--out", required=True, help="a file that ends in .pdf or .png")

    def handle(self, *args, name, language, design, out, **options):
        languages = language.split(",")
        known = dict(settings.LANGUAGES)
        if unknown := [code for code in languages if code not in known]:
            raise CommandError(f"Unknown language {', '.join(unknown)}; this site has {', '.join(known)}.")
        path = Path(out)
        if path.suffix not in (".pdf", ".png"):
            raise CommandError("--out has to end in .pdf or .png.")
        try:
            content = render(
                sample_facts(name=name, languages=languages),
                kind="completion",
                code=SAMPLE_CODE,
                number=SAMPLE_NUMBER,
                format=path.suffix[1:],
                look=Look(design=design),
            )
        except MissingGlyph as error:
            raise CommandError(error.sentence(), returncode=1) from error
        path.write_bytes(content)
        self.stdout.write(f"{path} ({len(content):,} bytes)")
