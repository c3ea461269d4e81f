"""Which texts exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from learning.models import HelpContact, Level, Post, Unit, UnitPlace


@register([Level, Post, Unit, UnitPlace])
class NameTranslation(TranslationOptions):
    fields = ("name",)


@register(HelpContact)
class HelpContactTranslation(TranslationOptions):
    fields = ("name", "hours")
