"""PO (gettext): the same texts for people whose tools know no XLIFF. No database.

``msgctxt`` is ``<page key>|<unit>|<path>``; a stale translation is ``fuzzy``. Rich text stands as HTML.
"""

import io

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation import gettext as _

from courses.translating.state import STALE
from courses.translating.xliff import MOST_BYTES, BrokenFile, Brought

LOCALES = {"zh-hans": "zh_Hans"}


def write_po_file(pages, *, target_language: str) -> bytes:
    """``pages``: ``PageRows`` in order. The same texts give the same bytes."""
    catalogue = Catalog(fuzzy=False, charset="utf-8", header_comment="# Training library")
    for page in pages:
        for row in page.rows:
            for path, source in row.unit.source_texts.items():
                catalogue.add(
                    source,
                    row.unit.target_texts.get(path, ""),
                    context=f"{page.texts.key}|{row.unit.name}|{path}",
                    flags=["fuzzy"] if row.state.code == STALE else [],
                    auto_comments=[f"{page.texts.heading()}: {row.unit.label}"],
                )
    catalogue.mime_headers  # noqa: B018
    out = io.BytesIO()
    write_po(out, catalogue, width=0, omit_header=True, sort_output=False)
    head = (
        'msgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Language: {target_language}\\n"\n\n'
    )
    return head.encode() + out.getvalue()


def read_po_file(content: bytes) -> tuple[str, list[Brought]]:
    """``(target language, texts)``. Raises ``BrokenFile``. A fuzzy text is taken as it is: its source is beside it."""
    if len(content) > MOST_BYTES:
        raise BrokenFile(_("The file is larger than %(n)s MB.") % {"n": MOST_BYTES // 1024 // 1024})
    try:
        catalogue = read_po(io.BytesIO(content), ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, ValueError, UnicodeDecodeError, LookupError, AttributeError, IndexError) as error:
        raise BrokenFile(
            _("This is no well-formed PO file. It may be damaged or only half of it arrived.")
        ) from error
    language = next((value for name, value in catalogue.mime_headers if name.lower() == "language"), "")
    found = []
    for message in catalogue:
        parts = (message.context or "").split("|")
        if message.id and len(parts) == 3:
            key, unit, path = parts
            found.append(
                Brought(page_key=key, unit=unit, path=path, source=message.id, target=message.string or "")
            )
    if not found:
        raise BrokenFile(_("No text of a course stands in this file."))
    return language, found
