"""Invite cadres who have no account, revoke an invitation, and make the account with one."""

import datetime
import re
import secrets

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from learning.cadres.invitation import Invitation
from learning.cadres.models import Cadre

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as another
LENGTH = 12  # 59 bits
GOOD_FOR = datetime.timedelta(days=30)


class NotOpen(Exception):
    """There is no such invitation, or it was used, revoked or has expired; which of these is nobody's business."""


@transaction.atomic
def invite(*, cadre: Cadre, by) -> tuple[Invitation, str]:
    """``(invitation, code)``; the code is known now and never again. Twice: the earlier slip no longer opens anything.

    Raises ``ValidationError`` for who has an account already: a slip never opens an account that exists.
    """
    cadre = Cadre.objects.select_for_update().get(pk=cadre.pk)
    if cadre.user_id:
        raise ValidationError(_("She has an account already."), code="has-account")
    now = timezone.now()
    Invitation.objects.filter(cadre=cadre, used_at=None, revoked_at=None).update(revoked_at=now)
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    made = Invitation.objects.create(
        cadre=cadre, digest=digest_of(code), made_by=by, made_at=now, expires_at=now + GOOD_FOR
    )
    return made, code


@transaction.atomic
def revoke_invitation(*, cadre: Cadre) -> int:
    """Her slip opens nothing any more. Returns how many were open; twice: none."""
    return Invitation.objects.filter(cadre=cadre, used_at=None, revoked_at=None).update(
        revoked_at=timezone.now()
    )


@transaction.atomic
def accept_invitation(*, code: str, username: str, password: str):
    """The account, made with the name and password that she chose. Once: a second time raises ``NotOpen``.

    Raises ``ValidationError`` when the name is taken; the invitation then stays open.
    """
    invitation = open_invitation(code, lock=True)
    cadre = Cadre.objects.select_for_update().get(pk=invitation.cadre_id)
    if cadre.user_id or cadre.forgotten_at:
        raise NotOpen
    accounts = get_user_model()
    if accounts.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": _("This name is taken. Choose another.")})
    user = accounts.objects.create_user(username=username, password=password, first_name=cadre.name[:150])
    cadre.user = user
    cadre.save(update_fields=["user"])
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    return user


def open_invitation(code: str, *, lock: bool = False) -> Invitation:
    """The one that this code opens today. Raises ``NotOpen``. One query."""
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects.all()
    found = rows.select_related("cadre").filter(digest=digest_of(clean(code))).first()
    if found is None or not found.is_open(timezone.now()):
        raise NotOpen
    return found


def clean(code: str) -> str:
    """As it was made: without spaces and dashes, in capitals."""
    return re.sub(r"[\s-]+", "", code).upper()


def spaced(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def digest_of(code: str) -> str:
    return salted_hmac("learning.invitation", code, algorithm="sha256").hexdigest()
