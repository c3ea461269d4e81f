"""Libraries: side by side by minor version, patched in place, never downgraded, whole or not at all."""

import io
import json
import tracemalloc

import pytest
from django.core.management import CommandError, call_command

from courses.h5p import storage
from courses.h5p.dependencies import load_order
from courses.h5p.library import Installed, InUse, uninstall
from courses.h5p.manifest import Identity
from courses.h5p.models import Activity, Content, Library, StoredFolder
from courses.h5p.upload import NotAccepted, import_package
from tests.factories import h5p as make

pytestmark = pytest.mark.django_db


def with_version(*, minor=0, patch=0, script="1;", semantics=None):
    library = make.library_json(minor=minor, patch=patch, js=["yesno.js"], css=["yesno.css"])
    manifest = make.h5p_json(preloadedDependencies=make.depends_on(f"Test.YesNo 1.{minor}"))
    return make.package(make.parts(library=library, manifest=manifest, script=script, semantics=semantics))


def script_of(library) -> bytes:
    with storage.read(library.folder, "yesno.js") as file:
        return file.read()


def test_package_is_installed_and_stored_filtered(imported):
    params = {**make.PARAMS, "unknown": 1}
    content = imported(make.package(make.parts(params=params)))
    library = Library.objects.get()
    assert (str(library), library.runnable, library.folder.kept) == ("YesNo 1.0.0", True, True)
    assert content.params == make.PARAMS
    assert content.raw_params == params
    assert Activity.objects.get().title == "A small question"


def test_higher_patch_takes_the_place_and_the_old_files_stay_for_a_day(imported):
    imported(with_version(patch=1, script="old"))
    old = Library.objects.get().folder
    imported(with_version(patch=2, script="new"))
    library = Library.objects.get()
    assert (library.version, script_of(library)) == ("1.0.2", b"new")
    assert library.folder.path != old.path
    old.refresh_from_db()
    assert not old.kept
    assert storage.read(old, "yesno.js") is not None


@pytest.mark.parametrize("patch", [1, 2])
def test_same_or_lower_patch_is_kept_as_installed(imported, patch):
    imported(with_version(patch=2, script="installed"))
    imported(with_version(patch=patch, script="shipped"))
    library = Library.objects.get()
    assert (library.version, script_of(library)) == ("1.0.2", b"installed")
    assert StoredFolder.objects.filter(path__contains="/libraries/").count() == 1


def test_another_minor_stands_beside_and_contents_stay_with_theirs(imported):
    first = imported(with_version(minor=0))
    second = imported(with_version(minor=1))
    assert [library.version for library in Library.objects.order_by("minor")] == ["1.0.0", "1.1.0"]
    first.refresh_from_db()
    assert (first.library.minor, second.library.minor) == (0, 1)


def test_updated_semantics_filter_existing_contents_anew(imported):
    content = imported(with_version(patch=0))
    imported(with_version(patch=1, semantics=[make.SEMANTICS[1]]))
    content.refresh_from_db()
    assert content.params == {"answer": True}
    assert content.raw_params == make.PARAMS
    assert content.version == 2


def test_refused_package_leaves_nothing(imported, tmp_path):
    for label, (_code, build) in make.hostile().items():
        with pytest.raises(NotAccepted):
            imported(build())
        assert not Content.objects.exists(), label
    assert not Library.objects.exists()
    assert not StoredFolder.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_broken_off_in_the_middle_leaves_no_library_and_its_folder_is_swept(imported, monkeypatch):
    def dies(folder, files):
        next(iter(files))
        raise SystemExit  # as a worker that is stopped

    with monkeypatch.context() as patch:
        patch.setattr(storage, "write", dies)
        patch.setattr(storage, "discard", lambda folder: None)  # nobody tidies up after kill -9
        with pytest.raises(SystemExit):
            imported()
    assert not Library.objects.exists()
    StoredFolder.objects.update(released_at="2020-01-01T00:00Z")
    assert storage.delete_unused() == 1
    assert not StoredFolder.objects.exists()
    imported()
    assert Library.objects.get().folder.kept


def test_who_may_not_install_libraries_uses_those_that_are_there(imported):
    with pytest.raises(NotAccepted) as refused:
        imported(may_install=False)
    assert [f.code for f in refused.value.findings if f.level == "error"] == ["library-missing"]
    imported()
    content = imported(with_version(patch=5), may_install=False)
    assert Library.objects.get().patch == 0
    assert content.library.patch == 0


def test_library_in_use_is_not_uninstalled_and_an_unused_one_is(imported):
    content = imported()
    library = Library.objects.get()
    with pytest.raises(InUse) as used:
        uninstall(library)
    assert used.value.by == ["A small question (en)"]
    content.delete()
    uninstall(library)
    assert not Library.objects.exists()


def test_load_order_puts_what_is_needed_first_and_the_main_library_last(imported):
    files = {
        **make.parts(library=make.library_json(js=["yesno.js"], preloadedDependencies=make.depends_on("Test.Mid 1.0", "Test.Base 1.0"))),
        **make.second_library("Test.Mid", preloadedDependencies=make.depends_on("Test.Base 1.0")),
        **make.second_library("Test.Base"),
    }  # fmt: skip
    imported(make.package(files))
    order = load_order(Identity("Test.YesNo", 1, 0), Installed())
    assert [identity.name for identity in order] == ["Test.Base", "Test.Mid", "Test.YesNo"]


def test_check_command_prints_a_line_for_each_file_and_stores_nothing(tmp_path):
    good, bad = tmp_path / "good.h5p", tmp_path / "bad.h5p"
    good.write_bytes(make.package().getvalue())
    bad.write_bytes(b"no")
    out = io.StringIO()
    call_command("h5p_check", str(good), str(bad), "--json", stdout=out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert rows[0] == {"file": str(good), "ok": True, "findings": []}
    assert (rows[1]["ok"], [f["code"] for f in rows[1]["findings"]]) == (False, ["archive-unreadable"])
    assert set(rows[1]["findings"][0]) == {"code", "level", "message"}
    assert not Library.objects.exists()


def test_check_command_fails_when_a_file_could_not_be_judged(tmp_path):
    with pytest.raises(CommandError):
        call_command("h5p_check", str(tmp_path / "absent.h5p"), "--json")


def test_import_command_stores_and_says_why_not(tmp_path):
    good, bad = tmp_path / "good.h5p", tmp_path / "bad.h5p"
    good.write_bytes(make.package().getvalue())
    bad.write_bytes(b"no")
    out = io.StringIO()
    call_command("h5p_import", str(good), "--language", "en", stdout=out)
    assert "stored: A small question as a-small-question (en)" in out.getvalue()
    with pytest.raises(CommandError, match="archive-unreadable"):
        call_command("h5p_import", str(bad))


def test_large_package_is_imported_in_little_memory(db, tmp_path):
    picture = {"path": "images/large.png", "mime": "image/png"}
    path = tmp_path / "large.h5p"
    noise = make.incompressible(1024 * 1024) * 50
    path.write_bytes(make.package(make.parts(params={**make.PARAMS, "picture": picture}), add={"content/images/large.png": noise}, method=0).getvalue())  # fmt: skip
    del noise
    tracemalloc.start()
    with path.open("rb") as file:
        content = import_package(file, language="en", may_install=True)[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert content.folder.bytes == 50 * 1024 * 1024
    assert peak < 10 * 1024 * 1024
