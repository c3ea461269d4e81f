"""What is shown for one region only. Courses know no units: the room above says which regions there are, and in which of
them the reader works."""

from enum import StrEnum

from quizzes.choices import Choices

region_choices = Choices()  # (code, name) of the regions that a law or a block can be for


def regions() -> list[tuple[str, str]]:
    """``(code, name)``, as a function that a migration can name."""
    return region_choices()


class Here(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # a reader without a unit: she is told for where it is, and decides


class ReaderRegions:
    """``register(provider)``; calling gives the codes of the regions around the reader's unit, None when nobody knows."""

    def __init__(self):
        self._provider = None

    def register(self, provider):
        self._provider = provider
        return provider

    def __call__(self, request) -> set | None:
        return self._provider(request) if self._provider and request is not None else None


reader_regions = ReaderRegions()


def is_here(region: str, regions: set | None) -> Here:
    """Does what is for ``region`` concern a reader in ``regions``?"""
    if not region:
        return Here.YES
    if regions is None:
        return Here.UNKNOWN
    return Here.YES if region in regions else Here.NO


def region_name(code: str) -> str:
    """The name of a region in the active language; the code when it is gone."""
    return next((str(name) for value, name in region_choices() if value == code), code)
