"""Our ids inside QTI's identifiers, which begin with a letter; and the mode that stands in a class."""

import hashlib

from quizzes.question_types.partial import ALL_OR_NOTHING, MINUS_WRONG, PROPORTIONAL


def own_id(identifier: str) -> str:
    """Our id behind the letter, or one made of a strange identifier."""
    one = identifier.partition("-")[2] if identifier[:2] in ("o-", "R-", "C-") else ""
    return one if 0 < len(one) <= 8 else hashlib.sha256(identifier.encode()).hexdigest()[:8]


def mode_in(element) -> str:
    """The mode that we write into a class where QTI has no place for it."""
    classes = (element.get("class") or "").split()
    modes = (ALL_OR_NOTHING, PROPORTIONAL, MINUS_WRONG)
    return next((mode for mode in modes if f"partial-{mode}" in classes), ALL_OR_NOTHING)
