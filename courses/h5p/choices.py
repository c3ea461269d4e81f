"""Choices that an app around this package knows: it registers a function, and our forms ask it."""

from django.conf import settings


class Choices:
    """``register`` is called once by the app that knows; calling gives ``[(value, label)]``."""

    def __init__(self):
        self._provider = None

    def register(self, provider):
        self._provider = provider
        return provider

    def __call__(self) -> list[tuple[str, str]]:
        return list(self._provider()) if self._provider else []


equivalent_choices = Choices()  # what may stand in for an activity where no script runs: ``[(key, title)]``


def language_choices() -> list[tuple[str, str]]:
    return list(settings.LANGUAGES)
