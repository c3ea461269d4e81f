"""Write the content of an activity: a form made from the content type's own semantics, with a live preview beside it."""

import mimetypes

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from courses.h5p import conf, storage, strict_json, tokens
from courses.h5p.authoring import attach, defaults_of, form_of, is_editable
from courses.h5p.cms.forms import ContentForm, NewContentForm
from courses.h5p.cms.usage import runnable_libraries
from courses.h5p.cms.views import ActivityPage, Permitted
from courses.h5p.content import put
from courses.h5p.findings import Refused
from courses.h5p.manifest import Identity
from courses.h5p.models import Activity, Content, Library
from courses.h5p.original import assets
from courses.h5p.original.key import editor_key
from courses.h5p.package import CONTENT_BYTES
from courses.h5p.player import content_origin, frame_sandbox
from courses.h5p.preview import keep_preview

WRONG_KIND = {
    "audio": gettext_lazy("This is no sound file."),
    "video": gettext_lazy("This is no film."),
}


def words() -> dict:
    """What the form's buttons say."""
    return {
        "add": _("Add"),
        "remove": _("Remove"),
        "up": _("Move up"),
        "down": _("Move down"),
        "choose": _("Choose"),
        "none": _("none"),
        "chooseType": _("Choose a content type"),
        "common": _("Words of the buttons"),
        "optional": _("optional"),
        "notEditable": _("This part cannot be edited here; it stays as it is."),
        "address": _("Web address (https)"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "list": _("List"),
        "link": _("Link"),
        "linkAddress": _("Address of the link"),
    }


class NewView(ActivityPage):
    """A new activity from a content type that is installed."""

    template_name = "h5p/cms/new.html"
    page_title = gettext_lazy("Write an activity")

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", NewContentForm(libraries=runnable_libraries()))
        return super().get_context_data(**kwargs)

    def post(self, request, *args, **kwargs):
        form = NewContentForm(request.POST, libraries=runnable_libraries())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        chosen = form.cleaned_data
        activity = None
        if request.GET.get("activity"):
            activity = get_object_or_404(Activity, key=request.GET["activity"])
        folder = storage.new_folder("contents", chosen["library"].machine_name)
        content = put(
            activity=activity,
            language=chosen["language"],
            folder=folder,
            library=chosen["library"],
            raw_params=defaults_of(chosen["library"].semantics),
            user=request.user,
            title=chosen["title"],
            embed_types=["iframe"],
        )
        return redirect("h5p_tools:edit", content.pk)


class OneContent:
    def dispatch(self, request, *args, **kwargs):
        contents = Content.objects.select_related("activity", "library__folder", "folder")
        self.content = get_object_or_404(contents, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class EditView(OneContent, ActivityPage):
    """Title, words and, where our form can draw it, the content itself."""

    template_name = "h5p/cms/edit.html"

    def get_page_title(self):
        return self.content.title

    @property
    def is_editable(self) -> bool:
        return is_editable(self.content.library.semantics)

    def original_editor(self) -> str:
        """Its address, "" when the site has none."""
        if not assets.is_available():
            return ""
        return content_origin() + reverse("h5p-original", args=[editor_key(self.content, self.request.user)])

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", ContentForm(instance=self.content))
        original = self.original_editor()
        is_drawn = self.is_editable and not original
        description = form_of(self.content.library, self.content.language) if is_drawn else {}
        return super().get_context_data(
            content=self.content,
            is_editable=is_drawn,
            original=original,
            description=description,
            params=self.content.params,
            words=words(),
            player=content_origin() + reverse("h5p-player", args=[tokens.read_key(self.content.uuid)]),
            sandbox=frame_sandbox(),
            image_chooser=reverse("wagtailimages_chooser:choose"),
            document_chooser=reverse("wagtaildocs_chooser:choose"),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = ContentForm(request.POST, instance=self.content)
        params, library = self.content.raw_params, self.content.library
        may_write = self.is_editable or assets.is_available()
        if form.is_valid() and may_write and request.POST.get("params"):
            params = read_params(request.POST["params"].encode())
            if params is None:
                form.add_error(None, _("The content could not be read. Nothing was saved."))
            library = chosen_library(request.POST.get("library"), library)
            if library is None:
                form.add_error(None, _("The library is not installed."))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        put(
            activity=self.content.activity,
            language=self.content.language,
            folder=self.content.folder,
            library=library,
            raw_params=params,
            user=request.user,
            title=form.cleaned_data["title"],
            text_alternative=form.cleaned_data["text_alternative"],
        )
        messages.success(request, _("The content has been saved."))
        return redirect("h5p_tools:edit", self.content.pk)


class LivePreviewView(OneContent, Permitted, View):
    """Keep what stands in the form for a quarter of an hour, filtered, and say where it plays."""

    def post(self, request, pk):
        params = read_params(request.body)
        if params is None:
            return JsonResponse(
                {"message": _("The content could not be read. Nothing was saved.")}, status=400
            )
        return JsonResponse(
            {"player": content_origin() + reverse("h5p-preview", args=[keep_preview(self.content, params)])}
        )


class AttachView(OneContent, Permitted, View):
    """A file from Wagtail's libraries is copied beside the content."""

    def post(self, request, pk):
        model = get_image_model() if request.POST.get("kind") == "image" else get_document_model()
        found = model.objects.filter(pk=_number(request.POST.get("id"))).first()
        policy = policy_registry.get_by_type(model)
        if found is None or not policy.user_has_permission_for_instance(request.user, "choose", found):
            raise Http404
        name = found.file.name.rpartition("/")[2]
        if name.rpartition(".")[2].lower() not in conf.extensions("H5P_CONTENT_EXTENSIONS"):
            return JsonResponse({"message": _("Files of this kind cannot stand in an activity.")}, status=400)
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        sentence = WRONG_KIND.get(request.POST.get("field"))
        if sentence and not mime.startswith(f"{request.POST['field']}/"):
            return JsonResponse({"message": str(sentence)}, status=400)
        with found.file.open("rb") as file:
            path = attach(self.content, file, name=name)
        answer = {"path": path, "mime": mime}
        if request.POST.get("kind") == "image":
            answer |= {"width": found.width, "height": found.height}
        return JsonResponse(answer)


def chosen_library(name, today: Library) -> Library | None:
    """The original editor lets its author choose another content type; None when it cannot be played here."""
    if not name or name == str(today.identity):
        return today
    identity = Identity.parse(name)
    return Library.objects.with_identity(identity).runnable().first() if identity else None


def read_params(data: bytes) -> dict | None:
    try:
        params = strict_json.parse(data, name="params", max_bytes=CONTENT_BYTES)
    except Refused:
        return None
    return params if isinstance(params, dict) else None


def _number(value) -> int:
    return int(value) if str(value).isdigit() else 0
