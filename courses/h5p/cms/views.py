"""Pages of the CMS around activities. Content needs the right to change activities, libraries another one."""

import tempfile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.h5p import tokens
from courses.h5p.cms.forms import UploadForm
from courses.h5p.cms.usage import library_rows, recent_uploads, runnable_libraries, storage_used
from courses.h5p.content import copy_activity
from courses.h5p.export import export, file_name
from courses.h5p.jobs import job_of
from courses.h5p.library import InUse, uninstall
from courses.h5p.models import Activity, Content, Library, Upload
from courses.h5p.player import frame_sandbox, player_address
from courses.h5p.receive import INSTALLS, receive

CHANGES = "h5p.change_activity"
SPOOL = 8 * 1024 * 1024  # bytes of an export that are kept in memory


class Permitted:
    permission = CHANGES

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ActivityPage(Permitted, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "pick"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self):
        lists = {"url": reverse("wagtailsnippets_h5p_activity:list"), "label": _("Interactive activities")}
        return [*self.breadcrumbs_items, lists, {"url": "", "label": self.get_page_title()}]


class UploadView(ActivityPage):
    """Upload a package: a new activity, or the content of one in a language."""

    template_name = "h5p/cms/upload.html"
    page_title = gettext_lazy("Upload an activity")

    def dispatch(self, request, *args, **kwargs):
        key = request.GET.get("activity")
        self.activity = get_object_or_404(Activity, key=key) if key else None
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        if self.activity:
            return _("Upload content for “%(activity)s”") % {"activity": self.activity}
        return self.page_title

    def get_context_data(self, **kwargs):
        initial = {"language": self.request.GET.get("language", self.request.LANGUAGE_CODE)}
        kwargs.setdefault("form", UploadForm(initial=initial))
        return super().get_context_data(
            activity=self.activity,
            may_install=self.request.user.has_perm(INSTALLS),
            uploads=recent_uploads(self.request.user),
            types=[] if self.activity else runnable_libraries(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        chosen = form.cleaned_data
        upload = receive(
            chosen["file"], language=chosen["language"], user=request.user, activity=self.activity
        )
        return redirect("h5p_tools:upload", upload.uuid)


class VerdictView(ActivityPage):
    """How far the judgement is; then what was found, in words."""

    template_name = "h5p/cms/verdict.html"

    def dispatch(self, request, *args, **kwargs):
        self.upload = get_object_or_404(Upload.objects.select_related("activity"), uuid=kwargs["uuid"])
        if self.upload.uploaded_by_id != request.user.pk and not request.user.has_perm(INSTALLS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return self.upload.file_name

    def get_context_data(self, **kwargs):
        findings = self.upload.all_findings
        return super().get_context_data(
            upload=self.upload,
            job=job_of(self.upload) if self.upload.state == Upload.State.WAITING else None,
            errors=[finding for finding in findings if finding.level == "error"],
            warnings=[finding for finding in findings if finding.level != "error"],
            **kwargs,
        )


class PreviewView(ActivityPage):
    """A content as learners see it. Nothing is recorded."""

    template_name = "h5p/cms/preview.html"

    def dispatch(self, request, *args, **kwargs):
        self.content = get_object_or_404(
            Content.objects.select_related("activity", "library"), pk=kwargs["pk"]
        )
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return self.content.title

    def get_context_data(self, **kwargs):
        address = player_address(self.content, tokens.read_key(self.content.uuid))
        return super().get_context_data(
            content=self.content, player=address, sandbox=frame_sandbox(), **kwargs
        )


class ExportView(Permitted, View):
    def get(self, request, pk):
        content = get_object_or_404(Content.objects.select_related("activity", "library", "folder"), pk=pk)
        target = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115  closed with the response
        export(content, target)
        target.seek(0)
        return FileResponse(
            target, as_attachment=True, filename=file_name(content), content_type="application/zip"
        )


class CopyView(Permitted, View):
    def post(self, request, pk):
        activity = get_object_or_404(Activity, pk=pk)
        copy = copy_activity(activity, user=request.user)
        messages.success(request, _("“%(activity)s” has been copied.") % {"activity": activity})
        return redirect("wagtailsnippets_h5p_activity:edit", copy.pk)


class LibrariesView(ActivityPage):
    """The libraries, what stands on each, and the room that everything takes."""

    template_name = "h5p/cms/libraries.html"
    page_title = gettext_lazy("H5P libraries")
    header_icon = "code"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            rows=library_rows(),
            storage=storage_used(),
            may_install=self.request.user.has_perm(INSTALLS),
            **kwargs,
        )


class UninstallView(Permitted, View):
    permission = INSTALLS

    def post(self, request, pk):
        library = get_object_or_404(Library, pk=pk)
        try:
            uninstall(library)
            messages.success(request, _("“%(library)s” has been uninstalled.") % {"library": library})
        except InUse as used:
            message = _("“%(library)s” is in use and stays: %(names)s.")
            messages.error(request, message % {"library": library, "names": ", ".join(used.by[:10])})
        return redirect("h5p_tools:libraries")
