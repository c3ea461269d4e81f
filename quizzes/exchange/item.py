"""What a reader gives: a question's content, or the reason why there is none; and what was lost on the way."""

from dataclasses import dataclass, field

from quizzes.question_types import QUESTION_TYPES


class NotReadable(Exception):
    """The file as a whole is not what it says. The message is for people."""


@dataclass
class Item:
    """``content`` is None when the item cannot be taken in; then ``notes`` say why. ``files``: ``{option id: (name, bytes)}``
    of pictures that come along; ``tags`` are the file's own."""

    name: str
    kind: str = ""  # as the file calls it
    content: dict | None = None
    category: str = ""
    tags: tuple[str, ...] = ()
    notes: list = field(default_factory=list)
    files: dict = field(default_factory=dict)

    @property
    def is_taken(self) -> bool:
        return self.content is not None

    @property
    def type_name(self) -> str:
        """The name of our type, as trainers read it; the file's own word when there is none."""
        return str(QUESTION_TYPES[self.content["type"]].block().label) if self.content else self.kind

    def note(self, text) -> None:
        """Once each."""
        text = str(text)
        if text not in self.notes:
            self.notes.append(text)

    def refuse(self, text) -> "Item":
        self.content = None
        self.note(text)
        return self


def is_sound(content: dict) -> bool:
    """Can it be answered and marked? Known through the type alone: its right answer is worth 1."""
    kind = QUESTION_TYPES[content["type"]]
    try:
        if not any(content["prompt"].values()):
            return False
        if not kind.is_scored or kind.needs_person:
            return True
        return kind.grade(content, kind.correct_answer(content)).scaled == 1
    except (LookupError, ValueError, TypeError):
        return False
