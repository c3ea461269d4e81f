"""Store, replace, copy, filter again and delete contents of activities."""

from anyascii import anyascii
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from courses.h5p import storage
from courses.h5p.filtering import filter_content
from courses.h5p.library import Installed, contents_using
from courses.h5p.media import paths_in
from courses.h5p.models import Activity, Content, Library
from courses.h5p.package import Package
from courses.h5p.semantics import libraries_in


def store_package(
    package: Package, *, language: str, activity: Activity | None = None, sha256: str = "", user=None
) -> Content:
    """The package's content as the activity's content in this language; its libraries have to be installed already.

    Without an ``activity`` a new one is made. What stood in this language is replaced: its place, key and results stay.
    """
    folder = storage.new_folder("contents", package.manifest.main_library.name)
    try:
        storage.write(folder, media_of(package))
        return put(
            activity=activity,
            language=language,
            folder=folder,
            user=user,
            title=package.manifest.title,
            library=Library.objects.with_identity(package.manifest.main_library).get(),
            raw_params=package.raw_content,
            metadata=package.manifest.metadata,
            embed_types=package.manifest.embed_types,
            package_language=package.manifest.language,
            sha256=sha256,
            findings=[vars(finding) for finding in package.findings],
        )
    except BaseException:
        storage.discard(folder)
        raise


@transaction.atomic
def put(
    *,
    activity: Activity | None,
    language: str,
    folder,
    library: Library,
    raw_params: dict,
    user=None,
    **values,
):
    """Create or replace a content, filtered against what is installed now. The old folder is released."""
    if activity is None:
        activity = new_activity(values.get("title", ""), created_by=user)
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    content = activity.contents.filter(language=language).first() or Content(
        activity=activity, language=language
    )
    old = content.folder if content.pk else None
    for name, value in {**values, "library": library, "raw_params": raw_params, "folder": folder}.items():
        setattr(content, name, value)
    filter_into(content, Installed())
    content.version = content.version + 1 if content.pk else 1
    content.changed_by, content.changed_at = user, timezone.now()
    content.save()
    storage.keep(folder)
    if old is not None and old.pk != folder.pk:
        storage.release(old)
    Activity.objects.filter(pk=activity.pk).update(updated_at=timezone.now())
    content.activity = activity
    return content


def filter_into(content: Content, installed: Installed) -> None:
    """Set ``params`` and ``uses`` from ``raw_params``."""
    semantics = installed.semantics_of(content.library.identity) or []
    content.params, _findings = filter_content(
        content.raw_params, semantics=semantics, library_semantics=installed.semantics_of
    )
    content.uses = [[one.name, one.major, one.minor] for one in libraries_in(content.params)]


def filter_again(libraries: list[Library]) -> int:
    """After these libraries were updated: filter what stands on them anew. Returns how many contents changed."""
    installed = Installed()
    changed = 0
    for pk in {content.pk for library in libraries for content in contents_using(library)}:
        with transaction.atomic():
            content = Content.objects.select_for_update(of=("self",)).select_related("library").get(pk=pk)
            before = content.params
            filter_into(content, installed)
            if content.params != before:
                content.version += 1
                content.save(update_fields=["params", "uses", "version"])
                changed += 1
    return changed


def copy_activity(activity: Activity, *, user=None) -> Activity:
    """A second activity with the same contents and rules, not in any lesson yet."""
    copy = new_activity(
        activity.key,
        policy=activity.policy,
        pass_mark=activity.pass_mark,
        equivalent_quiz=activity.equivalent_quiz,
        created_by=user,
    )
    for content in activity.contents.select_related("folder", "library"):
        folder = storage.new_folder("contents", content.library.machine_name)
        storage.copy_files(content.folder, content.folder.files, folder)
        put(
            activity=copy,
            language=content.language,
            folder=folder,
            library=content.library,
            raw_params=content.raw_params,
            user=user,
            title=content.title,
            text_alternative=content.text_alternative,
            metadata=content.metadata,
            embed_types=content.embed_types,
            package_language=content.package_language,
            sha256=content.sha256,
        )
    return copy


@transaction.atomic
def delete_activity(activity: Activity) -> None:
    """The activity and its contents go; statements and results stay."""
    folders = [content.folder for content in activity.contents.select_related("folder")]
    activity.contents.all().delete()
    activity.delete()
    for folder in folders:
        storage.release(folder)


def new_activity(name: str, **values) -> Activity:
    """An activity with a key made from ``name``. Two at once get two keys."""
    while True:
        try:
            with transaction.atomic():
                return Activity.objects.create(key=free_key(name), **values)
        except IntegrityError:  # somebody took that key between asking and writing; the next one is free
            continue


def free_key(text: str) -> str:
    """A key that nobody has, from a title."""
    base = key_from(text) or "activity"
    taken = set(Activity.objects.filter(key__startswith=base).values_list("key", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, 100_000) if f"{base}-{n}" not in taken)


def key_from(text: str) -> str:
    return slugify(anyascii(text))[:60].strip("-")


def media_of(package: Package):
    """``(path, size, pieces)`` of what the content points at; other files below content/ are left out."""
    wanted = paths_in(package.content) | paths_in(package.raw_content)
    for path in package.media:
        if path in wanted:
            name = f"content/{path}"
            yield path, package.archive.entries[name].size, package.archive.stream(name)
