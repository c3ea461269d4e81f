"""What a cadre may put right herself."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning.cadres.models import Cadre


class CorrectionForm(forms.ModelForm):
    """Her own language and mail address. Her name, number and posts are corrected by who keeps the staff list, since they
    stand on certificates and in figures."""

    email = forms.EmailField(
        label=_("Mail address"),
        required=False,
        max_length=254,
        help_text=_("For a new password, and for reminders."),
    )

    class Meta:
        model = Cadre
        fields = ["language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["email"] = self.instance.user.email

    def clean_email(self):
        email = self.cleaned_data["email"].strip()
        others = get_user_model().objects.exclude(pk=self.instance.user_id)
        if email and others.filter(email__iexact=email).exists():
            raise ValidationError(_("This address cannot be used here."))
        return email

    def save(self, commit=True):
        self.instance.user.email = self.cleaned_data["email"]
        self.instance.user.save(update_fields=["email"])
        return super().save(commit)
