"""``make page-weight``: what every learner's page costs on the wire, and how long a lesson takes on a cheap phone.

Measured in Chromium against a running demo (``make run``); ``SITE=http://127.0.0.1:8080`` for another address. Prints two tables in
Markdown, as they stand in the README. The limits are kept by tests/performance/test_page_weight.py, without a clock.
"""

import statistics

from tests.browser.demo_walk import SITE, chromium, learner_pages, signed_in

# Compressed, first visit, measured in the same way at fixed versions of 2024 to 2026.
OTHERS = [
    ("wagtail-lms, lesson with H5P", "287 KB"),
    ("wagtail-lms, course page (no style of its own)", "3.6 KB"),
    ("Kolibri, home", "2,725 KB"),
    ("OppiaMobile, home", "25 KB and 10 files from outside hosts"),
]
# As webpagetest.org names them: kilobits a second down and up, milliseconds there and back.
NETWORKS = [
    ("none slowed", None),
    ("3G", (1600, 768, 300)),
    ("slow 3G", (400, 400, 400)),
    ("2G", (280, 256, 800)),
]
SLOWER = 6  # times: what a phone for 500 yuan is to a desk
RUNS = 3
WHEN_READABLE = """new Promise(done => {
  let last = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) last = entry.startTime; })
    .observe({type: "largest-contentful-paint", buffered: true});
  setTimeout(() => done(last), 300);
})"""


class Wire:
    """Counts what comes over the wire to one page: bytes with headers, requests, bytes of scripts."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.kinds = {}
        self.forget()
        self.session.on(
            "Network.responseReceived", lambda event: self.kinds.update({event["requestId"]: event["type"]})
        )
        self.session.on("Network.loadingFinished", self._finished)

    def forget(self):
        self.total, self.requests, self.scripts = 0, 0, 0

    def _finished(self, event):
        size = event["encodedDataLength"]
        self.total += size
        self.requests += size > 0
        self.scripts += size if self.kinds.get(event["requestId"]) == "Script" else 0


def weigh(browser, stop, cookies) -> tuple:
    """``(first, requests, scripts, repeat)``; the address is asked twice in one fresh browser."""
    context = browser.new_context(
        base_url=SITE, storage_state=cookies if stop.account else None, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    wire = Wire(page)
    page.goto(stop.path, wait_until="networkidle")
    first = (wire.total, wire.requests, wire.scripts)
    wire.forget()
    page.goto(stop.path, wait_until="networkidle")
    context.close()
    return (*first, wire.total)


def readable_after(browser, path, network, *, again: bool) -> float:
    """Seconds until the largest piece of the lesson stands on the screen; ``again``: its files are there from another page."""
    context = browser.new_context(base_url=SITE, viewport={"width": 360, "height": 740})
    page = context.new_page()
    if again:
        page.goto("/".join(path.split("/")[:2]) + "/help/", wait_until="networkidle")
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER if network else 1})
    if network:
        down, up, wait = network
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": wait,
                "downloadThroughput": down * 125,
                "uploadThroughput": up * 125,
            },
        )
    page.goto(path, wait_until="load")
    seconds = page.evaluate(WHEN_READABLE) / 1000
    context.close()
    return seconds


def kilobytes(size: int) -> str:
    return f"{size / 1000:.1f} KB"


def main() -> None:
    with chromium() as browser:
        cookies = signed_in(browser, "cadre")
        stops = learner_pages(browser, "zh-hans", cookies)
        print("| page | first visit | requests | of it scripts | again |\n|---|---|---|---|---|")
        for stop in stops:
            first, requests, scripts, repeat = weigh(browser, stop, cookies)
            print(
                f"| {stop.name} | {kilobytes(first)} | {requests} | {kilobytes(scripts)} | {kilobytes(repeat)} |"
            )
        for name, weight in OTHERS:
            print(f"| *{name}* | *{weight}* | | | |")
        lesson = next(stop for stop in stops if stop.name == "lesson").path
        print("\n| network | first visit | next page |\n|---|---|---|")
        for name, network in NETWORKS:
            slow = f"{name}, processor {SLOWER} times slower" if network else name
            cells = [
                statistics.median(readable_after(browser, lesson, network, again=again) for _ in range(RUNS))
                for again in (False, True)
            ]
            print(f"| {slow} | {cells[0]:.1f} s | {cells[1]:.1f} s |")


if __name__ == "__main__":
    main()
