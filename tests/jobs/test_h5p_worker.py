"""Packages judged and installed by a real worker: killed in the middle, and with a large file."""

import datetime
import os
import signal
from pathlib import Path

import pytest
from django.core.files import File
from django.utils import timezone

from config.jobs.models import Job
from config.jobs.tasks import sweep_jobs
from courses.h5p import storage
from courses.h5p.jobs import job_of
from courses.h5p.models import Activity, Content, Library, StoredFolder, Upload
from courses.h5p.receive import receive
from tests.factories import h5p as make
from tests.factories.cadres import make_user
from tests.jobs.conftest import wait_for

pytestmark = [pytest.mark.worker, pytest.mark.usefixtures("committed_db")]
MIB = 1024 * 1024


@pytest.fixture
def upload():
    """``upload(file, name)``: an administrator uploads a package."""
    admin = make_user("admin", is_superuser=True)

    def do(file, name="package.h5p"):
        return receive(File(file, name=name), language="en", user=admin)

    return do


def is_done(upload):
    upload.refresh_from_db()
    return upload.state != Upload.State.WAITING


def test_worker_killed_while_it_installs_leaves_one_library_whole_after_the_next_try(start_worker, upload):
    many = {f"Test.YesNo-1.0/parts/{number}.js": f"// {number}" for number in range(4000)}
    first = start_worker()
    sent = upload(make.package(make.parts(**many)))
    halfway = StoredFolder.objects.filter(path__contains="/libraries/")
    assert wait_for(lambda: any(files_below(folder) > 200 for folder in halfway.all()))
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    left = halfway.get()
    assert 200 < files_below(left) < 4005
    assert (Library.objects.count(), Content.objects.count(), left.kept) == (0, 0, False)
    assert not is_done(sent)
    # The lease of the dead worker runs out; the schedule's sweeper sends the job again.
    Job.objects.filter(pk=job_of(sent).pk).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    sweep_jobs()
    start_worker()
    assert wait_for(lambda: is_done(sent), seconds=120)
    assert sent.state == Upload.State.ACCEPTED
    library = Library.objects.select_related("folder").get()
    assert len(library.folder.files) == files_below(library.folder) == 4005
    assert library.folder.pk != left.pk
    assert Activity.objects.count() == 1
    storage.delete_unused(now=timezone.now() + datetime.timedelta(days=2))
    assert not StoredFolder.objects.filter(pk=left.pk).exists()
    assert not folder_of(left).exists()
    assert files_below(library.folder) == 4005


def folder_of(folder) -> Path:
    return Path(storage.h5p_storage().path(folder.path))


def files_below(folder) -> int:
    return sum(len(names) for _path, _folders, names in os.walk(folder_of(folder)))


def test_large_package_adds_less_than_sixty_megabytes_to_the_worker(start_worker, upload, tmp_path):
    """Measured from outside: the most that the process held while it worked, over what it held before."""
    worker = start_worker()
    small = upload(make.package())
    assert wait_for(lambda: is_done(small))
    large = tmp_path / "large.h5p"
    film = {"path": "videos/film.mp4", "mime": "video/mp4"}
    semantics = [*make.SEMANTICS, {"name": "film", "type": "video", "optional": True}]
    library = make.library_json(patch=1, js=["yesno.js"], css=["yesno.css"])
    parts = make.parts(params={**make.PARAMS, "film": [film]}, semantics=semantics, library=library)
    large.write_bytes(
        make.package(parts, add={"content/videos/film.mp4": os.urandom(MIB) * 50}, method=0).getvalue()
    )
    before = memory(worker, "VmRSS")
    Path(f"/proc/{worker.pid}/clear_refs").write_text("5")  # begin to watch the peak anew
    with large.open("rb") as file:
        sent = upload(file, "large.h5p")
    assert wait_for(lambda: is_done(sent), seconds=120)
    assert sent.state == Upload.State.ACCEPTED
    assert Content.objects.order_by("pk").last().folder.bytes == 50 * MIB
    added = memory(worker, "VmHWM") - before
    print(f"\na package of 50 MB added {added / MIB:.1f} MB to a worker of {before / MIB:.0f} MB")
    assert added < 60 * MIB


def memory(process, name) -> int:
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
