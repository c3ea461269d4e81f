"""A question as a page, a sheet of paper or a voice gives it. Built by its type; templates know nothing else of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ShownOption:
    """Something that can be chosen. ``is_right`` is None unless the right answers may be seen; ``image`` is an address."""

    id: str
    text: str
    is_chosen: bool = False
    feedback: str = ""
    is_right: bool | None = None
    image: str = ""


@dataclass(frozen=True)
class ShownPart:
    """Something to be filled in: an item to be matched or placed, a gap, a step of a case.

    Before marking: ``name`` of its form field, and ``options`` to choose from, or none where one writes ``given``.
    After it: what was ``given`` in words, whether that ``is_right`` (None: not said), and the ``right`` answer in words
    (only when it may be seen).
    """

    id: str
    text: str
    name: str = ""
    before: str = ""  # the text of the question that stands before a gap
    options: list = field(default_factory=list)
    given: str = ""
    is_right: bool | None = None
    right: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Shown:
    """What a type has to show. ``after`` is the text behind the last gap, or the end of a case; ``can_go_on``: another
    step follows once this one is saved; ``unit`` stands behind a number; ``given`` is an answer written in one field."""

    options: list = field(default_factory=list)
    parts: list = field(default_factory=list)
    given: str = ""
    after: str = ""
    unit: str = ""
    input_type: str = "radio"
    can_go_on: bool = False


@dataclass(frozen=True)
class Printed:
    """A question on paper, or read aloud. ``options`` are ``(mark, text)``, ``parts`` ``(mark, text, options)``.

    Options carry letters, parts carry numbers; how an answer is written down is said in ``instruction``, and
    ``QuestionType.keyed`` reads it. ``lines`` are for writing. ``images`` gives stored files by an option's mark.
    """

    instruction: str
    text: str = ""
    options: list = field(default_factory=list)
    parts: list = field(default_factory=list)
    after: str = ""
    lines: int = 0
    images: dict = field(default_factory=dict)
