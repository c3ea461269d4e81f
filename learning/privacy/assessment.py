"""The template of the impact assessment that the law asks for before sensitive data is handled (articles 55 and 56)."""

from django.template.loader import render_to_string
from django.utils import timezone

from learning.privacy.kinds import About
from learning.privacy.registry import KINDS, kinds_about


def assessment() -> str:
    """Markdown in the active language: what the registry says is filled in; what only the federation can say is asked."""
    groups = [(about.label, kinds_about(about)) for about in About]
    context = {
        "groups": groups,
        "sensitive": [kind for kind in KINDS if kind.is_sensitive],
        "today": timezone.localdate(),
    }
    return render_to_string("learning/privacy/assessment.txt", context)
