"""``make screenshots``: the pictures of the README, taken of a running demo (``make run``); ``SITE=`` for another address.

The page in Uyghur is taken of a copy of the demo's database on a site with three languages (tests/languages).
"""

import io
from pathlib import Path

from PIL import Image

from tests.browser.demo_walk import SITE, chromium, learner_pages, signed_in
from tests.languages.serve_third import site_with_uyghur

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "static" / "img" / "gallery"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
# file, page of the walk, language, window, colours
PICTURES = [
    ("home", "home", "zh-hans", DESK, "light"),
    ("courses", "course index", "zh-hans", PHONE, "light"),
    ("lesson", "lesson", "zh-hans", PHONE, "light"),
    ("lesson-dark", "lesson", "en", PHONE, "dark"),
    ("lesson-desk", "lesson", "en", DESK, "light"),
    ("my-learning", "my learning", "zh-hans", PHONE, "light"),
    ("certificate", "certificate", "zh-hans", PHONE, "light"),
    ("checked", "certificate, checked", "en", PHONE, "light"),
    ("not-found", "page that does not exist", "zh-hans", PHONE, "light"),
]


def keep(page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    FOLDER.mkdir(exist_ok=True)
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").save(FOLDER / f"{name}.webp", "WEBP", quality=72, method=6)
    print(f"{name}.webp: {(FOLDER / f'{name}.webp').stat().st_size // 1000} KB")


def take_of_the_demo(browser) -> None:
    cookies = signed_in(browser, "cadre")
    walks = {
        language: {stop.name: stop for stop in learner_pages(browser, language, cookies)}
        for language in ("zh-hans", "en")
    }
    for name, place, language, window, colours in PICTURES:
        stop = walks[language][place]
        context = browser.new_context(
            base_url=SITE,
            viewport=window,
            color_scheme=colours,
            storage_state=cookies if stop.account else None,
        )
        page = context.new_page()
        page.goto(stop.path)
        keep(page, name)
        context.close()


def main() -> None:
    with chromium() as browser:
        take_of_the_demo(browser)
        with site_with_uyghur(ROOT / "var" / "library.sqlite3") as site:
            page = browser.new_context(base_url=site.address, viewport=PHONE).new_page()
            page.goto(site.lesson)
            keep(page, "lesson-uyghur")


if __name__ == "__main__":
    main()
