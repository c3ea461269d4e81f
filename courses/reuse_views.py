"""Use a module of another course; and before a shared page is edited, say where it stands."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import Button

from courses.mirrors import where_used
from courses.models import CoursePage, LessonPage, ModulePage
from courses.reuse import CannotStandHere, use_module


def may_reuse(user, course) -> bool:
    """Mirrors are live at once, so it takes the right to publish."""
    permissions = course.permissions_for_user(user)
    return permissions.can_edit() and permissions.can_publish()


class ModuleChoice(forms.ModelChoiceField):
    def label_from_instance(self, module):
        return f"{module.course.get_admin_display_title()}: {module.get_admin_display_title()}"


class UseModuleForm(forms.Form):
    module = ModuleChoice(queryset=ModulePage.objects.none(), label=gettext_lazy("Module"))

    def __init__(self, *args, course, **kwargs):
        super().__init__(*args, **kwargs)
        others = ModulePage.objects.live().filter(alias_of=None).not_descendant_of(course)
        self.fields["module"].queryset = others.order_by("path")


class UseModuleView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "courses/workshop/use_module.html"
    header_icon = "link"

    def get_page_title(self):
        return _("Use a module of another course")

    def get_context_data(self, form=None, **kwargs):
        course = self._course()
        return super().get_context_data(course=course, form=form or UseModuleForm(course=course), **kwargs)

    def post(self, request, pk):
        course = self._course()
        form = UseModuleForm(request.POST, course=course)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        try:
            mirror = use_module(module=form.cleaned_data["module"], course=course, by=request.user)
        except CannotStandHere as reason:
            messages.error(request, str(reason))
            return redirect("reuse:module", course.pk)
        messages.success(
            request,
            _("“%(module)s” stands in this course now. It is edited where it comes from.")
            % {"module": mirror},
        )
        return redirect("wagtailadmin_explore", course.pk)

    def _course(self):
        course = get_object_or_404(CoursePage, pk=self.kwargs["pk"])
        if not may_reuse(self.request.user, course):
            raise PermissionDenied
        return course


class ReuseViewSet(ViewSet):
    name = "reuse"
    url_prefix = "reuse"

    def get_urlpatterns(self):
        return [path("<int:pk>/", UseModuleView.as_view(), name="module")]


@hooks.register("register_page_header_buttons")
def offer_modules(page, user, next_url=None, view_name=None):
    if isinstance(page, CoursePage) and may_reuse(user, page):
        yield Button(
            _("Use a module of another course"),
            reverse("reuse:module", args=[page.pk]),
            icon_name="link",
            priority=45,
        )


@hooks.register("before_edit_page")
def say_where_it_stands(request, page):
    """A change shows everywhere: say so before anything is changed."""
    module = (
        page
        if isinstance(page, ModulePage)
        else page.get_parent().specific
        if isinstance(page, LessonPage)
        else None
    )
    if request.method == "GET" and isinstance(module, ModulePage):
        courses = where_used(module)
        if len(courses) > 1:
            names = ", ".join(course.get_admin_display_title() for course in courses)
            messages.info(
                request,
                _("This stands in several courses, and a change shows in all of them: %(names)s.")
                % {"names": names},
            )
