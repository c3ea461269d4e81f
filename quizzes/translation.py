from modeltranslation.translator import TranslationOptions, register

from quizzes.models import Quiz, ScoreBand, TestPair


@register(Quiz)
class QuizTranslation(TranslationOptions):
    fields = ("title", "introduction")


@register(ScoreBand)
class ScoreBandTranslation(TranslationOptions):
    fields = ("text",)


@register(TestPair)
class TestPairTranslation(TranslationOptions):
    fields = ("title",)
