"""What the player's frame fetches: its page, libraries, core and a content's files. None of it needs or reads a cookie."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from courses.h5p import storage, tokens
from courses.h5p.files import FOR_A_WHILE, FOR_EVER, file_response
from courses.h5p.models import Content, StoredFolder
from courses.h5p.player import CORE_VERSION, content_origin, page_context, player_policy
from courses.h5p.player_assets import player_folder
from courses.h5p.preview import preview_of


@xframe_options_exempt  # the policy says who may frame it
@never_cache
@require_safe
def player(request, key: str):
    """The page in which the content plays. Whoever holds the signed key may read it; nothing can be written with it."""
    content = _content(key)
    return player_response(request, content, key)


def player_response(request, content: Content, key: str, *, params: dict | None = None) -> HttpResponse:
    """``params``: play these instead of the stored ones (a preview)."""
    site = content_origin() or f"{request.scheme}://{request.get_host()}"
    with translation.override(content.language):
        response = render(
            request, "h5p/player.html", page_context(content, key=key, site=site, params=params)
        )
    response["Content-Security-Policy"] = player_policy(site)
    response["Referrer-Policy"] = "no-referrer"
    return response


@xframe_options_exempt
@never_cache
@require_safe
def preview(request, key: str):
    """What stands in an editor's form, for a quarter of an hour."""
    found = preview_of(key)
    if found is None:
        raise Http404
    content, params = found
    return player_response(request, content, tokens.read_key(content.uuid), params=params)


@require_safe
def content_file(request, key: str, path: str):
    content = _content(key)
    return _stored(request, content.folder, path, FOR_A_WHILE)


@require_safe
def library_file(request, folder: str, path: str):
    """Libraries hold nothing about anybody; a folder's name is never used again, so browsers keep it for ever."""
    found = StoredFolder.objects.filter(path__endswith=f"/libraries/{folder}").first()
    if found is None:
        raise Http404
    return _stored(request, found, path, FOR_EVER)


@require_safe
def core_file(request, version: str, path: str):
    """The player's own files, from where the set-up put them."""
    root = player_folder().resolve()
    file = (root / path).resolve()
    if version != CORE_VERSION or not file.is_relative_to(root) or not file.is_file():
        raise Http404
    return file_response(request, file.open("rb"), path=path, size=file.stat().st_size, cache=FOR_EVER)


def _content(key) -> Content:
    found = tokens.content_of(key)
    content = (
        Content.objects.select_related("library__folder", "folder").filter(uuid=found).first()
        if found
        else None
    )
    if content is None:
        raise Http404
    return content


def _stored(request, folder, path, cache):
    file = storage.read(folder, path)
    if file is None:
        raise Http404
    return file_response(request, file, path=path, size=file.size, cache=cache)
