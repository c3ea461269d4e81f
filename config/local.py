"""``make run``: the whole site on one machine, with nothing else installed.

Migrates, gathers the static files, fills the demo when the site is empty, then starts the web server and a worker with
its schedule. Ctrl-C stops all of it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("PORT", "8000"))
BIN = Path(sys.executable).parent
STATIC_STAMP = ROOT / "var" / "static-gathered"
ADDRESS = f"http://127.0.0.1:{PORT}"


def main() -> int:
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("SITE_URL", ADDRESS)
    if not port_is_free():
        print(
            f"Port {PORT} is taken. Stop what uses it, or choose another: make run PORT={PORT + 1}",
            file=sys.stderr,
        )
        return 1
    prepare()
    processes = []
    stopping = []

    def stop(*_):
        stopping.append(True)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        processes.append(
            start(
                [
                    BIN / "gunicorn",
                    "config.wsgi",
                    f"--bind=127.0.0.1:{PORT}",
                    "--workers=2",
                    "--threads=4",
                    "--worker-class=gthread",
                    "--log-level=warning",
                    "--no-control-socket",
                ]
            )
        )
        processes.append(
            start(
                [
                    BIN / "celery",
                    "--app=config",
                    "worker",
                    "--pool=solo",
                    "--beat",
                    "--loglevel=warning",
                    "--without-mingle",
                    "--without-gossip",
                ]
            )
        )
        if wait_until_it_answers(processes, stopping):
            say_where()
        while not stopping and all(process.poll() is None for process in processes):
            time.sleep(0.3)
        if not stopping:
            print(
                "A part of the site has stopped by itself (see var/*.log); stopping the rest.",
                file=sys.stderr,
            )
            return 1
        return 0
    finally:
        stop_all(processes)


def port_is_free() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            return False
    return True


def prepare() -> None:
    """Database, static files and demo, each only as far as something is missing; all in this one process."""
    django.setup()
    print("Preparing the database ...", flush=True)
    call_command("migrate", verbosity=0)
    call_command("certificate_key", ensure=True, verbosity=0)
    if static_files_changed():
        print("Gathering the static files ...", flush=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        STATIC_STAMP.touch()
    if not demo_is_filled():
        print("Filling the demo site (a minute the first time) ...", flush=True)
        call_command("demo")
    connections.close_all()


def static_files_changed() -> bool:
    """Is anything of ours, or any library, newer than what was gathered last?"""
    if not STATIC_STAMP.exists():
        return True
    gathered = STATIC_STAMP.stat().st_mtime
    ours = [*(ROOT / "static").rglob("*"), *(ROOT / "courses" / "h5p" / "static").rglob("*")]
    sources = [*ours, ROOT / "requirements.lock", ROOT / "package-lock.json"]
    return any(path.stat().st_mtime > gathered for path in sources)


def demo_is_filled() -> bool:
    """Wholly: filling that was interrupted goes on at the next start."""
    from learning.demo.build import is_filled  # after django.setup()

    return is_filled()


def start(command: list) -> subprocess.Popen:
    """A process of its own group: Ctrl-C reaches us, and we stop it in order. What it says goes to var/<name>.log."""
    log = (ROOT / "var" / f"{Path(command[0]).name}.log").open("ab")
    return subprocess.Popen([str(part) for part in command], start_new_session=True, stdout=log, stderr=log)


def wait_until_it_answers(processes, stopping) -> bool:
    for _ in range(200):
        if stopping or any(process.poll() is not None for process in processes):
            return False
        try:
            urllib.request.urlopen(f"{ADDRESS}/en/help/", timeout=5)
            return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    return False


def say_where() -> None:
    print(
        f"\nThe training library is at {ADDRESS}/\n  workshop of the trainers: {ADDRESS}/cms/\n\nDemo accounts:",
        flush=True,
    )
    call_command("demo", accounts=True)
    print("\nStop with Ctrl-C.", flush=True)


def stop_all(processes) -> None:
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + 10
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
