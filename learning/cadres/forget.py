"""A cadre who has left is forgotten: her name goes from everywhere, what was counted stays."""

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from learning.cadres.invite import revoke_invitation
from learning.cadres.models import Cadre, Leave, Mandate, Posting
from learning.signals import cadre_forgotten
from quizzes.append_only import FORGOTTEN


@transaction.atomic
def forget_cadre(*, cadre: Cadre, by) -> Cadre:
    """Empty her name, staff number and account, end her mandates, and tell every room (``cadre_forgotten``). Her evidence
    stays where it was counted. Twice: once.

    Raises ``ValidationError`` while she holds a post: who is in post is counted, and evidence needs to know where.
    """
    cadre = Cadre.objects.select_for_update(of=("self",)).select_related("user").get(pk=cadre.pk)
    if cadre.forgotten_at:
        return cadre
    if Posting.objects.filter(cadre=cadre, until__isnull=True).exists() or cadre.holds_a_post:
        raise ValidationError(_("She still holds a post. End her postings first."))
    user = cadre.user
    cadre_forgotten.send(sender=Cadre, cadre=cadre, user=user, by=by)
    revoke_invitation(cadre=cadre)
    _empty_log_of_hers(cadre, user)
    if user is not None:
        _close_account(user)
    cadre.name, cadre.code, cadre.user, cadre.extra_time = FORGOTTEN, None, None, 0
    cadre.forgotten_at = timezone.now()
    cadre.save()
    return cadre


def _close_account(user):
    """The row stays, because others' rows say that this account did something; who it was, nothing says any more."""
    today = timezone.localdate()
    Mandate.objects.filter(user=user, since__gt=today).delete()
    Mandate.objects.filter(user=user).in_force_on(today).update(until=today)
    EmailAddress.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.username, user.first_name, user.last_name, user.email = f"forgotten-{user.pk}", "", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


def empty_log(model, keys) -> None:
    """The CMS's own log writes down how things were called, names included; when and by whom stays."""
    ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[str(key) for key in keys]
    ).update(label=FORGOTTEN, data={})


def _empty_log_of_hers(cadre, user):
    empty_log(Cadre, [cadre.pk])
    for model in (Posting, Leave):
        empty_log(model, model.objects.filter(cadre=cadre).values_list("pk", flat=True))
    if user is not None:
        empty_log(get_user_model(), [user.pk])
        empty_log(Mandate, Mandate.objects.filter(user=user).values_list("pk", flat=True))
