"""Who stands behind registrations. Only a room above knows; it registers a function, so nothing here imports upward."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """``name`` is empty when the reader may not know it; ``certificate`` is its number, or empty."""

    name: str = ""
    unit: str = ""
    certificate: str = ""


class People:
    """``register`` is called once by the app that knows. Calling gives ``{registration: Person}``; who is not in it is
    not known here."""

    def __init__(self):
        self._provider = None

    def register(self, provider):
        self._provider = provider
        return provider

    def __call__(self, registrations, *, reader) -> dict:
        return self._provider(list(registrations), reader=reader) if self._provider else {}


people_behind = People()


class OwnRegistrations:
    """Which registrations are an account's own, so that nobody marks herself. ``register`` is called by the app that
    knows; calling gives a list of UUIDs."""

    def __init__(self):
        self._provider = None

    def register(self, provider):
        self._provider = provider
        return provider

    def __call__(self, user) -> list:
        return list(self._provider(user)) if self._provider else []


registrations_of = OwnRegistrations()
