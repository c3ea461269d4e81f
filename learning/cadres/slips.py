"""The slips of invitations on paper: one PDF, ten on a page, to be cut apart."""

import io
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning.cadres.invite import spaced
from quizzes.printing import compile_pdf, language_for_page

TEMPLATE = Path(__file__).parent / "typst" / "slips.typ"


def slips_pdf(invited: list[tuple]) -> bytes:
    """``invited``: ``(invitation, code)``. Raises ``MissingGlyph`` before anything is drawn."""
    language = get_language() or settings.LANGUAGE_CODE
    slips, pictures = [], {}
    for number, (invitation, code) in enumerate(invited):
        posting = invitation.cadre.posting_today
        address = settings.SITE_URL.rstrip("/") + reverse("invitation", args=[code])
        pictures[f"qr-{number}"] = _qr(address)
        slips.append(
            {
                "name": invitation.cadre.name,
                "unit": posting.unit.name if posting else "",
                "code": spaced(code),
                "until": _("Good until %(day)s, once.") % {"day": date_format(invitation.expires_at)},
            }
        )
    page = {
        "title": _("Invitations to the training library"),
        "language": language_for_page(language),
        "slips": slips,
        "words": {
            "head": _("Your account in the training library"),
            "how": _("Scan this, or open %(address)s and type the code. You choose your own password.")
            % {"address": settings.SITE_URL.rstrip("/") + reverse("invitation-form")},
            "care": _("Give this slip to nobody else."),
        },
    }
    return compile_pdf(TEMPLATE, page, day=timezone.localdate(), files=pictures)


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False)
    return out.getvalue().decode()
