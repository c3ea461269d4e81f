import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.letters.models import Letter


class LetterForm(forms.Form):
    """``key`` is made when the form is shown: the same form sent twice is one letter."""

    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=Letter.Kind.choices, widget=forms.RadioSelect, initial="mistake"
    )
    text = forms.CharField(
        label=_("Your words"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("About the lesson only. No names, telephone numbers or cases, please."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
