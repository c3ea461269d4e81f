"""Table of contents of the models; one noun a file."""

from quizzes.models.analysis import ItemFigures, QuizAnalysis
from quizzes.models.attempt import Attempt, Response, UnacceptedSubmission
from quizzes.models.marking import HumanMark, MarkingTask
from quizzes.models.pair import TestPair
from quizzes.models.paper import PaperSet
from quizzes.models.question import BankTag, Question, QuestionTag, QuestionVersion
from quizzes.models.quiz import Quiz, QuizDraw, QuizQuestion, ScoreBand
from quizzes.models.remarking import NewMark, NewResult, Remarking

__all__ = [
    "Attempt",
    "BankTag",
    "HumanMark",
    "ItemFigures",
    "MarkingTask",
    "NewMark",
    "NewResult",
    "PaperSet",
    "Question",
    "QuestionTag",
    "QuestionVersion",
    "Quiz",
    "QuizAnalysis",
    "QuizDraw",
    "QuizQuestion",
    "Remarking",
    "Response",
    "ScoreBand",
    "TestPair",
    "UnacceptedSubmission",
]
