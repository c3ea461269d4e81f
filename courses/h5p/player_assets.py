"""Where the player's own files are. They come from npm (h5p-standalone), never from this repository."""

from pathlib import Path

from courses.h5p import conf


def player_folder() -> Path:
    return Path(conf.setting("H5P_PLAYER_ASSETS_DIR"))
