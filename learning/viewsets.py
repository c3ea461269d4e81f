"""The organisation in the CMS: units, cadres, mandates, help contacts. Evidence is not there: it is never edited."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from learning.cadres.forms import CadreForm
from learning.models import Cadre, HelpContact, Level, Mandate, Post, Unit
from learning.units.forms import UnitForm


class UnitViewSet(ModelViewSet):
    model = Unit
    icon = "site"
    menu_label = _("Units")
    list_display = ["name", "code", "level", "closed_on"]
    list_filter = ["level"]
    search_fields = ["code", "name_zh_hans", "name_en"]
    ordering = ["path"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("code"), FieldPanel("name_zh_hans"), FieldPanel("name_en"), FieldPanel("level")]
            ),
            MultiFieldPanel(
                [FieldPanel("parent"), FieldPanel("on"), FieldPanel("closes_on")],
                heading=_("Place in the tree"),
            ),
        ],
        base_form_class=UnitForm,
    )


class ShowsFirstPassword:
    """Says the new account's first password, once."""

    def save_instance(self):
        cadre = super().save_instance()
        if self.form.first_password:
            message = _now(
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
    pass


class CadreViewSet(ModelViewSet):
    model = Cadre
    icon = "user"
    menu_label = _("Cadres")
    list_display = ["name", "code", "unit_today", "user"]
    search_fields = ["name", "code"]
    copy_view_enabled = False
    add_view_class = CadreCreateView
    edit_view_class = CadreEditView
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("name"), FieldPanel("code")], heading=_("Person")),
            MultiFieldPanel(
                [FieldPanel("unit"), FieldPanel("post"), FieldPanel("on"), FieldPanel("leaves_on")],
                heading=_("Main post"),
            ),
            MultiFieldPanel([FieldPanel("username")], heading=_("Account")),
        ],
        base_form_class=CadreForm,
    )


class MandateViewSet(ModelViewSet):
    model = Mandate
    icon = "key"
    menu_label = _("Mandates")
    list_display = ["user", "role", "unit", "since", "until"]
    list_filter = ["role"]
    form_fields = ["user", "role", "unit", "since", "until"]
    copy_view_enabled = False


class HelpContactViewSet(ModelViewSet):
    model = HelpContact
    icon = "mail"
    menu_label = _("Help contacts")
    list_display = ["name", "phone", "unit", "kind"]
    list_filter = ["kind"]
    form_fields = [
        "unit",
        "kind",
        "phone",
        "name_zh_hans",
        "name_en",
        "hours_zh_hans",
        "hours_en",
        "sort_order",
    ]
    copy_view_enabled = False


class PostViewSet(ModelViewSet):
    model = Post
    icon = "tag"
    menu_label = _("Posts")
    list_display = ["name", "code", "sort_order"]
    form_fields = ["code", "name_zh_hans", "name_en", "sort_order"]
    copy_view_enabled = False


class LevelViewSet(ModelViewSet):
    model = Level
    icon = "order"
    menu_label = _("Levels")
    list_display = ["name", "code", "rank"]
    form_fields = ["code", "name_zh_hans", "name_en", "rank"]
    copy_view_enabled = False


class OrganisationGroup(ModelViewSetGroup):
    items = (UnitViewSet, CadreViewSet, MandateViewSet, HelpContactViewSet, PostViewSet, LevelViewSet)
    menu_label = _("Organisation")
    menu_icon = "group"
    menu_order = 220
