"""Table of contents: importing these connects them. Called from ``LearningConfig.ready``."""

from learning.progress import receivers as progress_receivers

__all__ = ["progress_receivers"]
