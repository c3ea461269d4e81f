"""Pages that are the same everywhere: help, and what is kept about people."""

from django.views.generic import TemplateView


class HelpView(TemplateView):
    template_name = "help.html"


class PrivacyView(TemplateView):
    template_name = "privacy.html"
