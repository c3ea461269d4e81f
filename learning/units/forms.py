"""Units in the CMS: every change goes through the verbs, so that the history is written."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from learning.units.change import close_unit, move_unit, open_unit, rename_unit
from learning.units.models import Unit
from quizzes.texts import texts_of


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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["parent"] = self.instance.get_parent()
            self.initial["closes_on"] = self.instance.closed_on
            self.fields["code"].disabled = True
            self.fields["level"].disabled = True

    def clean(self):
        """Try the change and take it back: what the verbs refuse is shown beside the field."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if not self.instance.pk and cleaned.get("parent") is None and Unit.objects.exists():
            self.add_error("parent", _("Choose the unit above."))
            return cleaned
        try:
            with transaction.atomic():
                self._change(cleaned)
                transaction.set_rollback(True)
        except ValidationError as error:
            self.add_error(
                {"level": "level", "open-units-below": "closes_on", "before-opening": "closes_on"}.get(
                    error.code, "parent"
                ),
                error,
            )
        return cleaned

    def _post_clean(self):
        """The verbs change the instance, not the form."""

    def save(self, commit=True):
        self.instance = self._change(self.cleaned_data)
        return self.instance

    def _change(self, data) -> Unit:
        names = {code: data.get(f"name_{code.replace('-', '_')}") for code in ("zh-hans", "en")}
        names = {code: name for code, name in names.items() if name}
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
