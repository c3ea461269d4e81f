"""Table of contents: Django looks for models only here."""

from learning.cadres.models import Cadre, Mandate, Post, Posting
from learning.certificates.batch import CertificateBatch
from learning.certificates.doubt import PassInDoubt
from learning.certificates.models import Certificate, CertificateEvent, CertificatePrint
from learning.certificates.template import CertificateTemplate, CourseTemplate, Signatory
from learning.enrolments.models import Enrolment
from learning.progress.models import Completion, QuizResult, ResultCorrection, StepCompletion
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
    "CertificateBatch",
    "CertificateEvent",
    "CertificatePrint",
    "CertificateTemplate",
    "Completion",
    "CourseTemplate",
    "Enrolment",
    "Facilitator",
    "FactBatch",
    "HelpContact",
    "Level",
    "Mandate",
    "Participant",
    "PassInDoubt",
    "Post",
    "Posting",
    "QuizResult",
    "RegisterEntry",
    "ResultCorrection",
    "SessionFact",
    "SessionModule",
    "SessionResult",
    "Signatory",
    "StepCompletion",
    "TrainingSession",
    "Unit",
    "UnitPlace",
]
