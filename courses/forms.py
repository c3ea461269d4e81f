"""The editor's forms."""

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from courses.audience import post_choices
from courses.publishing import problems


class ContentPageForm(WagtailAdminPageForm):
    """Drafts are saved as they are; what goes live or to review is checked, with the error beside its field."""

    has_body = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # made from the heading when it is left empty

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for field, message in problems(cleaned, has_body=self.has_body):
                if field in self.fields and field not in self.errors:
                    self.add_error(field, message)
        return cleaned


class CourseForm(ContentPageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "posts" in self.fields:
            old = self.fields["posts"]
            self.fields["posts"] = forms.MultipleChoiceField(
                label=old.label,
                help_text=old.help_text,
                required=False,
                choices=post_choices(),
                widget=forms.CheckboxSelectMultiple,
            )
