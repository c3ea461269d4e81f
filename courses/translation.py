"""Which texts exist once per language. Pages say it themselves (``translated_texts``)."""

from modeltranslation.translator import TranslationOptions, register

from courses.models import (
    CourseIndexPage,
    CoursePage,
    GlossaryTerm,
    HomePage,
    LegalSource,
    LessonPage,
    ModulePage,
    Topic,
)


@register(HomePage)
class HomeTranslation(TranslationOptions):
    fields = HomePage.translated_texts


@register(CourseIndexPage)
class CourseIndexTranslation(TranslationOptions):
    fields = CourseIndexPage.translated_texts


@register(CoursePage)
class CourseTranslation(TranslationOptions):
    fields = CoursePage.translated_texts


@register(ModulePage)
class ModuleTranslation(TranslationOptions):
    fields = ModulePage.translated_texts


@register(LessonPage)
class LessonTranslation(TranslationOptions):
    fields = LessonPage.translated_texts


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)


@register(GlossaryTerm)
class GlossaryTranslation(TranslationOptions):
    fields = ("term", "also", "explanation", "articles")


@register(LegalSource)
class LegalSourceTranslation(TranslationOptions):
    fields = ("title", "version", "issued_by", "note", "what_changed")
