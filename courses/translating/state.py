"""Missing, current or stale. Pure."""

import difflib
import re
from collections import Counter
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from courses.translating.units import Unit

MISSING, STALE, CURRENT, EXTRA = "missing", "stale", "current", "extra"
WORDS = {
    MISSING: _("missing"),
    STALE: _("stale"),
    CURRENT: _("current"),
    EXTRA: _("only in this language"),
}
TOKEN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]|\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class State:
    """``then`` is the source that a stale target was made from (``{path: value}``), ``since`` the day it was."""

    code: str
    then: dict | None = None
    since: object = None

    @property
    def word(self) -> str:
        return WORDS[self.code]


def state_of(unit: Unit, pairs: list) -> State:
    """``pairs``: all that are known of this unit in this language, oldest first."""
    if not unit.has_source:
        return State(EXTRA)
    if not unit.has_target:
        return State(MISSING)
    known = [pair for pair in pairs if pair.target_digest == unit.target_digest]
    if not known or any(pair.source_digest == unit.source_digest for pair in known):
        return State(CURRENT)
    return State(STALE, then=known[-1].source, since=known[-1].at)


def count_states(states) -> dict:
    counted = Counter(state.code for state in states)
    return {code: counted[code] for code in (MISSING, STALE, CURRENT)}


def difference(then: dict, now: dict) -> str:
    """What changed from ``then`` to ``now``, as HTML with ``<del>`` and ``<ins>``, a paragraph a part."""
    rows = []
    for path in [*now, *(path for path in then if path not in now)]:
        before, after = _plain(then.get(path, "")), _plain(now.get(path, ""))
        if before != after:
            rows.append((mark_safe(_marked(before, after)),))
        elif then.get(path) != now.get(path):
            rows.append((_("Formatting or a link has changed."),))
    return format_html_join("", "<p>{}</p>", rows)


def _marked(before, after) -> str:
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    parts = []
    for act, i1, i2, j1, j2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if act == "equal":
            parts.append(format_html("{}", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            parts.append(format_html("<del>{}</del>", "".join(old[i1:i2])))
        if j2 > j1:
            parts.append(format_html("<ins>{}</ins>", "".join(new[j1:j2])))
    return "".join(parts)


def _plain(value) -> str:
    return " ".join(strip_tags(re.sub(r"</(p|li|h\d)>", " ", str(value))).split())
