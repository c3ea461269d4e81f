"""Units in the CMS: every change goes through the verbs, so that the history is written."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from learning.units.change import close_unit, move_unit, open_unit, rename_unit
from learning.units.log import UnitChange
from learning.units.models import Unit
from quizzes.texts import texts_of

# Beside which field a refusal of the verbs is shown, by its code.
FIELD_OF = {
    "level": "level",
    "open-units-below": "closes_on",
    "before-opening": "closes_on",
    "before-last-change": "on",
}


class UnitForm(WagtailAdminModelForm):
    parent = forms.ModelChoiceField(
        queryset=Unit.objects.all(),
        required=False,
        label=_("Stands below"),
        help_text=_("Empty only for the highest unit."),
    )
    on = forms.DateField(
        label=_("From this day"),
        widget=AdminDateInput,
        initial=timezone.localdate,
        help_text=_("What was recorded before keeps the old name and place."),
    )
    closes_on = forms.DateField(label=_("Closes on"), required=False, widget=AdminDateInput)
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("For instance the number of the decision. It is kept, with your name."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["parent"] = self.instance.get_parent()
            self.initial["closes_on"] = self.instance.closed_on
            self.fields["code"].disabled = True
            self.fields["level"].disabled = True

    def clean_code(self):
        code = self.cleaned_data["code"]
        if not self.instance.pk and Unit.objects.filter(code=code).exists():
            raise ValidationError(_("Another unit has this code."))
        return code

    def clean(self):
        """Try the change and take it back: what the verbs refuse is shown beside the field."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if (
            cleaned.get("parent") is None
            and Unit.objects.exclude(pk=self.instance.pk).filter(depth=1).exists()
        ):
            self.add_error("parent", _("Choose the unit above."))
            return cleaned
        if not _names(cleaned):
            self.add_error(
                build_localized_fieldname("name", settings.LANGUAGE_CODE), _("Give the name of the unit.")
            )
            return cleaned
        try:
            with transaction.atomic():
                self._change(cleaned)
                transaction.set_rollback(True)
        except ValidationError as error:
            self.add_error(FIELD_OF.get(error.code, "parent"), error)
        return cleaned

    def _post_clean(self):
        """The verbs change the instance, not the form."""

    def save(self, commit=True):
        before = Unit.objects.filter(pk=self.instance.pk).first()
        with transaction.atomic():
            self.instance = self._change(self.cleaned_data)
            if before:
                self._log(before)
        return self.instance

    def _log(self, before):
        """Who renamed, moved or closed it, and why."""
        after, data = self.instance, self.cleaned_data
        above = after.get_parent()
        changed = [
            (UnitChange.Kind.RENAMED, texts_of(before, "name") != texts_of(after, "name"), None, data["on"]),
            (UnitChange.Kind.MOVED, before.get_parent() != above, above, data["on"]),
            (UnitChange.Kind.CLOSED, before.closed_on != after.closed_on, None, after.closed_on),
        ]
        UnitChange.objects.bulk_create(
            UnitChange(
                unit=after, kind=kind, other=other, on=on, reason=data["reason"], made_by=self.for_user
            )
            for kind, happened, other, on in changed
            if happened
        )

    def _change(self, data) -> Unit:
        names = _names(data)
        if not self.instance.pk:
            return open_unit(
                code=data["code"], names=names, level=data["level"], parent=data["parent"], on=data["on"]
            )
        unit = Unit.objects.get(pk=self.instance.pk)
        if names != texts_of(unit, "name"):
            unit = rename_unit(unit=unit, names=names, on=data["on"])
        if data["parent"] and data["parent"] != unit.get_parent():
            unit = move_unit(unit=unit, under=data["parent"], on=data["on"])
        if data.get("closes_on"):
            unit = close_unit(unit=unit, on=data["closes_on"])
        return unit


def _names(data) -> dict:
    """What was typed, by language, without the empty ones: a name is corrected, not taken away."""
    names = {code: data.get(build_localized_fieldname("name", code)) for code, _name in settings.LANGUAGES}
    return {code: name for code, name in names.items() if name}
