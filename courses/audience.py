"""For whom a course is. Posts are people's business, so ``learning`` says which there are."""

from quizzes.choices import Choices

post_choices = Choices()
