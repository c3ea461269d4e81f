"""The shape of the house, kept by machines."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from quizzes.append_only import AppendOnlyError, AppendOnlyModel

ROOT = Path(__file__).resolve().parent.parent
OURS = ("jobs", "quizzes", "courses", "h5p", "learning")
# Rows that are a part of something editable, and go with it: never evidence.
PARTS = {
    ("courses", "PlannedChange", "page"),
    ("courses", "PlannedChange", "quiz"),
    ("courses", "TranslationCount", "page"),
    ("learning", "SessionModule", "session"),
    ("learning", "Facilitator", "session"),
    ("learning", "Mandate", "user"),
    ("learning", "PrivateNote", "cadre"),
    ("learning", "CourseTemplate", "course"),
    ("learning", "CourseTemplate", "template"),
    ("learning", "Signatory", "template"),
    ("learning", "TemplateSource", "template"),
    ("quizzes", "QuizQuestion", "quiz"),
    ("quizzes", "QuizDraw", "quiz"),
    ("quizzes", "ScoreBand", "quiz"),
    ("quizzes", "QuestionTag", "content_object"),
    ("quizzes", "QuestionTag", "tag"),
    ("courses", "SearchText", "page"),
    ("courses", "SearchText", "course"),
    ("h5p", "Content", "activity"),
    ("h5p", "State", "content"),
}


REGISTRIES = [("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("deb", "debian", "org")]


def our_models():
    return [model for label in OURS for model in apps.get_app_config(label).get_models()]


def test_arrows_between_the_rooms_point_down():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_nothing_but_parts_of_a_whole_hangs_on_a_cascading_delete():
    cascading = {
        (model._meta.app_label, model.__name__, field.name)
        for model in our_models()
        for field in model._meta.get_fields()
        if getattr(field, "remote_field", None)
        and getattr(field.remote_field, "on_delete", None) is models.CASCADE
        and not getattr(field.remote_field, "parent_link", False)
        and field.model is model
        and field.concrete
    }
    through = {key for key in cascading if apps.get_model(*key[:2])._meta.auto_created or "_" in key[1]}
    assert cascading - through == PARTS


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", *OURS, verbosity=0)


@pytest.mark.parametrize(
    "model", [m for m in our_models() if issubclass(m, AppendOnlyModel)], ids=lambda m: m.__name__
)
def test_evidence_cannot_be_changed_or_deleted(model):
    row = model(pk=1)
    row._state.adding = False
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()
    with pytest.raises(AppendOnlyError):
        model.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        model.objects.update(pk=2)


def tracked_files():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    return [
        ROOT / name
        for name in listed
        if (ROOT / name).suffix not in {".png", ".jpg", ".woff2"} and (ROOT / name).exists()
    ]


def test_no_file_names_a_package_registry():
    hosts = re.compile("|".join(r"\.".join(host) for host in REGISTRIES))
    assert [path.name for path in tracked_files() if hosts.search(path.read_text(errors="ignore"))] == []


def test_templates_hold_no_inline_style_or_handler():
    """The content security policy forbids them; a browser would drop them without a word."""
    inline = re.compile(r"""<[^>]+\s(style|on[a-z]+)\s*=\s*["']""")
    found = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if inline.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
