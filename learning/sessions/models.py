"""Community training sessions. The facts are the truth; everything else here is what they fold into.

A facilitator's device appends facts; the server judges and folds them (``sessions/fold.py``). A correction is a new
fact that points at an older one. A participant is a person without an account.
"""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.sessions.words import Observed, ObservedMark, SpokenLanguage, Trait
from quizzes.append_only import AppendOnlyModel


class TrainingSessionQuerySet(models.QuerySet):
    def held(self):
        return self.filter(state=TrainingSession.State.CLOSED)

    def planned(self):
        return self.filter(state=TrainingSession.State.PLANNED)


class TrainingSession(models.Model):
    """A session. ``title`` is neutral: it may hang on the village board. ``place`` is pinned to the day it is held.

    ``override_reason`` says why it is led by somebody without a current certificate; reports show it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("cancelled")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    title = models.CharField(_("title"), max_length=160)
    unit = models.ForeignKey(
        "learning.Unit", on_delete=models.PROTECT, related_name="sessions", verbose_name=_("unit")
    )
    place = models.ForeignKey("learning.UnitPlace", on_delete=models.PROTECT, related_name="+")
    venue = models.CharField(_("place"), max_length=160)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    language = models.CharField(
        _("language"), max_length=40, help_text=_("As it is spoken there, for example: Yunnan dialect.")
    )
    capacity = models.PositiveSmallIntegerField(
        _("capacity"), default=50, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    by_invitation = models.BooleanField(
        _("by invitation only"),
        default=False,
        help_text=_("For sensitive subjects: no notice for the board, no poster."),
    )
    override_reason = models.CharField(max_length=200, blank=True)
    series = models.ForeignKey(
        "learning.Series",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
        verbose_name=_("series"),
    )
    part = models.PositiveSmallIntegerField(_("part of the series"), null=True, blank=True)
    test = models.ForeignKey(
        "quizzes.Quiz",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("test before and after"),
    )
    test_versions = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["state", "starts_at"])]

    def __str__(self):
        return self.title

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class SessionModule(models.Model):
    """A module that the session teaches, as it was called when it was planned."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="modules")
    module_key = models.UUIDField()
    edition = models.ForeignKey("courses.Edition", on_delete=models.PROTECT, related_name="+")
    course_key = models.UUIDField()
    headings = models.JSONField()
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("module of a session")
        verbose_name_plural = _("modules of a session")
        ordering = ["sort_order"]
        constraints = [
            models.UniqueConstraint(fields=["session", "module_key"], name="a_module_once_per_session")
        ]

    def __str__(self):
        return next(iter(self.headings.values()), str(self.module_key))


class Facilitator(models.Model):
    """Who leads a session. The name stays when the account goes."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="facilitators")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="facilitated_sessions"
    )
    name = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="a_facilitator_once_per_session")
        ]

    def __str__(self):
        return self.name


class AgeBand(models.TextChoices):
    UNDER_14 = "under-14", _("under 14")
    FROM_14_TO_17 = "14-17", _("14 to 17")
    FROM_18_TO_34 = "18-34", _("18 to 34")
    FROM_35_TO_59 = "35-59", _("35 to 59")
    FROM_60 = "60-up", _("60 and over")


class CarerRole(models.TextChoices):
    PARENT = "parent", _("parent")
    GRANDPARENT = "grandparent", _("grandparent")
    GUARDIAN = "guardian", _("guardian")
    TEACHER = "teacher", _("teacher")
    RELATIVE = "relative", _("other relative")
    CHILD = "child", _("child or young person")
    OTHER = "other", _("other")


class CorrectionReason(models.TextChoices):
    """Why something is put right. A choice and not a text: a reason in words could tell of somebody."""

    MISCOUNTED = "miscounted", _("miscounted or mistyped")
    PAPER = "paper", _("the paper sheet says otherwise")
    MIXED_UP = "mixed-up", _("people were mixed up")
    TOLD_LATER = "told-later", _("she told so later")


class Participant(models.Model):
    """A person in sessions of one unit, without an account. Found again within that unit only.

    ``name`` is kept to certify attendance, with consent, until consent is withdrawn; it stands in no other row. A linked
    cadre is a reversible note: figures never read it; and so is ``same_as``, the other row of the same person.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    unit = models.ForeignKey("learning.Unit", on_delete=models.PROTECT, related_name="participants")
    name = models.CharField(_("name"), max_length=120, blank=True)
    cadre = models.ForeignKey(
        "learning.Cadre", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    same_as = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="other_rows"
    )
    created_at = models.DateTimeField(default=timezone.now)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")

    def __str__(self):
        return self.name or _("(no name)")


class SessionFact(models.Model):
    """One thing that happened at a session, as recorded. ``uuid`` is made where it is written down, so a repeat is known.

    ``payload`` never holds a name (names stand in ``Participant`` only); ``digest`` is keyed, so that it tells nobody
    what a forgotten name was. ``state`` is the only column that changes, and only from held or conflict to what somebody
    decided, who is kept beside it.
    """

    class Kind(models.TextChoices):
        NOTICE_GIVEN = "notice-given", _("notice given")
        ENTERED = "entered", _("entered in the register")
        ATTENDED = "attended", _("attendance")
        HEADS_COUNTED = "heads-counted", _("heads counted")
        TEST_COUNTED = "test-counted", _("test counted")
        TEST_ANSWERED = "test-answered", _("test answered by ticket")
        POLL_COUNTED = "poll-counted", _("poll counted")
        FEEDBACK_GIVEN = "feedback-given", _("feedback")
        FEEDBACK_COUNTED = "feedback-counted", _("feedback cards counted")
        NOTE_WRITTEN = "note-written", _("note for the safeguarding contact")
        FIELD_REPORTED = "field-reported", _("report from the field")
        OBSERVED = "observed", _("observer's checklist")
        TRAITS_TALLIED = "traits-tallied", _("anonymous tallies")
        CONSENT_WITHDRAWN = "consent-withdrawn", _("consent withdrawn")
        CLOSED = "closed", _("closed")

    class State(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        HELD = "held", _("waits for a decision")
        CONFLICT = "conflict", _("disagrees with another")
        DECLINED = "declined", _("decided against")

    uuid = models.UUIDField(unique=True)
    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    entry = models.UUIDField(null=True, blank=True)
    payload = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACCEPTED)
    state_reason = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    is_adjustment = models.BooleanField(default=False)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_by_name = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("fact of a session")
        verbose_name_plural = _("facts of a session")
        ordering = ["occurred_at", "pk"]
        indexes = [models.Index(fields=["session", "state"])]

    def __str__(self):
        return f"{self.kind} {self.uuid}"

    @property
    def attendance_label(self) -> str:
        return str(dict(RegisterEntry.Attendance.choices).get(self.payload.get("attendance"), ""))

    @property
    def said_labels(self) -> list[tuple[str, object]]:
        """What a checklist or a tally says, in words."""
        if self.kind == self.Kind.OBSERVED:
            marks, items = dict(ObservedMark.choices), self.payload["items"]
            return [(label, marks[items[item]]) for item, label in Observed.choices if items.get(item)]
        return [(label, self.payload["counts"][trait]) for trait, label in Trait.choices]

    @property
    def why_label(self) -> str:
        """Why it corrects another, in words; empty when nothing was said."""
        return str(dict(CorrectionReason.choices).get(self.payload.get("why"), ""))


class FactBatch(AppendOnlyModel):
    """An upload as it arrived, stored before anything is judged. Names are taken out first; kept one year.

    ``facts`` holds the records without names; of uploads above 1 MB, or that could not be read, only digest, size and
    sender. ``recorded_by`` is whose records they are, ``sent_by`` who brought them. What was answered stands in
    ``FactBatchAnswer``; an upload without one was cut off, and comes again.
    """

    class Way(models.TextChoices):
        DEVICE = "device", _("sent by the phone")
        FILE = "file", _("brought as a file")
        SHEET = "sheet", _("spreadsheet")

    session = models.ForeignKey(TrainingSession, null=True, on_delete=models.PROTECT, related_name="batches")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    facts = models.JSONField(null=True)
    refusal = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.DEVICE)
    device = models.ForeignKey(
        "learning.Device", null=True, on_delete=models.SET_NULL, related_name="batches"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("upload of facts")
        verbose_name_plural = _("uploads of facts")

    def __str__(self):
        return f"{self.received_at:%Y-%m-%d %H:%M} {self.size}"


class RegisterEntry(models.Model):
    """A line of the register, folded from the facts: a ticket, perhaps a participant with a name, and whether she came."""

    class Attendance(models.TextChoices):
        UNKNOWN = "unknown", _("not yet marked")
        PRESENT = "present", _("came")
        LATE = "late", _("came late")
        LEFT_EARLY = "left-early", _("left early")
        ABSENT = "absent", _("did not come")
        CONFLICT = "conflict", _("sources disagree")

    CAME = (Attendance.PRESENT, Attendance.LATE, Attendance.LEFT_EARLY)

    uuid = models.UUIDField(unique=True)
    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="register")
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    ticket = models.PositiveIntegerField(_("ticket"))
    role = models.CharField(_("role"), max_length=12, choices=CarerRole.choices, blank=True)
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand.choices, blank=True)
    children = models.PositiveSmallIntegerField(_("children cared for"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, choices=SpokenLanguage.choices, blank=True)
    attendance = models.CharField(max_length=12, choices=Attendance.choices, default=Attendance.UNKNOWN)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        ordering = ["ticket"]
        constraints = [
            models.UniqueConstraint(fields=["session", "ticket"], name="a_ticket_once_per_session")
        ]

    def __str__(self):
        return f"{self.session_id} #{self.ticket}"


class SessionResult(models.Model):
    """What a closed session came to, folded from the facts: the figures of the reports.

    ``reached`` is exact, for those who may see the register. ``reported_*`` is what everybody else's tables add up: 0
    with ``is_small`` while fewer than five were reached, and moved only by corrections of five or more at a time, so
    that neither a sum nor a difference of published figures tells about fewer than five people (product rule 7).
    ``pairs`` are tickets that answered both times; ``feedback`` is ``{question: {mark: people}}``.
    """

    session = models.OneToOneField(TrainingSession, on_delete=models.PROTECT, related_name="result")
    place = models.ForeignKey("learning.UnitPlace", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    minutes = models.PositiveIntegerField()
    reached = models.PositiveIntegerField()
    heads = models.PositiveIntegerField()
    children = models.PositiveIntegerField()
    before_answered = models.PositiveIntegerField(default=0)
    before_right = models.PositiveIntegerField(default=0)
    after_answered = models.PositiveIntegerField(default=0)
    after_right = models.PositiveIntegerField(default=0)
    before_people = models.PositiveIntegerField(default=0)
    after_people = models.PositiveIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)
    pairs_before_right = models.PositiveIntegerField(default=0)
    pairs_after_right = models.PositiveIntegerField(default=0)
    pairs_answered = models.PositiveIntegerField(default=0)
    feedback_people = models.PositiveIntegerField(default=0)
    feedback = models.JSONField(default=dict)
    reported_reached = models.PositiveIntegerField(default=0)
    reported_children = models.PositiveIntegerField(default=0)
    is_small = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("result of a session")
        verbose_name_plural = _("results of sessions")
        indexes = [models.Index(fields=["held_on"])]

    def __str__(self):
        return f"{self.session} {self.reached}"
