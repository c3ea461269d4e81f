"""Table of contents: Django looks for models only here."""

from learning.cadres.models import Cadre, Mandate, Post, Posting
from learning.certificates.models import Certificate, CertificateEvent
from learning.enrolments.models import Enrolment
from learning.progress.models import Completion, QuizResult, StepCompletion
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
from learning.units.models import HelpContact, Level, Unit, UnitPlace

__all__ = [
    "Cadre",
    "Certificate",
    "CertificateEvent",
    "Completion",
    "Enrolment",
    "Facilitator",
    "FactBatch",
    "HelpContact",
    "Level",
    "Mandate",
    "Participant",
    "Post",
    "Posting",
    "QuizResult",
    "RegisterEntry",
    "SessionFact",
    "SessionModule",
    "SessionResult",
    "StepCompletion",
    "TrainingSession",
    "Unit",
    "UnitPlace",
]
