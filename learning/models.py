"""Table of contents: Django looks for models only here."""

from learning.cadres.bulk.models import BulkImport
from learning.cadres.invitation import Invitation
from learning.cadres.models import Cadre, Leave, Mandate, Post, Posting
from learning.certificates.batch import CertificateBatch
from learning.certificates.commendation import CommendationRule, Nomination
from learning.certificates.doubt import PassInDoubt
from learning.certificates.models import Certificate, CertificateEvent, CertificatePrint
from learning.certificates.template import CertificateTemplate, CourseTemplate, Signatory, TemplateSource
from learning.enrolments.models import Enrolment
from learning.enrolments.requirement_models import Exemption, Requirement
from learning.letters.models import Letter
from learning.privacy.models import Departure
from learning.progress.models import Completion, QuizResult, ResultCorrection, StepCompletion
from learning.progress.note_models import PrivateNote
from learning.progress.refresher_models import Refresher, RefresherDone
from learning.reports.snapshot_models import DayFigures, DirtyMark, MonthFigures, PlaceAbove, SnapshotState
from learning.sessions.device_models import Device, DevicePack, FactBatchAnswer
from learning.sessions.disclosure import Disclosure, DisclosureStep
from learning.sessions.door import Door
from learning.sessions.field_report import FieldReport
from learning.sessions.flag import RegisterFlag
from learning.sessions.models import (
    Facilitator,
    FactBatch,
    Participant,
    RegisterEntry,
    SessionFact,
    SessionModule,
    SessionResult,
    TrainingSession,
)
from learning.sessions.outreach import DeclaredNumbers, ListReading, PersonToReach
from learning.sessions.poll import Poll, PollVote
from learning.sessions.series import Series
from learning.sessions.signature import ClosingSignature, ConsentSignature
from learning.units.log import UnitChange
from learning.units.models import HelpContact, Level, Unit, UnitPlace

__all__ = [
    "BulkImport",
    "Cadre",
    "Certificate",
    "CertificateBatch",
    "CertificateEvent",
    "CertificatePrint",
    "CertificateTemplate",
    "ClosingSignature",
    "CommendationRule",
    "Completion",
    "ConsentSignature",
    "CourseTemplate",
    "DayFigures",
    "DeclaredNumbers",
    "Departure",
    "Device",
    "DevicePack",
    "DirtyMark",
    "Disclosure",
    "DisclosureStep",
    "Door",
    "Enrolment",
    "Exemption",
    "Facilitator",
    "FactBatch",
    "FactBatchAnswer",
    "FieldReport",
    "HelpContact",
    "Invitation",
    "Leave",
    "Letter",
    "Level",
    "ListReading",
    "Mandate",
    "MonthFigures",
    "Nomination",
    "Participant",
    "PassInDoubt",
    "PersonToReach",
    "PlaceAbove",
    "Poll",
    "PollVote",
    "Post",
    "Posting",
    "PrivateNote",
    "QuizResult",
    "Refresher",
    "RefresherDone",
    "RegisterEntry",
    "RegisterFlag",
    "Requirement",
    "ResultCorrection",
    "Series",
    "SessionFact",
    "SessionModule",
    "SessionResult",
    "Signatory",
    "SnapshotState",
    "StepCompletion",
    "TemplateSource",
    "TrainingSession",
    "Unit",
    "UnitChange",
    "UnitPlace",
]
