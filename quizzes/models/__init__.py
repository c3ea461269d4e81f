"""Table of contents of the models; one noun a file."""

from quizzes.models.analysis import ItemFigures, QuizAnalysis
from quizzes.models.attempt import Attempt, Response, UnacceptedSubmission
from quizzes.models.marking import HumanMark, MarkingTask
from quizzes.models.question import Question, QuestionVersion
from quizzes.models.quiz import Quiz, QuizQuestion
from quizzes.models.remarking import NewMark, NewResult, Remarking

__all__ = [
    "Attempt",
    "HumanMark",
    "ItemFigures",
    "MarkingTask",
    "NewMark",
    "NewResult",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizAnalysis",
    "QuizQuestion",
    "Remarking",
    "Response",
    "UnacceptedSubmission",
]
