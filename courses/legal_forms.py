"""The editor of a legal source: where it holds, what follows it, and everything that cites it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.panels import Panel

from courses.citations import citing
from courses.models import LegalSource
from courses.regions import region_choices
from quizzes.forms import StableKeyForm


class LegalSourceForm(StableKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "region" in self.fields:
            old = self.fields["region"]
            self.fields["region"] = forms.ChoiceField(
                label=old.label,
                help_text=old.help_text,
                required=False,
                choices=[("", _("the whole country")), *region_choices()],
            )

    def clean(self):
        cleaned = super().clean()
        is_national = cleaned.get("jurisdiction") == LegalSource.Jurisdiction.NATIONAL
        if is_national and cleaned.get("region"):
            self.add_error("region", _("A national law holds in the whole country."))
        if not is_national and "region" in self.fields and not cleaned.get("region"):
            self.add_error("region", _("Say in which region it holds."))
        successor = cleaned.get("superseded_by")
        if successor is not None and self._leads_back(successor):
            self.add_error("superseded_by", _("A source cannot follow itself."))
        note = build_localized_fieldname("what_changed", settings.LANGUAGE_CODE)
        if successor is not None and note in self.fields and not cleaned.get(note):
            self.add_error(note, _("Say what has changed: readers and trainers will see it."))
        return cleaned

    def _leads_back(self, successor) -> bool:
        seen = set()
        while successor is not None and successor.pk not in seen:
            if successor.pk == self.instance.pk:
                return True
            seen.add(successor.pk)
            successor = successor.superseded_by
        return False


class CitedByPanel(Panel):
    """Everything that cites the source, each one click away from the place."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/workshop/cited_by.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            found = citing([self.instance]).get(self.instance.pk, []) if self.instance.pk else []
            return {**context, "citing": found, "source": self.instance}
