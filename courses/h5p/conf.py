"""What a site may set, with the values that hold when it sets nothing. All of them begin with ``H5P_``."""

from django.conf import settings

MIB = 1024 * 1024
CONTENT_EXTENSIONS = (
    "json png jpg jpeg gif bmp tif tiff eot ttf woff woff2 otf webm mp4 ogg mp3 m4a wav txt pdf rtf doc docx xls xlsx "
    "ppt pptx odt ods odp csv diff patch md textile vtt webvtt gltf glb"
)
LIBRARY_EXTENSIONS = CONTENT_EXTENSIONS + " swf js css svg xml"

DEFAULTS = {
    "H5P_CONTENT_EXTENSIONS": CONTENT_EXTENSIONS,
    "H5P_LIBRARY_EXTENSIONS": LIBRARY_EXTENSIONS,
    "H5P_MAX_PACKAGE_BYTES": 512 * MIB,
    "H5P_MAX_ENTRIES": 10_000,
    "H5P_MAX_FILE_BYTES": 256 * MIB,
    "H5P_MAX_TOTAL_BYTES": 1024 * MIB,
    "H5P_MAX_RATIO": 200,
    "H5P_CORE_API": "1.28",  # of the player that is installed
    "H5P_ALLOWED_LIBRARIES": None,  # machine names that may be installed; None: any
    "H5P_REFUSES_SCRIPT": True,  # a package with script in its texts is refused; False: only the script is taken out
    "H5P_STORAGE": "default",  # alias in STORAGES
    "H5P_FOLDER": "h5p",  # below the storage's root
    "H5P_CONTENT_ORIGIN": "",  # "https://play.example.org": a second origin for the player, never the site's own
    "H5P_ALLOW_POPUPS": False,
    "H5P_TRUSTED_MEDIA_ORIGINS": [],  # other origins that activities may load pictures and films from
    "H5P_TOKEN_SECONDS": 4 * 3600,
    "H5P_EDITOR_ASSETS_DIR": "",  # an unpacked h5p-editor-php-library: it is used instead of our own form
    "H5P_CORE_ASSETS_DIR": "",  # the h5p-php-library that belongs to it
    "H5P_PLAYER_ASSETS_DIR": "node_modules/h5p-standalone/dist",
}


def setting(name: str):
    return getattr(settings, name, DEFAULTS[name])


def extensions(name: str) -> frozenset:
    value = setting(name)
    return frozenset(value.split() if isinstance(value, str) else value)
