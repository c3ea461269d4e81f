"""A copy of the demo on a site with Uyghur, for the README's picture of a page that reads from right to left."""

import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.languages.copied_site import ROOT, copy_site


@dataclass(frozen=True)
class Site:
    address: str
    lesson: str


@contextmanager
def site_with_uyghur(demo: Path):
    """Serves the copy until the block ends; one lesson is translated in it. Nothing is written into the project."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        environment = copy_site(folder, language="ug", database=demo)
        done = subprocess.run(
            [sys.executable, "-m", "tests.languages.translate_lesson"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        with socket.create_server(("127.0.0.1", 0)) as found:
            port = found.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", "--insecure", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/health/live/")
            yield Site(address, done.stdout.splitlines()[-1])
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except OSError:
            time.sleep(0.3)
    raise TimeoutError(address)
