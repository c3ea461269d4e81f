"""JSON from strangers: judged before it is parsed, and nothing in it that a database or a browser would trip over."""

import json
import re

from courses.h5p.findings import Refused

MAX_DEPTH = 100
STRUCTURE = re.compile(rb'["\\\[\]{}]')
NUMBER_DIGITS = 400


def parse(data: bytes, *, name: str, max_bytes: int, duplicates_allowed: bool = False):
    """The value in ``data`` (UTF-8, a byte order mark is allowed). Raises ``Refused`` with a code of its own for each
    fault: size, encoding, depth, syntax, numbers, characters, keys that come twice."""
    if len(data) > max_bytes:
        raise Refused("json-too-large", name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("json-encoding", name) from None
    if depth_of(data) > MAX_DEPTH:
        raise Refused("json-too-deep", name)

    def number(digits: str):
        if len(digits) > NUMBER_DIGITS:
            raise Refused("json-number", name)
        return int(digits)

    def real(digits: str):
        value = float(digits)
        if value in (float("inf"), float("-inf")):
            raise Refused("json-number", name)
        return value

    def constant(word: str):
        raise Refused("json-number", name)

    def pairs(found):
        result = dict(found)
        if len(result) != len(found) and not duplicates_allowed:
            keys = [key for key, value in found]
            raise Refused("json-duplicate-key", name, next(key for key in keys if keys.count(key) > 1))
        return result

    try:
        value = json.loads(
            text, parse_int=number, parse_float=real, parse_constant=constant, object_pairs_hook=pairs
        )
    except (ValueError, RecursionError):
        raise Refused("json-invalid", name) from None
    refuse_characters(value, name)
    return value


def depth_of(data: bytes) -> int:
    """How deeply brackets nest outside strings, found without recursion."""
    depth = deepest = 0
    in_string = False
    skip = -1
    for match in STRUCTURE.finditer(data):
        at, sign = match.start(), match.group()
        if at == skip:
            continue
        if sign == b"\\":
            if in_string:
                skip = at + 1
        elif sign == b'"':
            in_string = not in_string
        elif not in_string:
            if sign in b"[{":
                depth += 1
                deepest = max(deepest, depth)
            else:
                depth -= 1
    return deepest


def refuse_characters(value, name: str) -> None:
    """No NUL (PostgreSQL's jsonb refuses it) and no half of a surrogate pair, in keys or values."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += item.values()
            waiting += item.keys()
        elif isinstance(item, list):
            waiting += item
        elif isinstance(item, str):
            try:
                item.encode()
            except UnicodeEncodeError:
                raise Refused("json-character", name) from None
            if "\0" in item:
                raise Refused("json-character", name)
