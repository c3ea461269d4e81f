"""The forms of activities in the CMS."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from courses.h5p import conf
from courses.h5p.choices import equivalent_choices
from courses.h5p.models import Content, Library


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("H5P file"),
        help_text=gettext_lazy(
            "A file that ends in .h5p, made in Lumi, Moodle, h5p.org or another H5P tool."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".h5p"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of its content"), choices=settings.LANGUAGES)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".h5p"):
            raise ValidationError(_("Choose a file whose name ends in .h5p."))
        largest = conf.setting("H5P_MAX_PACKAGE_BYTES")
        if file.size > largest:
            raise ValidationError(_("The file is larger than %(size)s.") % {"size": filesizeformat(largest)})
        return file


class NewContentForm(forms.Form):
    """A new activity from a content type that is installed."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    library = forms.ModelChoiceField(
        label=gettext_lazy("Content type"), queryset=Library.objects.none(), empty_label=None
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of its content"), choices=settings.LANGUAGES)

    def __init__(self, *args, libraries, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["library"].queryset = libraries


class ContentForm(forms.ModelForm):
    class Meta:
        model = Content
        fields = ["title", "text_alternative"]
        widgets = {"text_alternative": forms.Textarea(attrs={"rows": 3})}


class ActivityForm(WagtailAdminModelForm):
    """The rules of an activity. Its key was made from its title and stays."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "equivalent_quiz" in self.fields:
            old = self.fields["equivalent_quiz"]
            self.fields["equivalent_quiz"] = forms.ChoiceField(
                label=old.label,
                help_text=old.help_text,
                required=False,
                choices=[("", "---------"), *equivalent_choices()],
            )
        if "key" in self.fields:
            self.fields["key"].disabled = True
