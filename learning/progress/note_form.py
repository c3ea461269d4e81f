"""The field for a private note."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.progress.note_models import PrivateNote

LONGEST = 4000  # characters


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("My note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Only you can read it. No names and nothing about cases, please: a phone gets into other hands."
        ),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def note_form(note: PrivateNote | None) -> NoteForm:
    """Filled from her note, or empty."""
    return NoteForm(
        initial={"text": note.text if note else "", "seen": note.version if note else 0}, auto_id="note_%s"
    )
