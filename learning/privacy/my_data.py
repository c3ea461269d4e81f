"""Everything that is kept about one cadre, with its purpose, ground and time."""

from dataclasses import dataclass

from django.utils import timezone

from learning.cadres.models import Cadre
from learning.privacy.kinds import Kind
from learning.privacy.mine import Table
from learning.privacy.registry import KINDS

FORMAT = "training-library/my-data/1"


@dataclass(frozen=True)
class Kept:
    kind: Kind
    tables: list[Table]

    @property
    def count(self) -> int:
        return sum(len(table.rows) for table in self.tables)


def my_data(cadre: Cadre) -> list[Kept]:
    """What stands in each kind; kinds with nothing of hers are left out."""
    found = []
    for kind in KINDS:
        tables = [table for table in kind.mine(cadre) if table.rows] if kind.mine else []
        if tables:
            found.append(Kept(kind, tables))
    return found


def as_json(cadre: Cadre) -> dict:
    """``{"format", "made_on", "kinds": [{"code", "what", "why", "basis", "kept", "seen_by", "tables"}]}``."""
    return {
        "format": FORMAT,
        "made_on": timezone.now().isoformat(),
        "kinds": [
            {
                "code": kept.kind.code,
                "what": str(kept.kind.what),
                "why": str(kept.kind.why),
                "basis": str(kept.kind.basis.label),
                "kept": str(kept.kind.kept),
                "seen_by": str(kept.kind.seen_by),
                "tables": [table.as_json() for table in kept.tables],
            }
            for kept in my_data(cadre)
        ],
    }
