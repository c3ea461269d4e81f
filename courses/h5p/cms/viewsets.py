"""The list of activities, their rules, and the dialogue in which a lesson chooses one."""

from django import forms
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import CreateView, DeleteView, SnippetViewSet

from courses.h5p.choices import language_choices
from courses.h5p.cms.forms import ActivityForm
from courses.h5p.content import delete_activity
from courses.h5p.models import Activity


class ContentsPanel(Panel):
    """The contents of an activity, one per language, and what can be done with each."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "h5p/cms/contents.html"

        def get_context_data(self, parent_context=None):
            contents = {content.language: content for content in self.instance.all_contents}
            return {
                **super().get_context_data(parent_context),
                "activity": self.instance,
                "languages": [(code, name, contents.get(code)) for code, name in language_choices()],
            }


class ByWords(BaseFilterForm):
    q = forms.CharField(
        label=_("Search"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    def filter(self, objects):
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            objects = objects.filter(Q(key__icontains=word) | Q(contents__title__icontains=word)).distinct()
        return super().filter(objects)


class ChooseActivity(ChooseView):
    filter_form_class = ByWords


class ChooseActivityResults(ChooseResultsView):
    filter_form_class = ByWords


class ActivityChooser(SnippetChooserViewSet):
    choose_view_class = ChooseActivity
    choose_results_view_class = ChooseActivityResults


class BeginWithAFile(CreateView):
    """An activity begins with its content: a file, or a content type."""

    def dispatch(self, request, *args, **kwargs):
        return redirect("h5p_tools:new")


class DeleteWithContents(DeleteView):
    def delete_action(self):
        delete_activity(self.object)


def kind_of(activity) -> str:
    contents = activity.all_contents
    return contents[0].library.title if contents else ""


def languages_of(activity) -> str:
    names = dict(language_choices())
    return ", ".join(str(names.get(content.language, content.language)) for content in activity.all_contents)


class ActivityViewSet(SnippetViewSet):
    model = Activity
    icon = "pick"
    menu_label = _("Activities")
    menu_order = 205
    add_to_admin_menu = True
    add_view_class = BeginWithAFile
    delete_view_class = DeleteWithContents
    chooser_viewset_class = ActivityChooser
    list_per_page = 50
    list_display = [
        "title",
        Column("kind", label=_("Content type"), accessor=kind_of),
        Column("languages", label=_("Languages"), accessor=languages_of),
        BooleanColumn("required", label=_("Has to be done")),
        "updated_at",
    ]
    list_filter = ["required", "policy"]
    search_fields = ["key", "contents__title"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            ContentsPanel(heading=_("Content")),
            MultiFieldPanel(
                [
                    FieldPanel("required"),
                    FieldPanel("policy"),
                    FieldPanel("pass_mark"),
                    FieldPanel("equivalent_quiz"),
                ],
                heading=_("What counts"),
            ),
            FieldPanel("may_decide_certificate"),
            FieldPanel("key"),
        ],
        base_form_class=ActivityForm,
    )
