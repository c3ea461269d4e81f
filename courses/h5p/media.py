"""Which files a content points at."""

import re

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
FILE_KEYS = ("path", "originalImage")


def paths_in(params) -> set[str]:
    """Relative paths below content/ that filtered parameters name."""
    found = set()
    waiting = [params]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            waiting += item.values()
            for key in FILE_KEYS:
                path = item.get(key)
                if (
                    isinstance(path, str)
                    and path
                    and ("mime" in item or key == "originalImage")
                    and not ADDRESS.match(path)
                ):
                    found.add(path.removesuffix("#tmp"))
                elif key == "originalImage" and isinstance(path, dict):
                    waiting.append(path)
    return found
