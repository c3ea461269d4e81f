"""A phone: a Chromium process of its own with a profile that outlives it, so that it can be killed and opened again."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.browser.flags import FLAGS, PATH
from tests.factories.cadres import PASSWORD

PASSPHRASE = "three quiet words"
FILL_IN = """({ticket, name, children}) => {
    const form = document.querySelector(".device-register");
    form.elements.ticket.value = ticket;
    form.elements.name.value = name;
    form.elements.children.value = children === null ? "" : children;
    form.querySelector("input[name=role][value=parent]").checked = true;
    form.requestSubmit();
}"""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


class Phone:
    """``page`` is its one page, 360 points wide. ``taps`` counts what a finger does to it. ``kill()`` is kill -9."""

    def __init__(self, playwright, profile: Path, url: str):
        self.playwright, self.profile, self.url = playwright, profile, url
        self.taps = 0
        self.open()

    def open(self):
        port = _free_port()
        command = [
            PATH,
            *FLAGS,
            "--headless=new",
            "--hide-scrollbars",
            "--no-first-run",
            "--window-size=360,800",
            f"--remote-debugging-port={port}",
            f"--user-data-dir={self.profile}",
            "about:blank",
        ]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
                break
            except Exception:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)
        self.context = self.browser.contexts[0]
        self.page = self.context.pages[0]
        self.page.set_viewport_size({"width": 360, "height": 800})
        self.page.set_default_timeout(30_000)
        self.problems = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self):
        if self.process.poll() is None:
            self.kill()

    def sign_in(self, username: str):
        self.page.goto(f"{self.url}/en/account/login/")
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("main button")
        self.page.wait_for_load_state()

    def take_along(self, session, language="en"):
        """Choose a passphrase, take the session along, and wait until the app can do without the network."""
        self.page.goto(f"{self.url}/{language}/sessions/device/#/take/{session.uuid}")
        self.page.fill("#pass-new", PASSPHRASE)
        self.page.fill("#pass-again", PASSPHRASE)
        self.page.click("form button")
        self.page.wait_for_url(f"**/sessions/device/#/s/{session.uuid}")
        self.page.wait_for_selector(".device-tiles a")
        self.page.wait_for_function(
            "navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"
        )

    def unlock(self, language="en"):
        self.page.goto(f"{self.url}/{language}/sessions/device/")
        self.page.fill("#pass", PASSPHRASE)
        self.tap("form button")

    def unlock_again(self, language="en"):
        """Closed and opened: the passphrase is asked again."""
        self.page.goto("about:blank")
        self.unlock(language)
        self.page.wait_for_selector("#screen h1")

    def tap(self, selector: str):
        self.taps += 1
        self.page.click(selector)

    def said(self, text: str):
        self.page.wait_for_selector(f"#said:has-text('{text}')")

    def register(self, ticket: int, *, name: str = "", children: int | None = None):
        """A person more, in one go: what a finger would type is set, and the form is sent."""
        self.page.wait_for_selector(".device-register")
        self.page.evaluate(FILL_IN, {"ticket": ticket, "name": name, "children": children})
        self.said(f"Ticket {ticket} is saved")
