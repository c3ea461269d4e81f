"""System checks: a set-up that would not play, or would play unsafely."""

from django.conf import settings
from django.core.checks import Error, Warning, register

from courses.h5p import conf
from courses.h5p.original import assets
from courses.h5p.player_assets import player_folder


@register()
def check_player(app_configs, **kwargs):
    folder = player_folder()
    if (folder / "frame.bundle.js").is_file():
        return []
    return [
        Warning(
            "The H5P player is not installed, so activities show their text alternative only.",
            hint="Run the set-up again: it fetches h5p-standalone into node_modules.",
            id="h5p.W001",
        )
    ]


@register()
def check_original_editor(app_configs, **kwargs):
    if not assets.is_asked_for():
        return []
    return [
        Error(
            f"The original H5P editor cannot be used. {fault}.",
            hint="H5P_EDITOR_ASSETS_DIR and H5P_CORE_ASSETS_DIR name the unpacked h5p-editor-php-library and "
            "h5p-php-library. Leave both empty to write activities with our own form.",
            id="h5p.E002",
        )
        for fault in assets.faults()
    ]


@register()
def check_content_origin(app_configs, **kwargs):
    origin = conf.setting("H5P_CONTENT_ORIGIN").rstrip("/")
    if origin and origin == getattr(settings, "SITE_URL", "").rstrip("/"):
        return [
            Error(
                "H5P_CONTENT_ORIGIN is the site's own address: activities would run with the site's rights.",
                hint="Use a second host name, or leave the setting empty.",
                id="h5p.E001",
            )
        ]
    return []
