"""Read the YAML files. No database."""

from pathlib import Path

import yaml

FOLDER = Path(__file__).parent


def read_sources() -> list[dict]:
    """The legal sources, as mappings of the shape of ``legal-sources.yaml``."""
    return _read(FOLDER / "legal-sources.yaml")


def read_terms() -> list[dict]:
    """The glossary, as mappings of the shape of ``glossary.yaml``."""
    return _read(FOLDER / "glossary.yaml")


def read_courses() -> list[dict]:
    """Every course: ``course.yaml`` with its ``modules`` (in the order of their files), ``final_quiz`` and, where there
    is one, ``session_test``."""
    return [read_course(path.parent) for path in sorted(FOLDER.glob("*/course.yaml"))]


def read_course(folder: Path) -> dict:
    course = _read(folder / "course.yaml")
    course["modules"] = [_read(path) for path in sorted(folder.glob("module-*.yaml"))]
    course["final_quiz"] = _read(folder / "final-quiz.yaml")
    test = folder / "session-test.yaml"
    course["session_test"] = _read(test) if test.exists() else None
    return course


def _read(path):
    with path.open(encoding="utf-8") as file:
        return yaml.safe_load(file)
