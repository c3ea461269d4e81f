"""The page that holds the original editor, on the player's origin."""

import json

from django.templatetags.static import static
from django.urls import reverse

from courses.h5p import conf, tokens
from courses.h5p.models import Content
from courses.h5p.original.assets import OUTER, language_file, listed
from courses.h5p.original.semantics import copyright_semantics, metadata_semantics
from courses.h5p.player import content_origin, host_origin
from courses.h5p.words import player_words


def address(kind: str, path: str) -> str:
    return content_origin() + reverse("h5p-original-file", args=[kind, path])


def page_context(content: Content, *, key: str) -> dict:
    """Everything ``h5p/original.html`` needs. Outside the editor's own frame stand core, the maker of that frame and the
    words; inside it core and the rest of the editor."""
    site = content_origin()
    core = [address("core", path) for path in listed("core", "scripts")]
    styles = [address("core", path) for path in listed("core", "styles")]
    editor = [address("editor", path) for path in listed("editor", "scripts") if path != OUTER]
    editor_styles = [address("editor", path) for path in listed("editor", "styles")]
    major, minor = (int(part) for part in conf.setting("H5P_CORE_API").split("."))
    files = site + reverse("h5p-content-file", args=[tokens.read_key(content.uuid), "x"])[:-2]
    integration = {
        "baseUrl": site,
        "url": "/h5p",
        "siteUrl": site,
        "postUserStatistics": False,
        "saveFreq": False,
        "l10n": {"H5P": player_words()},
        "hubIsEnabled": False,
        "ajax": {"setFinished": "", "contentUserData": ""},
        "contents": {f"cid-{content.pk}": {"contentUrl": files}},
        "editor": {
            "filesPath": files,
            "fileIcon": {"path": address("editor", "images/binary-file.png"), "width": 50, "height": 50},
            "ajaxPath": site + reverse("h5p-original-ajax", args=[key]) + "?action=",
            "libraryUrl": address("editor", "x")[:-1],
            "copyrightSemantics": copyright_semantics(),
            "metadataSemantics": metadata_semantics(),
            "assets": {"css": styles + editor_styles, "js": core + editor},
            "apiVersion": {"majorVersion": major, "minorVersion": minor},
            "language": content.language,
            "nodeVersionId": content.pk,
        },
    }
    start = {
        "library": str(content.library.identity),
        "params": json.dumps(
            {
                "params": content.params,
                "metadata": {**content.metadata, "title": content.title, "defaultLanguage": content.language},
            },
            ensure_ascii=False,
        ),
        "host": host_origin(site),
    }
    return {
        "content": content,
        "integration": integration,
        "start": start,
        "styles": styles,
        "scripts": [
            site + static("h5p/original-before.js"),
            *core,
            address("editor", OUTER),
            address("editor", language_file(content.language)),
            site + static("h5p/original-after.js"),
        ],
    }


def page_policy() -> str:
    """Wide inside, for the editor writes scripts and styles into its own frame; and shut in: nothing but this origin,
    which has no session, may be reached."""
    site = content_origin()
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {site} 'unsafe-inline' 'unsafe-eval'",
            f"style-src {site} 'unsafe-inline'",
            f"img-src {site} data: blob:",
            f"font-src {site} data:",
            f"media-src {site} blob:",
            f"connect-src {site}",
            f"frame-src {site}",
            f"form-action {site}",
            f"frame-ancestors {host_origin(site)}",
            "base-uri 'none'",
        ]
    )
