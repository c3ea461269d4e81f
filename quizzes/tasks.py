"""Table of contents: Celery looks for tasks only here. Handlers of jobs register themselves when imported."""

from quizzes.analysis import analyse

__all__ = ["analyse"]
