"""The page in which an activity plays: which files it loads, what H5P core is told, which policy confines it.

The page is the same for everybody. It knows no person and holds no key with which anything could be written: what
happens in it is told to the page around it, which decides what to do with it.
"""

import json
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language_info

from courses.h5p import conf
from courses.h5p.dependencies import load_order
from courses.h5p.library import Installed
from courses.h5p.models import Content, Library
from courses.h5p.semantics import libraries_in
from courses.h5p.words import player_words

CONTENT_ID = 1
SAVE_SECONDS = 10
CORE_STYLES = ["styles/h5p.css"]
CORE_SCRIPTS = ["frame.bundle.js"]
CORE_VERSION = "3.8.2"


def library_address(library: Library) -> str:
    """The folder's address: never used for anything else, so a browser may keep what is below it for ever."""
    return reverse("h5p-library-file", args=[Path(library.folder.path).name, "x"])[:-2]


def core_address(path: str) -> str:
    return reverse("h5p-core-file", args=[CORE_VERSION, path])


def loaded_libraries(content: Content, params: dict, installed: Installed) -> list[Library]:
    """What ``params`` needs, in the order of loading, the main library last."""
    also = libraries_in(params)
    order = load_order(content.library.identity, installed, also=also)
    return [installed.libraries[identity] for identity in order]


def assets_of(content: Content, params: dict, installed: Installed) -> dict:
    """``{"styles": [...], "scripts": [...], "directories": {...}}``, addresses in the order of loading."""
    styles = [core_address(path) for path in CORE_STYLES] + [static("h5p/player.css")]
    scripts = [static("h5p/player-before.js")] + [core_address(path) for path in CORE_SCRIPTS]
    directories = {}
    for library in loaded_libraries(content, params, installed):
        folder = library_address(library)
        directories[f"{library.machine_name}-{library.major}.{library.minor}"] = folder.rpartition("/")[2]
        styles += [f"{folder}/{path}" for path in library.css]
        scripts += [f"{folder}/{path}" for path in library.js]
    return {
        "styles": styles,
        "scripts": [*scripts, static("h5p/player-after.js")],
        "directories": directories,
    }


def integration_of(content: Content, *, params: dict, key: str, directories: dict, site: str) -> dict:
    """What H5P core reads as ``H5PIntegration``. No user, no address to report to."""
    files = reverse("h5p-content-file", args=[key, "x"])[:-2]
    return {
        "baseUrl": site,
        "url": "/h5p",
        "siteUrl": site,
        "urlLibraries": site + reverse("h5p-library-file", args=["x", "x"])[:-4],
        "libraryDirectories": directories,
        "postUserStatistics": False,
        "saveFreq": SAVE_SECONDS,
        "ajax": {"setFinished": "", "contentUserData": ""},
        "l10n": {"H5P": player_words()},
        "hubIsEnabled": False,
        "reportingIsEnabled": False,
        "loadedJs": [],
        "loadedCss": [],
        "core": {"scripts": [], "styles": []},
        "contents": {
            f"cid-{CONTENT_ID}": {
                "library": str(content.library.identity),
                "jsonContent": json.dumps(params, ensure_ascii=False),
                "fullScreen": "0",
                "displayOptions": {
                    "frame": False,
                    "export": False,
                    "embed": False,
                    "copyright": False,
                    "icon": False,
                },
                "contentUrl": site + files,
                "url": f"urn:uuid:{content.uuid}",
                "title": content.title,
                "metadata": {**content.metadata, "title": content.title, "defaultLanguage": content.language},
                "contentUserData": [{"state": "false"}],
                "scripts": [],
                "styles": [],
            }
        },
    }


def page_context(content: Content, *, key: str, site: str, params: dict | None = None) -> dict:
    """Everything ``h5p/player.html`` needs. One query for the libraries."""
    installed = Installed()
    params = content.params if params is None else params
    assets = assets_of(content, params, installed)
    language = get_language_info(content.language)
    return {
        "content": content,
        "language_tag": content.language.replace("hans", "Hans"),
        "direction": "rtl" if language["bidi"] else "ltr",
        "styles": [site + path if path.startswith("/") else path for path in assets["styles"]],
        "scripts": [site + path if path.startswith("/") else path for path in assets["scripts"]],
        "integration": integration_of(
            content,
            params=params,
            key=key,
            directories=assets["directories"],
            site=site,
        ),
        "content_id": CONTENT_ID,
        "host_origin": host_origin(site),
    }


def content_origin() -> str:
    """The second origin, or "" when activities play on the site's own address in an opaque frame."""
    return conf.setting("H5P_CONTENT_ORIGIN").rstrip("/")


def host_origin(site: str) -> str:
    """Who may frame the player and hear what it says."""
    return settings.SITE_URL.rstrip("/") if content_origin() else site


def player_policy(site: str) -> str:
    """The content security policy of the player's page. ``site`` is the full origin that its files come from: in an
    opaque document 'self' matches nothing."""
    others = " ".join(conf.setting("H5P_TRUSTED_MEDIA_ORIGINS"))
    more = f" {others}" if others else ""
    sandbox = "sandbox allow-scripts"
    if content_origin():
        sandbox += " allow-same-origin"
    if conf.setting("H5P_ALLOW_POPUPS"):
        sandbox += " allow-popups allow-popups-to-escape-sandbox"
    return "; ".join(
        [
            sandbox,
            "default-src 'none'",
            f"script-src {site}/static/ {site}/h5p/{more}",
            f"style-src {site}/static/ {site}/h5p/ 'unsafe-inline'",
            f"img-src {site}/h5p/ data: blob:{more}",
            f"font-src {site}/h5p/ data:",
            f"media-src {site}/h5p/ blob:{more}",
            f"connect-src {site}/h5p/",
            *([f"frame-src {others}"] if others else []),
            f"frame-ancestors {host_origin(site)}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def frame_sandbox() -> str:
    """The sandbox attribute of the frame around the player. Never the site's own rights."""
    words = ["allow-scripts"]
    if content_origin():
        words.append("allow-same-origin")
    if conf.setting("H5P_ALLOW_POPUPS"):
        words += ["allow-popups", "allow-popups-to-escape-sandbox"]
    return " ".join(words)


def player_address(content: Content, key: str) -> str:
    return content_origin() + reverse("h5p-player", args=[key])
