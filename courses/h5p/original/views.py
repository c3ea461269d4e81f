"""The original editor's page, its files and its endpoints. All of it on the player's origin, by a signed key."""

import base64
import binascii
import json
import mimetypes
from urllib.parse import unquote_to_bytes

from django.core.files.base import ContentFile
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from PIL import Image

from courses.h5p import conf, strict_json
from courses.h5p.authoring import attach
from courses.h5p.files import FOR_A_WHILE, file_response
from courses.h5p.filtering import filter_content
from courses.h5p.findings import Refused
from courses.h5p.library import Installed
from courses.h5p.manifest import Identity
from courses.h5p.original import assets, libraries
from courses.h5p.original.key import opened_with
from courses.h5p.original.page import page_context, page_policy
from courses.h5p.package import CONTENT_BYTES
from courses.h5p.player import content_origin


@xframe_options_exempt  # the policy says who may frame it
@never_cache
@require_safe
def editor_page(request, key: str):
    opened = opened_with(key) if assets.is_available() else None
    if opened is None:
        raise Http404
    content, _user = opened
    with translation.override(content.language):
        response = render(request, "h5p/original.html", page_context(content, key=key))
    response["Content-Security-Policy"] = page_policy()
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def editor_file(request, kind: str, path: str):
    file = assets.file_of(kind, path) if kind in assets.LISTS and assets.is_available() else None
    if file is None or not file.is_file() or file.suffix.lower() in (".php", ".json5", ""):
        raise Http404
    return file_response(request, file.open("rb"), path=path, size=file.stat().st_size, cache=FOR_A_WHILE)


@csrf_exempt  # no cookie is read: the key in the address says who asks
@never_cache
def editor_ajax(request, key: str):
    """``?action=``: libraries (list, details, one), translations, filter, files. There is no hub."""
    opened = opened_with(key) if assets.is_available() else None
    if opened is None:
        return refusal("INVALID_TOKEN", _("This page has been open for too long. Load it again."), 403)
    content, _user = opened
    action = request.GET.get("action", "")
    if action == "libraries" and request.method == "GET" and "machineName" in request.GET:
        return one_library(request, content)
    if action == "libraries":
        names = request.POST.getlist("libraries[]") if request.method == "POST" else None
        return JsonResponse(libraries.listed_libraries(names), safe=False)
    if action == "translations" and request.method == "POST":
        language = request.GET.get("language", content.language)
        return success(libraries.translations_of(request.POST.getlist("libraries[]"), language))
    if action == "filter" and request.method == "POST":
        return filtered(request)
    if action == "files" and request.method == "POST":
        return uploaded(request, content)
    return refusal("HUB_DISABLED", _("This site does not use the H5P Hub."), 403)


def one_library(request, content):
    asked = request.GET
    identity = Identity.parse(
        f"{asked['machineName']} {asked.get('majorVersion')}.{asked.get('minorVersion')}"
    )
    data = identity and libraries.library_data(
        identity,
        language=asked.get("language") or content.language,
        default_language=asked.get("default-language", ""),
        site=content_origin(),
    )
    if not data:
        return refusal("NO_LIBRARY", _("The library is not installed."), 404)
    return JsonResponse(data)


def filtered(request):
    """What a save would keep of one library's parameters."""
    try:
        value = strict_json.parse(
            request.POST.get("libraryParameters", "").encode(),
            name="libraryParameters",
            max_bytes=CONTENT_BYTES,
        )
    except Refused:
        value = None
    identity = Identity.parse(value["library"]) if isinstance(value, dict) and "library" in value else None
    installed = Installed()
    semantics = installed.semantics_of(identity) if identity else None
    if semantics is None:
        return refusal("NO_LIBRARY_PARAMETERS", _("The content could not be read. Nothing was saved."), 400)
    params = value.get("params")
    kept, _findings = filter_content(
        params if isinstance(params, dict) else {},
        semantics=semantics,
        library_semantics=installed.semantics_of,
    )
    return success({**value, "params": kept})


def uploaded(request, content):
    """A file for a field, kept beside the content. Answers as the editor reads it: the file, or ``{"error"}``."""
    file = request.FILES.get("file") or from_address(request.POST.get("dataURI", ""))
    if file is None:
        return JsonResponse({"error": _("There was no file.")})
    if file.size > conf.setting("H5P_MAX_FILE_BYTES"):
        return JsonResponse({"error": _("The file is larger than this site accepts.")})
    if file.name.rpartition(".")[2].lower() not in conf.extensions("H5P_CONTENT_EXTENSIONS"):
        return JsonResponse({"error": _("Files of this kind cannot stand in an activity.")})
    answer = {"mime": mimetypes.guess_type(file.name)[0] or "application/octet-stream"}
    if field_type(request.POST.get("field", "")) == "image":
        size = image_size(file)
        if size is None:
            return JsonResponse({"error": _("This is no picture.")})
        answer |= {"width": size[0], "height": size[1]}
    return JsonResponse({**answer, "path": attach(content, file, name=file.name)})


def field_type(text: str) -> str:
    try:
        field = json.loads(text)
    except ValueError:
        return ""
    return str(field.get("type", "")) if isinstance(field, dict) else ""


def from_address(text: str) -> ContentFile | None:
    """A cropped picture comes as a ``data:`` address."""
    head, _comma, data = text.partition(",")
    kind, _semicolon, how = head.removeprefix("data:").partition(";")
    suffix = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}.get(kind)
    if not suffix or not head.startswith("data:"):
        return None
    try:
        content = base64.b64decode(data, validate=True) if how == "base64" else unquote_to_bytes(data)
    except binascii.Error:
        return None
    return ContentFile(content, name=f"picture{suffix}")


def image_size(file) -> tuple[int, int] | None:
    try:
        with Image.open(file) as image:
            return image.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    finally:
        file.seek(0)


def success(data) -> JsonResponse:
    return JsonResponse({"success": True, "data": data})


def refusal(code: str, message: str, status: int) -> JsonResponse:
    return JsonResponse({"success": False, "errorCode": code, "message": message}, status=status)
