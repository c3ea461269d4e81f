"""What a spreadsheet would change, and which of its rows cannot be carried out."""

from dataclasses import dataclass, field

SHOWN = 200  # of each list a report keeps the first


@dataclass(frozen=True)
class Change:
    """``act``: new, renamed, moved, transferred, closed, ended, account. ``before`` and ``after`` are for people."""

    line: int
    code: str
    act: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Problem:
    line: int
    code: str
    message: str


@dataclass
class Plan:
    """``steps``: ``[(row, [Change])]`` in the order in which they can be carried out, whatever the order of the rows."""

    steps: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    unchanged: int = 0

    @property
    def changes(self) -> list[Change]:
        return [change for row, changes in self.steps for change in changes]

    def refuse(self, row, message: str) -> None:
        self.problems.append(Problem(line=row.line, code=row["code"], message=message))

    def report(self) -> dict:
        """``{"counts": {act: n}, "unchanged": n, "problem_count": n, "changes": [...], "problems": [...]}``."""
        changes = self.changes
        counts = {}
        for change in changes:
            counts[change.act] = counts.get(change.act, 0) + 1
        problems = sorted(self.problems, key=lambda problem: problem.line)
        return {
            "counts": counts,
            "unchanged": self.unchanged,
            "problem_count": len(problems),
            "changes": [vars(change) for change in sorted(changes, key=lambda c: c.line)[:SHOWN]],
            "problems": [vars(problem) for problem in problems[:SHOWN]],
        }
