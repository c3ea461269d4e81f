"""A signed key instead of a session: on the player's origin there is no cookie."""

from django.contrib.auth import get_user_model
from django.core import signing

from courses.h5p import conf
from courses.h5p.models import Content

SALT = "h5p.editor"
CHANGES = "h5p.change_activity"


def editor_key(content: Content, user) -> str:
    return signing.dumps([content.pk, user.pk], salt=SALT)


def opened_with(key: str):
    """``(content, user)``, or None: the key is forged or over, or its holder may not change activities any more."""
    try:
        content_pk, user_pk = signing.loads(key, salt=SALT, max_age=conf.setting("H5P_TOKEN_SECONDS"))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = get_user_model().objects.filter(pk=user_pk, is_active=True).first()
    content = Content.objects.select_related("library__folder", "folder").filter(pk=content_pk).first()
    return (content, user) if content and user and user.has_perm(CHANGES) else None
