"""The translator's form: a field for each text of each unit, with the editor where the text is rich."""

from django import forms
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.widgets import AdminAutoHeightTextInput

from courses.blocks.text import TEXT_FEATURES
from courses.translating.queries import PageRows


class TranslationForm(forms.Form):
    """Fields are named ``t<unit>-<text>``, by place. ``base<unit>`` tells which translation she saw when she began."""

    def __init__(self, *args, page: PageRows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = [row for row in page.rows if row.unit.source_texts]
        self.parts = []
        for place, row in enumerate(self.rows):
            names = []
            for number, path in enumerate(row.unit.source_texts):
                name = f"t{place}-{number}"
                self.fields[name] = self._field(row.unit, path)
                names.append((name, path))
            self.fields[f"base{place}"] = forms.CharField(
                required=False, initial=row.unit.target_digest, widget=forms.HiddenInput
            )
            self.parts.append((row, f"base{place}", names))

    def _field(self, unit, path):
        rich = unit.rich_at(path)
        widget = get_rich_text_editor_widget(features=TEXT_FEATURES) if rich else AdminAutoHeightTextInput()
        return forms.CharField(
            required=False,
            strip=not rich,
            label=unit.label,
            initial=unit.target_texts.get(path, ""),
            widget=widget,
        )

    def shown(self):
        """``[(row, hidden field, [(source text, field)])]`` for the template."""
        return [
            (
                row,
                self[base],
                [(row.unit.source_texts[path], row.unit.rich_at(path), self[name]) for name, path in names],
            )
            for row, base, names in self.parts
        ]

    def wanted(self) -> tuple[dict, list]:
        """``({unit: {path: text}} that she changed, [rows that somebody else changed meanwhile])``."""
        wanted, overtaken = {}, []
        for row, base, names in self.parts:
            if not any(name in self.changed_data for name, _path in names):
                continue
            if self.cleaned_data[base] != row.unit.target_digest:
                overtaken.append(row)
                continue
            wanted[row.unit.name] = {path: self.cleaned_data[name] for name, path in names}
        return wanted, overtaken
