"""The environment, read once. Every setting that differs between machines comes from here."""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"  # everything the running site writes, on embedded defaults

env = environ.Env()
