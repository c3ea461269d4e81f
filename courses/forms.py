"""The editor's forms."""

from wagtail.admin.forms import WagtailAdminPageForm

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
