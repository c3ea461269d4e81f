"""What stands on what, and how much room it takes."""

from django.db.models import Count, Sum

from courses.h5p.library import Installed, needed_by
from courses.h5p.models import Content, Library, StoredFolder, Upload


def library_rows() -> list[dict]:
    """``[{"library", "contents", "libraries", "bytes", "unused"}]`` of every installed library. Three queries."""
    installed = Installed()
    contents: dict = {}
    for content in Content.objects.select_related("library").only("uses", "library__machine_name", "library__major", "library__minor"):  # fmt: skip
        for identity in needed_by(content, installed):
            contents[identity] = contents.get(identity, 0) + 1
    needed: dict = {}
    for library in installed.libraries.values():
        for kind in ("preloaded", "dynamic"):
            for name, major, minor in library.dependencies.get(kind, []):
                needed[(name, major, minor)] = needed.get((name, major, minor), 0) + 1
    rows = []
    for identity, library in sorted(installed.libraries.items(), key=lambda pair: (pair[1].title, pair[0])):
        used = contents.get(identity, 0), needed.get((identity.name, identity.major, identity.minor), 0)
        rows.append(
            {
                "library": library,
                "contents": used[0],
                "libraries": used[1],
                "bytes": library.folder.bytes,
                "unused": not any(used),
            }
        )
    return rows


def storage_used() -> dict:
    """Bytes of libraries, of contents, and of what is waiting to be deleted. Two queries."""
    kept = StoredFolder.objects.filter(kept=True)
    sums = kept.aggregate(all=Sum("bytes"), libraries=Sum("library__folder__bytes"))
    unused = StoredFolder.objects.filter(kept=False).aggregate(bytes=Sum("bytes"))["bytes"]
    libraries, everything = sums["libraries"] or 0, sums["all"] or 0
    return {"libraries": libraries, "contents": everything - libraries, "unused": unused or 0}


def runnable_libraries():
    """The content types that activities can be made from, the newest minor version of each."""
    newest: dict = {}
    for library in Library.objects.runnable().only("machine_name", "major", "minor", "title"):
        standing = newest.get(library.machine_name)
        if standing is None or (library.major, library.minor) > (standing.major, standing.minor):
            newest[library.machine_name] = library
    return Library.objects.filter(pk__in=[library.pk for library in newest.values()])


def recent_uploads(user):
    return Upload.objects.filter(uploaded_by=user).select_related("activity")[:10]


def uploads_by_state() -> dict:
    return dict(Upload.objects.values_list("state").annotate(n=Count("pk")))
