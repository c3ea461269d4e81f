"""Units from a spreadsheet: which are new, renamed, moved or closed."""

import datetime
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning.cadres.bulk.plan import Change, Plan
from learning.cadres.bulk.sheet import CellRefused, Column
from learning.signals import places_opened
from learning.units.change import close_unit, move_unit, rename_unit
from learning.units.log import merged_codes
from learning.units.models import Level, Unit, UnitPlace
from quizzes.texts import in_language, set_texts, texts_of

CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")
LONGEST_NAME = 160
AT_ONCE = 500  # units in one transaction
NAME_COLUMNS = {
    "zh-hans": ("名称", "name", "单位名称", "name (zh-hans)"),
    "en": ("英文名称", "name (en)", "english name"),
}
COLUMNS = (
    Column("code", ("代码", "code", "单位代码", "unit"), required=True),
    *(
        Column(f"name {code}", NAME_COLUMNS.get(code, (f"name ({code})",)), required=code == "zh-hans")
        for code, _name in settings.LANGUAGES
    ),
    Column("level", ("级别", "level"), required=True),
    Column("parent", ("上级代码", "parent", "上级单位代码", "parent code"), required=True),
    Column("opens", ("成立日期", "opened on", "from")),
    Column("closes", ("撤销日期", "closed on", "until")),
)


@dataclass
class Node:
    """A unit as it stands, or as the sheet wants it; ``pk`` None while it is new. ``path`` is the tree's."""

    code: str
    names: dict
    level: Level
    parent: str
    pk: int | None = None
    path: str = ""
    closed_on: datetime.date | None = None


def plan_units(rows, *, on: datetime.date) -> Plan:
    """The difference between the rows and today's tree. Changes nothing; five queries.

    A row is refused for itself only, and for a unit above it that was refused.
    """
    plan = Plan()
    nodes = nodes_of_today()
    levels = _levels()
    pending = _readable(rows, nodes, levels, plan)
    merged = merged_codes()
    refused = {problem.code for problem in plan.problems} - nodes.keys()
    for code in _above_first(pending, nodes):
        row, wanted = pending[code]
        above = nodes.get(wanted.parent)
        problem = _of_merged(wanted, nodes, merged) or _refusal(wanted, above, nodes, pending, refused)
        if problem:
            plan.refuse(row, problem)
            if code not in nodes:
                refused.add(code)
            continue
        changes = _difference(row, nodes.get(code), wanted)
        nodes[code] = wanted
        if changes:
            plan.steps.append((row, changes))
        else:
            plan.unchanged += 1
    return plan


def apply_units(rows, *, on: datetime.date, progress) -> Plan:
    """Carry out ``plan_units`` and return it, with what was refused while doing so. Interrupted, it can be called again.

    New units are written ``AT_ONCE`` in a transaction; each other change is its own. ``progress(done, total)`` is called
    in between.
    """
    plan = plan_units(rows, on=on)
    total = len(plan.steps)
    new = [(row, changes) for row, changes in plan.steps if changes[0].act == "new"]
    changed = [(row, changes) for row, changes in plan.steps if changes[0].act != "new"]
    levels, last = _levels(), _last_children()
    for number, chunk in enumerate(_chunks(new)):
        _open_many([row for row, changes in chunk], levels, last, on)
        progress(min(total, (number + 1) * AT_ONCE), total)
    kept = list(new)
    for number, (row, changes) in enumerate(changed, start=len(new) + 1):
        try:
            _change(row, changes, on)
            kept.append((row, changes))
        except ValidationError as error:
            plan.refuse(row, " ".join(error.messages))
        if number % 50 == 0:
            progress(number, total)
    plan.steps = kept
    return plan


def nodes_of_today() -> dict[str, Node]:
    """Every unit by its code. One query, and one for the levels."""
    levels = Level.objects.in_bulk()
    found, by_path = {}, {}
    for unit in Unit.objects.order_by("path").iterator():
        by_path[unit.path] = unit.code
        found[unit.code] = Node(
            code=unit.code,
            names=texts_of(unit, "name"),
            level=levels[unit.level_id],
            parent=by_path.get(unit.path[: -Unit.steplen], ""),
            pk=unit.pk,
            path=unit.path,
            closed_on=unit.closed_on,
        )
    return found


def _levels() -> dict[str, Level]:
    """Levels by their code and by their name in each language, in small letters."""
    levels = {}
    for level in Level.objects.all():
        for name in (level.code, *texts_of(level, "name").values()):
            levels[name.casefold()] = level
    return levels


def _readable(rows, nodes, levels, plan) -> dict:
    """``{code: (row, Node)}`` of the rows that can be understood by themselves."""
    found = {}
    for row in rows:
        try:
            node = _node(row, nodes, levels)
        except CellRefused as refused:
            plan.refuse(row, str(refused))
            continue
        if node.code in found:
            message = _("The code %(code)s stands in line %(line)s already.")
            plan.refuse(row, message % {"code": node.code, "line": found[node.code][0].line})
            continue
        found[node.code] = (row, node)
    return found


def _node(row, nodes, levels) -> Node:
    code = row["code"]
    if not CODE.fullmatch(code):
        raise CellRefused(_("A code has letters, digits, - and _ only, at most 40."))
    names = {language: row[f"name {language}"] for language, _name in settings.LANGUAGES}
    names = {language: name for language, name in names.items() if name}
    if not names:
        raise CellRefused(_("Give the name of the unit."))
    if any(len(name) > LONGEST_NAME for name in names.values()):
        raise CellRefused(_("This name is too long."))
    level = levels.get(row["level"].casefold())
    if level is None:
        raise CellRefused(_("There is no level “%(level)s”.") % {"level": row["level"]})
    opens, closes = row.day("opens"), row.day("closes")
    if opens and closes and closes < opens:
        raise CellRefused(_("This day is before the unit was opened."))
    standing = nodes.get(code)
    return Node(
        code=code,
        names={**(standing.names if standing else {}), **names},
        level=level,
        parent=row["parent"],
        pk=standing.pk if standing else None,
        path=standing.path if standing else "",
        closed_on=closes or (standing.closed_on if standing else None),
    )


def _above_first(pending, nodes) -> list[str]:
    """The codes so that a unit comes after the one above it; those in a circle come last."""
    below, ready = {}, []
    for code, (_row, node) in pending.items():
        if node.parent in pending and node.parent != code:
            below.setdefault(node.parent, []).append(code)
        else:
            ready.append(code)
    ordered = []
    while ready:
        ordered.extend(ready)
        ready = [lower for code in ready for lower in below.get(code, [])]
    reached = set(ordered)
    return ordered + [code for code in pending if code not in reached]


def _of_merged(wanted, nodes, merged) -> str:
    """The row, or the unit above it, is one that was merged into another; as it stands it may be listed still."""
    standing = nodes.get(wanted.code)
    if wanted.code in merged and (standing.names, standing.parent) != (wanted.names, wanted.parent):
        return merged_sentence(wanted.code, merged)
    if wanted.parent in merged and not (standing and standing.parent == wanted.parent):
        return merged_sentence(wanted.parent, merged)
    return ""


def _refusal(wanted, above, nodes, pending, refused) -> str:
    standing = nodes.get(wanted.code)
    if not wanted.parent:
        if standing and not standing.parent:
            return "" if standing.level == wanted.level else _("The level of a unit stays as it is.")
        roots = [code for code, node in nodes.items() if not node.parent and code != wanted.code]
        return _("Only the highest unit has none above it: %(code)s.") % {"code": roots[0]} if roots else ""
    if wanted.parent in refused:
        return _("The unit above it, %(code)s, has a row that cannot be carried out.") % {
            "code": wanted.parent
        }
    if above is None:
        if wanted.parent in pending:
            return _("These units would stand below each other in a circle.")
        return _("There is no unit with the code %(code)s.") % {"code": wanted.parent}
    if standing and standing.level != wanted.level:
        return _("The level of a unit stays as it is.")
    if _stands_below(above, wanted.code, nodes):
        return _("A unit cannot be moved below itself.")
    if wanted.level.rank <= above.level.rank:
        message = _("A unit of the level %(level)s cannot stand below %(parent)s.")
        return message % {"level": wanted.level, "parent": in_language(above.names, None)}
    if above.closed_on and not wanted.closed_on:
        return _("The unit above it is closed.")
    return ""


def merged_sentence(code, merged) -> str:
    into, on = merged[code]
    message = _("The unit %(code)s was merged into %(into)s on %(day)s. Write the code %(into)s.")
    return message % {"code": code, "into": into, "day": date_format(on)}


def _stands_below(node, code, nodes) -> bool:
    """Whether ``node`` is the unit ``code`` or lies below it, as the tree would then be."""
    for _depth in range(64):
        if node is None:
            return False
        if node.code == code:
            return True
        node = nodes.get(node.parent)
    return True


def _difference(row, standing, wanted) -> list[Change]:
    name = in_language(wanted.names, settings.LANGUAGE_CODE)
    if standing is None:
        return [
            Change(row.line, wanted.code, "new", "", f"{name} < {wanted.parent}" if wanted.parent else name)
        ]
    changes = []
    if standing.names != wanted.names:
        before = in_language(standing.names, settings.LANGUAGE_CODE)
        after = name if name != before else "、".join(wanted.names.values())
        changes.append(Change(row.line, wanted.code, "renamed", before, after))
    if standing.parent != wanted.parent:
        changes.append(Change(row.line, wanted.code, "moved", standing.parent, wanted.parent))
    if standing.closed_on is None and wanted.closed_on:
        changes.append(Change(row.line, wanted.code, "closed", "", wanted.closed_on.isoformat()))
    return changes


def _chunks(steps):
    return (steps[start : start + AT_ONCE] for start in range(0, len(steps), AT_ONCE))


@transaction.atomic
def _open_many(rows, levels, last, on) -> None:
    """As ``open_unit`` for each row, in six queries for all of them. Each parent stands already or comes before."""
    codes = {row["parent"] for row in rows}
    standing = {unit.code: unit for unit in Unit.objects.select_for_update().filter(code__in=codes)}
    lineages = dict(
        UnitPlace.objects.filter(unit__in=standing.values(), until=None).values_list("unit_code", "lineage")
    )
    units, places = {}, []
    for row in rows:
        parent = units.get(row["parent"]) or standing.get(row["parent"])
        unit = Unit(
            code=row["code"],
            level=levels[row["level"].casefold()],
            opened_on=row.day("opens") or on,
            closed_on=row.day("closes"),
            numchild=0,
        )
        set_texts(unit, "name", _names(row))
        _place_in_tree(unit, parent, last)
        lineage = f"{lineages[parent.code]}{unit.code}/" if parent else f"/{unit.code}/"
        lineages[unit.code] = lineage
        units[unit.code] = unit
        place = UnitPlace(unit_code=unit.code, level=unit.level, lineage=lineage, since=unit.opened_on)
        set_texts(place, "name", _names(row))
        places.append((place, unit))
    Unit.objects.bulk_create(units.values())
    for place, unit in places:
        place.unit = unit
    opened = UnitPlace.objects.bulk_create([place for place, unit in places])
    places_opened.send(sender=UnitPlace, places=opened)
    Unit.objects.bulk_update(standing.values(), ["numchild"])


def _names(row) -> dict:
    return {
        language: row[f"name {language}"] for language, _name in settings.LANGUAGES if row[f"name {language}"]
    }


def _last_children() -> dict[str, int]:
    """``{path of a parent: the step of its last child}``; "" is the parent of the root. One query."""
    step = Unit.steplen
    paths = Unit.objects.order_by("path").values_list("path", flat=True)
    return {path[:-step]: Unit._str2int(path[-step:]) for path in paths.iterator()}


def _place_in_tree(unit, parent, last) -> None:
    """Path and depth as treebeard's ``add_child`` gives them; the parent counts one more child. Should somebody add a
    unit in the CMS at this moment, the path is taken, nothing of the chunk is written, and the job tries again."""
    above = parent.path if parent else ""
    last[above] = last.get(above, 0) + 1
    unit.depth = parent.depth + 1 if parent else 1
    unit.path = Unit._get_path(above, unit.depth, last[above])
    if parent:
        parent.numchild += 1


@transaction.atomic
def _change(row, changes, on) -> None:
    unit = Unit.objects.get(code=row["code"])
    for change in changes:
        if change.act == "renamed":
            unit = rename_unit(unit=unit, names=_names(row), on=on)
        elif change.act == "moved":
            unit = move_unit(unit=unit, under=Unit.objects.get(code=row["parent"]), on=on)
        elif change.act == "closed":
            unit = close_unit(unit=unit, on=row.day("closes"))
