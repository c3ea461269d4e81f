"""The blocks of a lesson as they are taught: what belongs to a block stands with it. No database."""

from dataclasses import dataclass, field

FACILITATOR_ONLY = {"facilitator_note"}
BELONGS_TO_THE_BLOCK_BEFORE = {"beside"}
NOT_TAUGHT = {"recording"}  # another form of the whole lesson


@dataclass(frozen=True)
class Taught:
    """A block with what stands beside it and what only the facilitator reads."""

    block: object
    beside: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.block.block_type

    @property
    def value(self):
        return self.block.value

    @property
    def minutes(self) -> int:
        """Minutes that the facilitator's notes plan for it; 0 when they say nothing."""
        return sum(note.value.get("minutes") or 0 for note in self.notes)


@dataclass(frozen=True)
class Lesson:
    """A lesson in one language, ready to be rendered. ``notes`` are those before its first block."""

    page: object
    language: str
    heading: str
    summary: str
    content_note: str
    minutes: int
    parts: list
    notes: list
    recordings: list

    @property
    def planned_minutes(self) -> int:
        """What the notes plan, or what the lesson says when they plan less."""
        noted = sum(note.value.get("minutes") or 0 for note in self.notes)
        return max(self.minutes, noted + sum(part.minutes for part in self.parts))


def for_learners(body) -> list:
    """The blocks that may leave the server to a learner."""
    return [block for block in body or [] if block.block_type not in FACILITATOR_ONLY]


def lesson_as_taught(page) -> Lesson:
    """The lesson in the active language, or in the one that it falls back to."""
    language = page.shown_language
    body = page.in_language("body", language) or []
    notes, parts = parts_of(body)
    return Lesson(
        page=page,
        language=language,
        heading=page.in_language("heading", language) or page.heading,
        summary=page.in_language("summary", language) or "",
        content_note=page.in_language("content_note", language) or "",
        minutes=page.minutes,
        parts=parts,
        notes=notes,
        recordings=[block for block in body if block.block_type == "recording" and block.value.get("file")],
    )


def parts_of(body) -> tuple[list, list[Taught]]:
    """``(notes before the first block, the blocks with what belongs to each)``."""
    opening, parts = [], []
    for block in body or []:
        if block.block_type in NOT_TAUGHT:
            continue
        if block.block_type in FACILITATOR_ONLY:
            (parts[-1].notes if parts else opening).append(block)
        elif block.block_type in BELONGS_TO_THE_BLOCK_BEFORE and parts:
            parts[-1].beside.append(block)
        else:
            parts.append(Taught(block=block))
    return opening, parts
