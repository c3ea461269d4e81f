"""Every question type by its code. A new type: a file here and a line below."""

from quizzes.question_types.base import QuestionType
from quizzes.question_types.blanks import Blanks
from quizzes.question_types.case import Case
from quizzes.question_types.image_choice import ImageChoice
from quizzes.question_types.matching import Matching
from quizzes.question_types.multiple_choice import MultipleChoice
from quizzes.question_types.numeric import Numeric
from quizzes.question_types.open_answer import OpenAnswer
from quizzes.question_types.ordering import Ordering
from quizzes.question_types.short_answer import ShortAnswer
from quizzes.question_types.single_choice import SingleChoice
from quizzes.question_types.survey import Survey
from quizzes.question_types.true_false import TrueFalse

QUESTION_TYPES: dict[str, QuestionType] = {
    question_type.code: question_type
    for question_type in (
        SingleChoice(),
        MultipleChoice(),
        TrueFalse(),
        ImageChoice(),
        Matching(),
        Ordering(),
        Blanks(),
        ShortAnswer(),
        Numeric(),
        Case(),
        OpenAnswer(),
        Survey(),
    )
}
OF_A_ROOM = tuple(code for code, kind in QUESTION_TYPES.items() if kind.by_hands)  # by show of hands


def question_type_blocks() -> list:
    """``(code, block)`` of every type, for the StreamField of a question."""
    return [(code, question_type.block()) for code, question_type in QUESTION_TYPES.items()]
