"""The terms that ship with the library, with their first explanation."""

from courses.models import GlossaryTerm, LegalSource
from quizzes.texts import set_texts


def build_term(data: dict) -> GlossaryTerm:
    """A term, or the one that has this key already: what a trainer changed stays."""
    term = GlossaryTerm.objects.filter(key=data["key"]).first()
    if term:
        return term
    term = GlossaryTerm(key=data["key"])
    for name in ("term", "also", "explanation", "articles"):
        set_texts(term, name, data.get(name) or {})
    term.save()
    term.sources.set(LegalSource.objects.filter(key__in=data.get("sources") or []))
    return term
