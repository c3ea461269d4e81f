"""Table of contents: importing these connects them. Called from ``LearningConfig.ready``."""

from learning.cadres import restructure as cadre_postings
from learning.cadres.bulk import forgotten as bulk_forgotten
from learning.certificates import cites as certificate_citations
from learning.certificates import consent as certificate_consent
from learning.certificates import doubts as certificate_doubts
from learning.certificates import forgotten as certificate_forgotten
from learning.certificates import jobs as certificate_jobs
from learning.certificates import readiness as certificate_readiness
from learning.certificates import refreshers as certificate_refreshers
from learning.enrolments import forgotten as enrolment_forgotten
from learning.enrolments import regions as enrolment_regions
from learning.letters import forgotten as letters_forgotten
from learning.progress import corrections, recheck, refreshers
from learning.progress import forgotten as progress_forgotten
from learning.progress import receivers as progress_receivers
from learning.reports import forgotten as reports_forgotten
from learning.reports import marks
from learning.sessions import flagging, follow_units, safeguarding
from learning.sessions import forgotten as sessions_forgotten

__all__ = [
    "bulk_forgotten",
    "cadre_postings",
    "certificate_citations",
    "certificate_consent",
    "certificate_doubts",
    "certificate_forgotten",
    "certificate_jobs",
    "certificate_readiness",
    "certificate_refreshers",
    "corrections",
    "enrolment_forgotten",
    "enrolment_regions",
    "flagging",
    "follow_units",
    "letters_forgotten",
    "marks",
    "progress_forgotten",
    "progress_receivers",
    "recheck",
    "refreshers",
    "reports_forgotten",
    "safeguarding",
    "sessions_forgotten",
]
