"""Certificates in the CMS: templates."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from learning.certificates.commendation import CommendationRule
from learning.certificates.doubt_views import CERTIFICATES_MENU
from learning.certificates.template import CertificateTemplate
from learning.certificates.wording import WORDS
from learning.choosers import unit_chooser
from quizzes.panels import language_panels, language_tabs

COLOUR = forms.TextInput(attrs={"type": "color"})
PLACEHOLDER_HELP = _(
    "Empty texts are the site's own. In braces stand placeholders: {name}, {course}, {date}, {hours}, {score}, "
    "{edition}, {unit}, {post}, {issuer}, {number}, {sources}. What a text says on the day of issue stays on that certificate."
)


class CertificateTemplateViewSet(SnippetViewSet):
    model = CertificateTemplate
    icon = "doc-full-inverse"
    menu_label = _("Templates")
    list_display = ["title", "kind", "design", "languages", "is_default", "what_to_look_at"]
    list_filter = ["kind", "design"]
    search_fields = ["title"]
    search_backend_name = None
    copy_view_enabled = False
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldPanel("kind"),
                    FieldPanel("is_default"),
                    MultiFieldPanel(
                        [
                            FieldPanel("design", widget=forms.RadioSelect),
                            FieldPanel("languages", widget=forms.RadioSelect),
                            FieldPanel("brand", widget=COLOUR),
                            FieldPanel("accent", widget=COLOUR),
                            FieldPanel("emblem"),
                            FieldPanel("seal"),
                        ],
                        heading=_("Look"),
                    ),
                ],
                heading=_("Design"),
            ),
            *[
                ObjectList([HelpPanel(PLACEHOLDER_HELP), *tab.children], heading=tab.heading)
                for tab in language_tabs(list(WORDS))
            ],
            ObjectList(
                [
                    InlinePanel(
                        "signatories",
                        [*language_panels("name"), *language_panels("office"), FieldPanel("picture")],
                        heading=_("Signatures"),
                        label=_("Signature"),
                        max_num=3,
                    ),
                    InlinePanel(
                        "sources",
                        [FieldPanel("source")],
                        heading=_("Laws that the texts rest on"),
                        label=_("Law"),
                        help_text=_(
                            "With {sources} in a text they are printed with their version of the day of issue."
                        ),
                    ),
                    InlinePanel(
                        "courses",
                        [FieldPanel("course"), FieldPanel("valid_months")],
                        heading=_("Courses with this template"),
                        label=_("Course"),
                    ),
                ],
                heading=_("Signatures and courses"),
            ),
        ]
    )


class CommendationRuleViewSet(SnippetViewSet):
    model = CommendationRule
    icon = "pick"
    menu_label = _("Rules for commendations")
    list_display = ["title", "whom", "unit", "since", "until"]
    search_backend_name = None
    copy_view_enabled = True
    panels = [
        *language_panels("title"),
        FieldPanel("whom", widget=forms.RadioSelect),
        FieldPanel("unit", widget=unit_chooser.widget_class),
        FieldPanel("level"),
        MultiFieldPanel([FieldPanel("since"), FieldPanel("until")], heading=_("Period")),
        FieldPanel("course"),
        FieldPanel("score", help_text=_("For cadres. 0: any result.")),
        FieldPanel("share", help_text=_("For units.")),
        FieldPanel("sessions"),
    ]


class CertificatesGroup(SnippetViewSetGroup):
    items = (CertificateTemplateViewSet, CommendationRuleViewSet)
    submenu_hook = CERTIFICATES_MENU
    menu_label = _("Certificates")
    menu_icon = "doc-full-inverse"
    menu_order = 215
