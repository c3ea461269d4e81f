"""What this package adds to Wagtail's admin."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from courses.h5p.cms.tools import H5PTools
from courses.h5p.cms.viewsets import ActivityViewSet
from courses.h5p.models import Activity

register_snippet(ActivityViewSet)


@hooks.register("register_admin_viewset")
def activity_tools():
    return H5PTools()


@hooks.register("after_edit_snippet")
def warn_of_certificates(request, instance):
    """Whoever lets an activity decide alone is told each time what that means."""
    if isinstance(instance, Activity) and instance.may_decide_certificate:
        messages.warning(
            request,
            _(
                "This activity may lead to a certificate by itself. Its score comes from the learner's own browser and "
                "can be forged."
            ),
        )


@hooks.register("register_snippet_listing_buttons")
def preview_button(snippet, user, next_url=None):
    if isinstance(snippet, Activity) and snippet.all_contents:
        yield Button(
            gettext_lazy("Try it"),
            reverse("h5p_tools:preview", args=[snippet.all_contents[0].pk]),
            icon_name="view",
        )
