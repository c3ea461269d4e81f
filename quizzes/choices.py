"""Choices that a room above knows: it registers a function, and our forms ask it. So nothing here imports upward."""


class Choices:
    """``register`` is called once by the app that knows; calling the instance gives ``[(value, label)]``."""

    def __init__(self):
        self._provider = None

    def register(self, provider):
        self._provider = provider
        return provider

    def __call__(self) -> list[tuple[str, str]]:
        return list(self._provider()) if self._provider else []


source_choices = Choices()  # legal sources by key; ``courses`` knows them
category_choices = Choices()  # the subjects of the library by code; ``courses`` knows them
