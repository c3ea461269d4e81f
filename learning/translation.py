"""Which texts exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from learning.models import (
    CertificateTemplate,
    CommendationRule,
    HelpContact,
    Level,
    Post,
    Signatory,
    Unit,
    UnitPlace,
)


@register([Level, Post, Unit, UnitPlace])
class NameTranslation(TranslationOptions):
    fields = ("name",)


@register(HelpContact)
class HelpContactTranslation(TranslationOptions):
    fields = ("name", "hours")


@register(CertificateTemplate)
class CertificateTemplateTranslation(TranslationOptions):
    fields = ("heading", "presented", "statement", "note")


@register(CommendationRule)
class CommendationRuleTranslation(TranslationOptions):
    fields = ("title",)


@register(Signatory)
class SignatoryTranslation(TranslationOptions):
    fields = ("name", "office")
