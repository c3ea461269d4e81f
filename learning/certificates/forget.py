"""A cadre has left and asks to be forgotten: her name goes from everywhere, what she did stays as counts."""

import uuid
from functools import partial

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from config.jobs.models import Job
from learning.cadres.bulk.models import BulkImport
from learning.cadres.models import Cadre, Leave, Mandate, Posting
from learning.certificates.change import withdraw
from learning.certificates.commendation import Nomination
from learning.certificates.doubt import PassInDoubt
from learning.certificates.jobs import ISSUE
from learning.certificates.models import Certificate, CertificateEvent
from learning.enrolments.requirement_models import Exemption
from learning.progress.models import Completion
from learning.sessions.models import SessionFact
from learning.sessions.signature import ClosingSignature


@transaction.atomic
def forget_cadre(*, cadre: Cadre, by) -> Cadre:
    """Certificates are withdrawn, account and name emptied, notes deleted; the rows of evidence stay, without a name.

    Twice: once. Raises ``ValidationError`` while she holds a post: who works here cannot be nameless.
    """
    cadre = Cadre.objects.select_for_update().get(pk=cadre.pk)
    if cadre.forgotten_at:
        return cadre
    if Posting.objects.filter(cadre=cadre).filter(
        models.Q(until=None) | models.Q(until__gt=timezone.localdate())
    ):
        raise ValidationError(_("She still holds a post. End her postings first."), code="in-post")
    for certificate in Certificate.objects.filter(cadre=cadre, replaced_by=None):
        withdraw(certificate=certificate, by=by)
    _empty_words(cadre)
    _empty_logs(cadre)
    _empty_imports()
    if cadre.user:
        _empty_account(cadre.user)
    cadre.notes.all().delete()
    cadre.letters.update(cadre=None)
    cadre.name, cadre.code, cadre.forgotten_at = "", None, timezone.now()
    cadre.save()
    return cadre


def _empty_words(cadre):
    """Reasons that people wrote may tell a name. Evidence is append-only for everybody else; forgetting goes past that."""
    past_the_guard = models.QuerySet(CertificateEvent)
    past_the_guard.filter(certificate__cadre=cadre).update(reason="")
    for model, lookup in ((Nomination, "cadre"), (Exemption, "cadre"), (PassInDoubt, "completion__cadre")):
        models.QuerySet(model).filter(**{lookup: cadre}).update(reason="")
    keys = [f"completion-{pk}" for pk in Completion.objects.filter(cadre=cadre).values_list("pk", flat=True)]
    Job.objects.filter(kind=ISSUE, key__in=keys).update(error="")
    if cadre.user:
        models.QuerySet(SessionFact).filter(recorded_by=cadre.user).update(recorded_by_name="")
        models.QuerySet(ClosingSignature).filter(signed_by=cadre.user).update(name="", strokes="")


def _empty_logs(cadre):
    """What the CMS noted of her keeps when and by whom; the label was her name."""
    rows = [
        (Cadre, [cadre.pk]),
        *[
            (model, list(model.objects.filter(cadre=cadre).values_list("pk", flat=True)))
            for model in (Posting, Leave, Exemption)
        ],
    ]
    if cadre.user:
        rows.append((type(cadre.user), [cadre.user.pk]))
        rows.append((Mandate, list(cadre.user.mandates.values_list("pk", flat=True))))
    for model, keys in rows:
        kind = ContentType.objects.get_for_model(model)
        logged = ModelLogEntry.objects.filter(content_type=kind, object_id__in=[str(key) for key in keys])
        logged.update(label="", data={})


def _empty_imports():
    """Rosters that would be kept for some days more: any of them may name her."""
    for brought in BulkImport.objects.filter(kind=BulkImport.Kind.ROSTER, forgotten_at=None):
        for stored in (brought.stored_as, brought.problems_stored_as):
            transaction.on_commit(partial(storages["private"].delete, stored))
        for report in (brought.foreseen, brought.done):
            report.pop("changes", None)
            report.pop("problems", None)
        brought.forgotten_at = timezone.now()
        brought.save()


def _empty_account(user):
    """Nobody can sign in with it any more, and nothing in it tells whose it was."""
    EmailAddress.objects.filter(user=user).delete()
    Mandate.objects.filter(user=user, until=None).update(until=timezone.localdate())
    user.username, user.email, user.first_name, user.last_name = (
        f"forgotten-{uuid.uuid4().hex[:12]}",
        "",
        "",
        "",
    )
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
