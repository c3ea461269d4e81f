"""What stands in an editor's form, filtered, for a quarter of an hour: in the cache, under a name nobody can guess."""

import uuid

from django.core import signing
from django.core.cache import cache

from courses.h5p.filtering import filter_content
from courses.h5p.library import Installed
from courses.h5p.models import Content

SECONDS, SALT = 900, "h5p.preview"


def keep_preview(content: Content, params: dict) -> str:
    """Filter ``params`` as a save would, keep them, and return the key of the preview's address."""
    installed = Installed()
    filtered, _findings = filter_content(
        params,
        semantics=installed.semantics_of(content.library.identity) or [],
        library_semantics=installed.semantics_of,
    )
    name = uuid.uuid4().hex
    cache.set(f"h5p.preview.{name}", {"content": content.pk, "params": filtered}, SECONDS)
    return signing.dumps(name, salt=SALT)


def preview_of(key: str) -> tuple[Content, dict] | None:
    """The content and the parameters behind a preview's key, None when it is over."""
    try:
        name = signing.loads(key, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    kept = cache.get(f"h5p.preview.{name}")
    if not kept:
        return None
    content = Content.objects.select_related("library__folder", "folder").filter(pk=kept["content"]).first()
    return (content, kept["params"]) if content else None
