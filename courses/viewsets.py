"""Subjects and legal sources in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses.legal_forms import CitedByPanel, LegalSourceForm
from courses.models import GlossaryTerm, LegalSource, Topic
from quizzes.forms import StableKeyForm
from quizzes.panels import language_tabs


class TopicForm(StableKeyForm):
    stable_field = "code"


class LegalSourceViewSet(SnippetViewSet):
    model = LegalSource
    icon = "openquote"
    list_display = ["title", "version", "in_force_from", "checked_on", "superseded_by"]
    list_filter = ["jurisdiction"]
    search_fields = ["key", "title_zh_hans", "title_en"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            *language_tabs(["title", "version", "issued_by", "note", "what_changed"]),
            ObjectList(
                [
                    FieldPanel("key"),
                    FieldPanel("jurisdiction"),
                    FieldPanel("region"),
                    FieldPanel("in_force_from"),
                    FieldPanel("in_force_until"),
                    FieldPanel("link"),
                    FieldPanel("checked_on"),
                    FieldPanel("superseded_by"),
                ],
                heading=_("Settings"),
            ),
            ObjectList([CitedByPanel()], heading=_("Cited by")),
        ],
        base_form_class=LegalSourceForm,
    )


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "code", "sort_order"]
    search_fields = ["code", "name_zh_hans", "name_en"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            *language_tabs(["name"]),
            ObjectList([FieldPanel("code"), FieldPanel("sort_order")], heading=_("Settings")),
        ],
        base_form_class=TopicForm,
    )


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "glasses"
    list_display = ["term", "key"]
    search_fields = ["key", "term_zh_hans", "term_en", "also_zh_hans", "also_en"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            *language_tabs(["term", "also", "explanation", "articles"]),
            ObjectList([FieldPanel("key"), FieldPanel("sources")], heading=_("Settings")),
        ],
        base_form_class=StableKeyForm,
    )


class SourcesGroup(SnippetViewSetGroup):
    items = (LegalSourceViewSet, TopicViewSet, GlossaryTermViewSet)
    menu_label = _("Laws, topics, glossary")
    menu_icon = "openquote"
    menu_order = 210
