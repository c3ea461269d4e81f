"""Cadres and their postings in the CMS: a person, her account, her posts. Changes go through the verbs."""

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
from learning.cadres.models import Cadre, Post
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
    existing = forms.CharField(
        label=_("Or link the existing account with this name"), required=False, max_length=150
    )

    first_password = ""
    FIELD_OF = {"unit-closed": "unit", "main-post-taken": "on", "before-beginning": "leaves_on"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        posting = main_posting(self.instance, timezone.localdate()) if self.instance.pk else None
        if posting:
            self.initial |= {"unit": posting.unit, "post": posting.post}
        if self.instance.pk and self.instance.user_id:
            del self.fields["username"], self.fields["existing"]

    def clean_code(self):
        return self.cleaned_data["code"] or None  # several may have none

    def clean_username(self):
        username = self.cleaned_data["username"].strip()
        if username and get_user_model().objects.filter(username=username).exists():
            raise ValidationError(_("This name is taken."))
        get_user_model().username_validator(username or "a")
        return username

    def clean_existing(self):
        username = self.cleaned_data["existing"].strip()
        if not username:
            return None
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise ValidationError(_("There is no account with this name."))
        if Cadre.objects.filter(user=user).exists():
            raise ValidationError(_("This account belongs to another cadre."))
        return user

    def clean(self):
        """Try the change of post and take it back: what the verbs refuse is shown beside the field."""
        cleaned = super().clean()
        if bool(cleaned.get("unit")) != bool(cleaned.get("post")):
            self.add_error("post" if cleaned.get("unit") else "unit", _("Give both the unit and the post."))
        if cleaned.get("username") and cleaned.get("existing"):
            self.add_error("existing", _("Make a new account or link an existing one, not both."))
        if self.errors:
            return cleaned
        try:
            with transaction.atomic():
                cadre = self.instance if self.instance.pk else Cadre.objects.create(name="-")
                self._change_post(Cadre.objects.get(pk=cadre.pk), cleaned)
                transaction.set_rollback(True)
        except ValidationError as error:
            self.add_error(self.FIELD_OF.get(error.code, "unit"), error)
        return cleaned

    @transaction.atomic
    def save(self, commit=True):
        cadre = super().save(commit=False)
        data = self.cleaned_data
        if data.get("username"):
            self.first_password = get_random_string(10, LETTERS)
            cadre.user = get_user_model().objects.create_user(
                username=data["username"], password=self.first_password, first_name=cadre.name[:150]
            )
        elif data.get("existing"):
            cadre.user = data["existing"]
        cadre.save()
        self._change_post(cadre, data)
        return cadre

    def _change_post(self, cadre, data):
        current = main_posting(cadre, timezone.localdate())
        if data.get("leaves_on") and current:
            end_posting(posting=current, on=data["leaves_on"])
        elif data.get("unit") and current is None:
            appoint(cadre=cadre, unit=data["unit"], post=data["post"], on=data["on"])
        elif data.get("unit"):
            transfer(cadre=cadre, unit=data["unit"], post=data["post"], on=data["on"])


class PostingForm(WagtailAdminModelForm):
    """A further post beside the main one; and the end of any post. What has been written is never rewritten."""

    ends_on = forms.DateField(
        label=_("Ends on"), required=False, widget=AdminDateInput, help_text=_("That day no longer counts.")
    )
    FIELD_OF = {"unit-closed": "unit", "before-beginning": "ends_on"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("cadre", "unit", "post", "since"):
                self.fields[name].disabled = True
            self.initial["ends_on"] = self.instance.until
        else:
            self.initial["since"] = timezone.localdate()

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            with transaction.atomic():
                self._change(cleaned)
                transaction.set_rollback(True)
        except ValidationError as error:
            self.add_error(self.FIELD_OF.get(error.code, "since"), error)
        return cleaned

    def _post_clean(self):
        """The verbs change the instance, not the form."""

    def save(self, commit=True):
        self.instance = self._change(self.cleaned_data)
        return self.instance

    def _change(self, data):
        posting = self.instance
        if not posting.pk:
            posting = appoint(
                cadre=data["cadre"], unit=data["unit"], post=data["post"], on=data["since"], is_main=False
            )
        if data.get("ends_on"):
            posting = end_posting(posting=posting, on=data["ends_on"])
        return posting
