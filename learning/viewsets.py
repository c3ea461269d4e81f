"""The organisation in the CMS: units, cadres, mandates, help contacts. Evidence is not there: it is never edited."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy

from learning.cadres.bulk.views import BulkImports
from learning.cadres.forms import CadreForm, PostingForm
from learning.choosers import account_chooser, unit_chooser
from learning.kept import KeptForEver, KeptViewSet, ListView
from learning.models import (
    Cadre,
    Exemption,
    HelpContact,
    Leave,
    Level,
    Mandate,
    Post,
    Posting,
    Requirement,
    Unit,
)
from learning.privacy.office import RIGHT as FORGET
from learning.privacy.office import DeparturesViewSet
from learning.requirement_editing import ExemptionViewSet, LeaveViewSet, RequirementViewSet
from learning.restructuring import Restructuring
from learning.units.forms import UnitForm
from quizzes.forms import StableKeyForm
from quizzes.panels import language_panels

for kept in (Unit, Cadre, Posting, Post, Level, Requirement, Exemption, Leave):
    register_permission_policy(kept, KeptForEver(kept))


class UnitList(ListView):
    related = ("level",)


class CadreList(ListView):
    related = ("user",)

    def get_base_queryset(self):
        now = Posting.objects.in_force_on(timezone.localdate())
        now = now.select_related("unit", "post").order_by("-is_main", "-since")
        return (
            super()
            .get_base_queryset()
            .prefetch_related(Prefetch("postings", queryset=now, to_attr="postings_today"))
        )


class PostingList(ListView):
    related = ("cadre", "unit", "post")


class MandateList(ListView):
    related = ("user", "unit")


class HelpContactList(ListView):
    related = ("unit",)


class StableCodeForm(StableKeyForm):
    stable_field = "code"


class ChoosesUnit:
    """Mixin of a form: its field ``unit_field`` is chosen by searching."""

    unit_field = "unit"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields[self.unit_field]
        field.widget = unit_chooser.widget_class()
        field.widget.is_required = field.required


class UnitEditorForm(ChoosesUnit, UnitForm):
    unit_field = "parent"


class CadreEditorForm(ChoosesUnit, CadreForm):
    pass


class UnitEditView(EditView):
    @cached_property
    def header_more_buttons(self):
        code = self.object.code
        merge = reverse("restructuring:merge", args=[code])
        split = reverse("restructuring:split", args=[code])
        return [
            *super().header_more_buttons,
            Button(gettext("Merge it into another"), url=merge, icon_name="redirect", priority=90),
            Button(gettext("Split it"), url=split, icon_name="copy", priority=91),
        ]


class UnitViewSet(KeptViewSet):
    model = Unit
    index_view_class = UnitList
    edit_view_class = UnitEditView
    icon = "site"
    menu_label = _("Units")
    list_display = ["name_in_tree", "code", "level", "closed_on"]
    list_filter = ["level"]
    search_fields = ["code", "name_zh_hans", "name_en"]
    ordering = ["path"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("code"), *language_panels("name"), FieldPanel("level")], heading=_("Unit")
            ),
            MultiFieldPanel(
                [
                    FieldPanel("parent"),
                    FieldPanel("on"),
                    FieldPanel("closes_on"),
                    FieldPanel("reason"),
                ],
                heading=_("Place in the tree"),
            ),
        ],
        base_form_class=UnitEditorForm,
    )


class ShowsFirstPassword:
    """Says the new account's first password, once."""

    def save_instance(self):
        cadre = super().save_instance()
        if self.form.first_password:
            message = gettext(
                "The account %(username)s has been made. Its first password, shown only now: %(password)s"
            )
            messages.warning(
                self.request,
                message % {"username": cadre.user.username, "password": self.form.first_password},
            )
        return cadre


class CadreCreateView(ShowsFirstPassword, CreateView):
    pass


class CadreEditView(ShowsFirstPassword, EditView):
    @cached_property
    def header_more_buttons(self):
        if not self.request.user.has_perm(FORGET):
            return super().header_more_buttons
        address = reverse("forgetting:cadre", args=[self.object.pk])
        forget = Button(gettext("Forget her"), url=address, icon_name="bin", priority=90)
        return [*super().header_more_buttons, forget]


class CadreViewSet(KeptViewSet):
    model = Cadre
    index_view_class = CadreList
    icon = "user"
    menu_label = _("Cadres")
    list_display = ["name", "code", "unit_today", "user"]
    search_fields = ["name", "code", "user__username"]
    add_view_class = CadreCreateView
    edit_view_class = CadreEditView
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("code"), FieldPanel("language"), FieldPanel("extra_time")],
                heading=_("Person"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("unit"),
                    FieldPanel("post"),
                    FieldPanel("on"),
                    FieldPanel("leaves_on"),
                ],
                heading=_("Main post"),
            ),
            MultiFieldPanel([FieldPanel("username"), FieldPanel("existing")], heading=_("Account")),
        ],
        base_form_class=CadreEditorForm,
    )


class PostingViewSet(KeptViewSet):
    model = Posting
    index_view_class = PostingList
    icon = "calendar-alt"
    menu_label = _("Postings")
    list_display = ["cadre", "post", "unit", "is_main", "since", "until"]
    list_filter = ["post", "is_main"]
    search_fields = ["cadre__name", "cadre__code", "unit__code", "unit__name_zh_hans", "unit__name_en"]
    edit_handler = ObjectList(
        [
            HelpPanel(
                _("Further posts beside the main one. The main post is changed on the cadre's own page.")
            ),
            *[FieldPanel(name) for name in ("cadre", "unit", "post", "since", "ends_on")],
        ],
        base_form_class=PostingForm,
    )


class MandateViewSet(ModelViewSet):
    model = Mandate
    index_view_class = MandateList
    icon = "key"
    menu_label = _("Mandates")
    list_display = ["user", "role", "unit", "since", "until"]
    list_filter = ["role"]
    panels = [
        FieldPanel("user", widget=account_chooser.widget_class),
        *[FieldPanel(name) for name in ("role", "unit", "since", "until")],
    ]
    copy_view_enabled = False


class HelpContactViewSet(ModelViewSet):
    model = HelpContact
    index_view_class = HelpContactList
    icon = "mail"
    menu_label = _("Help contacts")
    list_display = ["name", "phone", "unit", "kind"]
    list_filter = ["kind"]
    search_fields = ["phone", "name_zh_hans", "name_en"]
    panels = [
        FieldPanel("unit"),
        FieldPanel("kind"),
        FieldPanel("phone"),
        *language_panels("name"),
        *language_panels("hours"),
        FieldPanel("sort_order"),
    ]
    copy_view_enabled = False


class PostViewSet(KeptViewSet):
    model = Post
    icon = "tag"
    menu_label = _("Posts")
    list_display = ["name", "code", "sort_order"]
    edit_handler = ObjectList(
        [FieldPanel("code"), *language_panels("name"), FieldPanel("sort_order")],
        base_form_class=StableCodeForm,
    )


class LevelViewSet(KeptViewSet):
    model = Level
    icon = "order"
    menu_label = _("Levels")
    list_display = ["name", "code", "rank"]
    edit_handler = ObjectList(
        [FieldPanel("code"), *language_panels("name"), FieldPanel("rank")], base_form_class=StableCodeForm
    )


class OrganisationGroup(ModelViewSetGroup):
    items = (
        UnitViewSet,
        CadreViewSet,
        PostingViewSet,
        MandateViewSet,
        HelpContactViewSet,
        PostViewSet,
        LevelViewSet,
        RequirementViewSet,
        ExemptionViewSet,
        LeaveViewSet,
        BulkImports,
        DeparturesViewSet,
        Restructuring,
    )
    menu_label = _("Organisation")
    menu_icon = "group"
    menu_order = 220
