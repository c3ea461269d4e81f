"""Data in, PDF out. Texts come as JSON and are never pasted into the template's source."""

import json
import threading
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

TEMPLATE = Path(__file__).parent / "pack.typ"
WEIGHTS = ("400Regular", "700Bold")
ONE_AT_A_TIME = threading.Lock()  # a typst compiler used by two threads at once raises "Already borrowed"


def pdf_of(pack: dict) -> bytes:
    """A PDF, tagged for screen readers."""
    with ONE_AT_A_TIME:
        return _compiler().compile(
            input=str(TEMPLATE),
            format="pdf",
            sys_inputs={"pack": json.dumps(pack, ensure_ascii=False)},
        )


@cache
def _compiler() -> typst.Compiler:
    folders = []
    for folder in map(Path, settings.FONT_FOLDERS):
        weights = [path for path in sorted(folder.glob("*/*")) if path.name in WEIGHTS]
        folders += weights or ([folder] if folder.is_dir() else [])
    return typst.Compiler(root=str(TEMPLATE.parent), font_paths=folders, ignore_system_fonts=True)
