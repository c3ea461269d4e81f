"""Cadres in the CMS: a person, her account and her main post. Changes go through the verbs."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from learning.cadres.change import appoint, end_posting, main_posting, transfer
from learning.cadres.models import Post
from learning.units.models import Unit

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # easy to read out


class CadreForm(WagtailAdminModelForm):
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.filter(closed_on=None), required=False, label=_("Unit of the main post")
    )
    post = forms.ModelChoiceField(queryset=Post.objects.all(), required=False, label=_("Main post"))
    on = forms.DateField(
        label=_("From this day"),
        widget=AdminDateInput,
        initial=timezone.localdate,
        help_text=_(
            "A change of unit or post ends the old one on this day; what was done before stays where it was done."
        ),
    )
    leaves_on = forms.DateField(label=_("Leaves her post on"), required=False, widget=AdminDateInput)
    username = forms.CharField(
        label=_("Make an account with this name"),
        required=False,
        max_length=60,
        help_text=_("A first password is shown once after saving. Leave empty to make none."),
    )

    first_password = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        posting = main_posting(self.instance, timezone.localdate()) if self.instance.pk else None
        if posting:
            self.initial |= {"unit": posting.unit, "post": posting.post}
        if self.instance.pk and self.instance.user_id:
            del self.fields["username"]

    def clean_username(self):
        username = self.cleaned_data["username"].strip()
        if username and get_user_model().objects.filter(username=username).exists():
            raise ValidationError(_("This name is taken."))
        return username

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("unit")) != bool(cleaned.get("post")):
            self.add_error("post" if cleaned.get("unit") else "unit", _("Give both the unit and the post."))
        return cleaned

    @transaction.atomic
    def save(self, commit=True):
        cadre = super().save(commit=False)
        data = self.cleaned_data
        cadre.code = cadre.code or None
        if data.get("username"):
            self.first_password = get_random_string(10, LETTERS)
            cadre.user = get_user_model().objects.create_user(
                username=data["username"], password=self.first_password, first_name=cadre.name
            )
        cadre.save()
        current = main_posting(cadre, timezone.localdate())
        if data.get("leaves_on") and current:
            end_posting(posting=current, on=data["leaves_on"])
        elif data.get("unit") and current is None:
            appoint(cadre=cadre, unit=data["unit"], post=data["post"], on=data["on"])
        elif data.get("unit"):
            transfer(cadre=cadre, unit=data["unit"], post=data["post"], on=data["on"])
        return cadre
