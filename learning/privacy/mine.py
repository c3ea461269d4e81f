"""What is kept about one cadre, table by table, for herself: on the screen and as JSON. Reading only.

Each function gets the cadre and returns a list of ``Table``. A table that is empty is left out by ``my_data``.
"""

import datetime
import decimal
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname

from courses.h5p.models import Run, State, Statement
from learning.cadres.invitation import Invitation
from learning.cadres.models import Cadre, Leave, Mandate, Posting
from learning.certificates.commendation import Nomination
from learning.certificates.models import Certificate, CertificateEvent
from learning.enrolments.models import Enrolment
from learning.enrolments.requirement_models import Exemption
from learning.letters.models import Letter
from learning.privacy.models import Departure
from learning.progress.models import Completion, QuizResult, ResultCorrection, StepCompletion
from learning.progress.note_models import PrivateNote
from learning.progress.refresher_models import Refresher, RefresherDone
from learning.sessions.device_models import Device, DevicePack
from learning.sessions.models import Facilitator, RegisterEntry, TrainingSession
from learning.sessions.signature import ClosingSignature
from quizzes.models import Attempt, Response, UnacceptedSubmission
from quizzes.texts import in_language


@dataclass(frozen=True)
class Table:
    """``rows``: tuples in the order of ``fields``, which are field paths of ``model``."""

    model: type[models.Model]
    fields: tuple[str, ...]
    rows: list[tuple]

    @property
    def title(self) -> str:
        return self.model._meta.verbose_name_plural

    @property
    def labels(self) -> list[str]:
        return [_label(self.model, path) for path in self.fields]

    @property
    def rows_in_words(self) -> list[list[str]]:
        return [[_in_words(value) for value in row] for row in self.rows]

    def as_json(self) -> dict:
        rows = [
            {field: _plain(value) for field, value in zip(self.fields, row, strict=True)} for row in self.rows
        ]
        return {"table": self.model._meta.label, "rows": rows}


def person(cadre: Cadre) -> list[Table]:
    fields = ("name", "code", "language", "extra_time", "user__username", "user__email", "user__last_login")
    return [_table(Cadre.objects.filter(pk=cadre.pk), *fields)]


def posts(cadre):
    return [
        _table(
            Posting.objects.filter(cadre=cadre).order_by("since"),
            "post__name",
            "unit__name",
            "since",
            "until",
            "is_main",
        ),
        _table(Leave.objects.filter(cadre=cadre).order_by("since"), "since", "until"),
        _table(Exemption.objects.filter(cadre=cadre), "course_key", "reason", "since", "until"),
    ]


def progress(cadre):
    hers = {"enrolment__cadre": cadre}
    return [
        _table(
            Enrolment.objects.filter(cadre=cadre).order_by("started_at"),
            "edition__headings",
            "place__name",
            "started_at",
            "completed_at",
        ),
        _table(StepCompletion.objects.filter(**hers), "step_key", "occurred_at", "received_at", "witness"),
        _table(QuizResult.objects.filter(**hers), "quiz_key", "number", "occurred_at", "mode"),
        _table(ResultCorrection.objects.filter(result__enrolment__cadre=cadre), "quiz_title", "occurred_at"),
        _table(
            Completion.objects.filter(cadre=cadre),
            "edition__headings",
            "place__name",
            "scaled",
            "minutes",
            "occurred_at",
        ),
        _table(Refresher.objects.filter(**hers), "change__headings", "started_at"),
        _table(RefresherDone.objects.filter(refresher__enrolment__cadre=cadre), "occurred_at", "witness"),
    ]


def answers(cadre):
    """What she answered. Scores, marks and comments stand on the pages of her results, when the quiz lets them be seen."""
    attempts = Attempt.objects.filter(registration__in=_registrations(cadre))
    handed_in = Response.objects.filter(attempt__in=attempts).order_by("attempt", "position")
    return [
        _table(
            attempts.order_by("started_at"),
            "quiz_title",
            "number",
            "mode",
            "state",
            "started_at",
            "submitted_at",
        ),
        _table(handed_in, "attempt__quiz_title", "attempt__number", "position", "answer"),
    ]


def refused_answers(cadre):
    refused = UnacceptedSubmission.objects.filter(attempt__registration__in=_registrations(cadre))
    return [_table(refused, "attempt__quiz_title", "reason", "payload", "size", "received_at")]


def activities(cadre):
    hers = {"registration__in": _registrations(cadre)}
    return [
        _table(
            Run.objects.filter(**hers), "activity_key", "best", "last", "opened_at", "completed_at", "done_at"
        ),
        _table(
            Statement.objects.filter(**hers), "activity_key", "verb", "body", "occurred_at", "received_at"
        ),
        _table(State.objects.filter(**hers), "content__title", "data_type", "data", "updated_at"),
    ]


def certificates(cadre):
    return [
        _table(
            Certificate.objects.filter(cadre=cadre).order_by("issued_at"),
            "number",
            "code",
            "kind",
            "facts",
            "issued_at",
            "valid_until",
        ),
        _table(
            CertificateEvent.objects.filter(certificate__cadre=cadre),
            "certificate__number",
            "kind",
            "reason",
            "occurred_at",
        ),
        _table(
            Nomination.objects.filter(cadre=cadre), "rule__title", "figures", "state", "reason", "decided_at"
        ),
    ]


def letters(cadre):
    mine = Letter.objects.filter(cadre=cadre)
    return [_table(mine, "kind", "headings", "text", "written_at", "answer", "answered_at")]


def notes(cadre):
    return [_table(PrivateNote.objects.filter(cadre=cadre), "headings", "text", "changed_at")]


def invitations(cadre):
    mine = Invitation.objects.filter(cadre=cadre)
    return [_table(mine, "made_at", "expires_at", "used_at", "revoked_at")]


def rights(cadre):
    mine = Mandate.objects.filter(user=cadre.user_id).exclude(user=None)
    return [_table(mine.order_by("since"), "role", "unit__name", "since", "until")]


def sessions_led(cadre):
    if cadre.user_id is None:
        return []
    return [
        _table(
            Facilitator.objects.filter(user=cadre.user_id),
            "session__title",
            "session__starts_at",
            "session__state",
            "name",
        ),
        _table(TrainingSession.objects.filter(created_by=cadre.user_id), "title", "starts_at", "state"),
        _table(
            ClosingSignature.objects.filter(signed_by=cadre.user_id), "session__title", "name", "signed_at"
        ),
    ]


def devices(cadre):
    if cadre.user_id is None:
        return []
    return [
        _table(Device.objects.filter(user=cadre.user_id), "name", "registered_at", "seen_at", "revoked_at"),
        _table(
            DevicePack.objects.filter(device__user=cadre.user_id),
            "session__title",
            "taken_at",
            "keep_until",
            "removed_at",
        ),
    ]


def participations(cadre):
    """Lines of registers that somebody linked to her."""
    mine = RegisterEntry.objects.filter(Q(participant__cadre=cadre) | Q(participant__same_as__cadre=cadre))
    return [
        _table(
            mine, "session__title", "session__starts_at", "ticket", "participant__name", "role", "attendance"
        )
    ]


def departures(cadre):
    return [_table(Departure.objects.filter(cadre=cadre), "asked_at", "taken_back_at", "carried_out_at")]


def _registrations(cadre) -> list[uuid.UUID]:
    """Under which numbers quizzes and activities know her."""
    return [
        *Enrolment.objects.filter(cadre=cadre).values_list("uuid", flat=True),
        *Refresher.objects.filter(enrolment__cadre=cadre).values_list("uuid", flat=True),
    ]


def _table(queryset, *fields) -> Table:
    columns = [_columns(queryset.model, path) for path in fields]
    choices = [_choices(queryset.model, path) for path in fields]
    rows = []
    for row in queryset.values(*{name for names in columns for name in names.values()}):
        values = [_value(row, names) for names in columns]
        rows.append(
            tuple(
                named.get(value, value) if named else value
                for value, named in zip(values, choices, strict=True)
            )
        )
    return Table(queryset.model, fields, rows)


def _columns(model, path) -> dict:
    """``{language: column}`` of a text that stands once per language, ``{"": path}`` of anything else."""
    field = _field(model, path)
    try:
        translated = field.name in translator.get_options_for_model(field.model).fields
    except NotRegistered:
        translated = False
    if not translated:
        return {"": path}
    return {code: build_localized_fieldname(path, code) for code, _name in settings.LANGUAGES}


def _value(row, names):
    if "" in names:
        return row[names[""]]
    return {code: row[name] or "" for code, name in names.items()}


def _field(model, path):
    first, _sep, rest = path.partition("__")
    field = model._meta.get_field(first)
    return _field(field.related_model, rest) if rest else field


def _choices(model, path) -> dict:
    return dict(_field(model, path).flatchoices or ())


def _label(model, path) -> str:
    """The field's name; for a name or title of something else, what that something is."""
    *before, last = path.split("__")
    if before and last in ("name", "title", "headings", "number"):
        return str(_field(model, "__".join(before)).related_model._meta.verbose_name)
    return str(_field(model, path).verbose_name)


def _in_words(value) -> str:
    """As it is read on the page, in the reader's language."""
    if value is None or value == "" or value == {}:
        return "–"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, dict) and set(value) & set(dict(settings.LANGUAGES)):
        return in_language(value, get_language())
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_in_words(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_in_words(inner) for inner in value)
    if isinstance(value, decimal.Decimal):
        return formats.number_format(value.normalize(), use_l10n=True)
    return str(value)


def _plain(value):
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, dict | list | str | int | float | bool | None):
        return value
    return str(value)
