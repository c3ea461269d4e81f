"""What is decided about a certificate, in the CMS."""

from django import forms
from django.utils.translation import gettext_lazy as _

REASON = {
    "label": _("Reason"),
    "max_length": 300,
    "help_text": _(
        "Kept with the decision and your account. No names, please: they could not be forgotten later."
    ),
}


class DecisionForm(forms.Form):
    reason = forms.CharField(**REASON)


class NameForm(forms.Form):
    name = forms.CharField(label=_("The name as it shall be printed"), max_length=120)
    reason = forms.CharField(**REASON)
