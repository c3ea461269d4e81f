"""What a content needs, in the order in which it has to be loaded. Pure: ``known.manifest_of(identity)`` answers for
libraries, and None stands for one that is not there."""

from courses.h5p.manifest import Identity

MAX_CHAIN = 200


def missing_libraries(manifest, packaged, known) -> tuple[list[Identity], list[Identity]]:
    """``(needed, for the editor only)``: what h5p.json and the package's libraries ask for and nobody has."""
    needed, editor = {}, {}
    declared = [manifest.dependencies, *(library.manifest.dependencies for library in packaged.values())]
    for dependencies in declared:
        for kind, identities in dependencies.items():
            for identity in identities:
                if known.manifest_of(identity) is None:
                    (editor if kind == "editor" else needed)[identity] = True
    return list(needed), [identity for identity in editor if identity not in needed]


def find_cycle(start: Identity, known) -> list[Identity] | None:
    """A circle among preloaded dependencies, or None. Circles of editor dependencies are normal."""
    finished: set[Identity] = set()
    path: list[Identity] = []
    stack = [(start, iter(_preloaded(start, known)))]
    path.append(start)
    while stack:
        _identity, rest = stack[-1]
        following = next(rest, None)
        if following is None:
            stack.pop()
            finished.add(path.pop())
        elif following in path:
            return [*path[path.index(following) :], following]
        elif following not in finished:
            path.append(following)
            stack.append((following, iter(_preloaded(following, known))))
    return None


def load_order(main: Identity, known, *, also=()) -> list[Identity]:
    """Everything that playing ``main`` loads: each library after what it needs, the first minor version of a name
    wins, the main library last. ``also`` are libraries that the content names in its parameters."""
    order: list[Identity] = []
    names: set[str] = set()

    def visit(identity, above):
        known_already = identity.name in names or identity in above or len(above) > MAX_CHAIN
        if known_already or known.manifest_of(identity) is None:
            return
        for needed in _preloaded(identity, known):
            visit(needed, (*above, identity))
        if identity.name not in names:
            names.add(identity.name)
            order.append(identity)

    for needed in _preloaded(main, known):
        visit(needed, (main,))
    for identity in also:
        if identity != main:
            visit(identity, (main,))
    visit(main, ())
    return order


def everything_of(main: Identity, known, *, also=()) -> list[Identity]:
    """What an export has to carry: every kind of dependency, sorted."""
    found: set[Identity] = set()
    waiting = [main, *also]
    while waiting:
        identity = waiting.pop()
        manifest = known.manifest_of(identity)
        if identity in found or manifest is None:
            continue
        found.add(identity)
        waiting += [needed for identities in manifest.dependencies.values() for needed in identities]
    return sorted(found)


def _preloaded(identity, known) -> list[Identity]:
    manifest = known.manifest_of(identity)
    return manifest.dependencies["preloaded"] if manifest else []
