"""A small tree of units, through the verbs."""

import datetime

from learning.models import Level, Unit
from learning.units.change import open_unit
from quizzes.texts import set_texts

LEVELS = [
    ("nation", "全国", "Nation"),
    ("province", "省", "Province"),
    ("prefecture", "市", "Prefecture"),
    ("county", "县", "County"),
    ("township", "乡镇", "Township"),
    ("village", "村", "Village"),
]
LONG_AGO = datetime.date(2020, 1, 1)


def make_levels() -> list[Level]:
    for rank, (code, chinese, english) in enumerate(LEVELS):
        level, created = Level.objects.get_or_create(code=code, defaults={"rank": rank})
        if created:
            set_texts(level, "name", {"zh-hans": chinese, "en": english})
            level.save()
    return list(Level.objects.order_by("rank"))


def make_unit(code: str, *, parent: Unit | None = None, on: datetime.date = LONG_AGO) -> Unit:
    """A unit one level below its parent (None: the nation), called ``单位 <code>`` and ``Unit <code>``."""
    levels = make_levels()
    level = levels[0] if parent is None else levels[parent.level.rank + 1]
    return open_unit(
        code=code, names={"zh-hans": f"单位 {code}", "en": f"Unit {code}"}, level=level, parent=parent, on=on
    )


def make_tree() -> dict[str, Unit]:
    """``nation`` over provinces ``p1`` and ``p2``; below ``p1`` the prefecture ``p1a`` with counties ``p1a1``, ``p1a2``;
    below ``p2`` the prefecture ``p2a``."""
    nation = make_unit("nation")
    units = {"nation": nation}
    for code, parent in [
        ("p1", "nation"),
        ("p2", "nation"),
        ("p1a", "p1"),
        ("p2a", "p2"),
        ("p1a1", "p1a"),
        ("p1a2", "p1a"),
    ]:
        units[code] = make_unit(code, parent=Unit.objects.get(pk=units[parent].pk))
    return {code: Unit.objects.get(pk=unit.pk) for code, unit in units.items()}
