"""Table of contents: importing these connects them. Called from ``LearningConfig.ready``."""

from learning.certificates import consent as certificate_consent
from learning.certificates import jobs as certificate_jobs
from learning.progress import receivers as progress_receivers
from learning.progress import recheck

__all__ = ["certificate_consent", "certificate_jobs", "progress_receivers", "recheck"]
