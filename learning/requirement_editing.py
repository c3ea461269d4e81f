"""Requirements, exemptions and leave in the CMS."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList

from courses.models import CoursePage
from learning.cadres.models import Cadre, Leave
from learning.choosers import cadre_chooser
from learning.enrolments.requirement_models import Exemption, Requirement
from learning.kept import KeptViewSet, ListView


class OfACourse(WagtailAdminModelForm):
    """The course is chosen once, and then stays: another course is another requirement or exemption."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        course = self.fields["course"]
        course.queryset = CoursePage.objects.live().order_by("path")
        course.label_from_instance = lambda page: page.heading
        course.required = True
        if self.instance.pk:
            course.disabled = True
            course.queryset = CoursePage.objects.filter(pk=self.instance.course_id)
            course.required = False

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first."))
        return cleaned


class RequirementForm(OfACourse):
    def clean(self):
        cleaned = super().clean()
        course = cleaned.get("course")
        if self.errors or not course or cleaned.get("until"):
            return cleaned
        same = Requirement.objects.filter(
            course_key=course.translation_key, post=cleaned["post"], level=cleaned["level"], until=None
        )
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This post has to hold this course already."))
        return cleaned


class ChoosesCadre:
    """Mixin: the cadre is chosen by searching, once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["cadre"].disabled = True
            self.fields["cadre"].queryset = Cadre.objects.filter(pk=self.instance.cadre_id)
        else:
            self.fields["cadre"].widget = cadre_chooser.widget_class()


class ExemptionForm(ChoosesCadre, OfACourse):
    def save(self, commit=True):
        if self.instance.granted_by_id is None:
            self.instance.granted_by = self.for_user
        return super().save(commit=commit)


class LeaveForm(ChoosesCadre, WagtailAdminModelForm):
    pass


class RequirementList(ListView):
    related = ("course", "post", "level")


class ExemptionList(ListView):
    related = ("cadre", "course", "granted_by")


class LeaveList(ListView):
    related = ("cadre",)


class RequirementViewSet(KeptViewSet):
    model = Requirement
    index_view_class = RequirementList
    icon = "tasks"
    menu_label = gettext_lazy("Requirements")
    list_display = ["course", "post", "level", "renewed_every", "since", "until"]
    list_filter = ["post", "level"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("course", "post", "level", "days", "renewed_every", "since", "until")],
        base_form_class=RequirementForm,
    )


class ExemptionViewSet(KeptViewSet):
    model = Exemption
    index_view_class = ExemptionList
    icon = "minus-inverse"
    menu_label = gettext_lazy("Exemptions")
    list_display = ["cadre", "course", "reason", "since", "until", "granted_by"]
    search_fields = ["cadre__name", "cadre__code"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("cadre", "course", "reason", "since", "until")],
        base_form_class=ExemptionForm,
    )


class LeaveViewSet(KeptViewSet):
    model = Leave
    index_view_class = LeaveList
    icon = "pause"
    menu_label = gettext_lazy("Leave of absence")
    list_display = ["cadre", "since", "until"]
    search_fields = ["cadre__name", "cadre__code"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("cadre", "since", "until")], base_form_class=LeaveForm
    )
