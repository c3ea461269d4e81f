"""Marking: question and answer in, mark out. Pure; no database."""

from quizzes.marks import Mark
from quizzes.question_types import QUESTION_TYPES


def grade(content: dict, answer) -> Mark:
    """Mark ``answer`` (as the type's ``parse`` made it, or anything at all) against a question version's content."""
    return QUESTION_TYPES[content["type"]].grade(content, answer)
