"""A course file into the database: all of it in one transaction, as drafts, or nothing."""

import datetime
import io
import json
import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.exchange.archive import BrokenFile, read_course_file
from courses.exchange.references import cleaned, links_mapped, stream_mapped
from courses.exchange.write import KINDS, plain_fields
from courses.h5p.models import Activity
from courses.h5p.upload import NotAccepted, import_package
from courses.models import CourseIndexPage, CoursePage, LegalSource, Topic, TranslationPair
from courses.translating.units import texts_of_page
from quizzes.models import Question, Quiz
from quizzes.versions import digest_of

MOST_PIXELS = 50_000_000
PICTURES = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}
BELOW = {"course": "module", "module": "lesson", "lesson": None}


@dataclass
class Imported:
    """``kept`` names what stood here already under the same key and was left as it is; ``left`` what was not taken."""

    course: CoursePage = None
    kept: list = field(default_factory=list)
    left: list = field(default_factory=list)
    pages: int = 0


def import_course(content: bytes, *, index: CourseIndexPage, by=None) -> Imported:
    """Raises ``BrokenFile``; then nothing was taken. A course that is here already is refused."""
    data, media = read_course_file(content)
    try:
        with transaction.atomic():
            return _Import(data, media, index, by).run()
    except BrokenFile:
        raise
    except (
        ObjectDoesNotExist,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        ValidationError,
        RecursionError,
    ) as error:
        raise BrokenFile(
            _("The file does not say what a course file has to say. It may have been changed by hand.")
        ) from error


class _Import:
    def __init__(self, data, media, index, by):
        self.data, self.media, self.index, self.by = data, media, index, by
        self.done = Imported()
        self.files, self.pages, self.pending = {}, {}, []

    def run(self) -> Imported:
        self._refuse_what_is_here(self.data["course"])
        unknown = [code for code in self.data["languages"] if code not in dict(settings.LANGUAGES)]
        if unknown:
            self.done.left.append(
                _("Texts in languages that this site does not have: %(codes)s.")
                % {"codes": ", ".join(unknown)}
            )
        self._check_files()
        for row in self.data["topics"]:
            self._keyed(Topic, "code", row)
        for row in self.data["sources"]:
            self._keyed(LegalSource, "key", row)
        for row in self.data["questions"]:
            self._keyed(Question, "key", row)
        for row in self.data["quizzes"]:
            self._quiz(row)
        for row in self.data["activities"]:
            self._activity(row)
        self.done.course = self._page(self.data["course"], "course", self.index)
        for instance, values in self.pending:
            self._finish(instance, values)
        return self.done

    def _refuse_what_is_here(self, page):
        if Page.objects.filter(translation_key=uuid.UUID(page["key"])).exists():
            raise BrokenFile(_("This course, or a part of it, is here already."))
        for child in page["children"]:
            self._refuse_what_is_here(child)

    def _check_files(self):
        for name in self.data["files"]:
            kind, _colon, digest = name.partition(":")
            if kind not in ("image", "document") or digest not in self.media:
                raise BrokenFile(_("A file that the course shows is not inside."))

    def _keyed(self, model, key, row):
        """A row by its key, or the one that stands here, which stays as it is."""
        if model.objects.filter(**{key: row[key]}).exists():
            self.done.kept.append(f"{model._meta.verbose_name}: {row[key]}")
            return
        instance = model()
        self._set(instance, row)
        instance.full_clean(exclude=[f.name for f in model._meta.fields if f.is_relation])
        instance.save()

    def _quiz(self, row):
        if Quiz.objects.filter(key=row["key"]).exists():
            self.done.kept.append(f"{Quiz._meta.verbose_name}: {row['key']}")
            return
        quiz = Quiz(live=False)
        self._set(quiz, row)
        for relation in get_all_child_relations(Quiz):
            rows = row["children"].get(relation.get_accessor_name(), [])
            made = [self._child(relation.related_model, child, place) for place, child in enumerate(rows)]
            setattr(quiz, relation.get_accessor_name(), made)
        quiz.save()
        quiz.save_revision(user=self.by)

    def _activity(self, row):
        """Its packages may bring libraries, that is, programs: only somebody who may install libraries takes those in."""
        if Activity.objects.filter(key=row["key"]).exists():
            self.done.kept.append(f"{Activity._meta.verbose_name}: {row['key']}")
            return
        activity = Activity()
        self._set(activity, row)
        activity.save()
        may_install = bool(self.by and self.by.has_perm("h5p.install_library"))
        for told in row["contents"]:
            package = io.BytesIO(self.media[told["package"]])
            try:
                content, _libraries, _findings = import_package(
                    package,
                    language=told["language"],
                    may_install=may_install,
                    activity=activity,
                    user=self.by,
                )
            except NotAccepted as refused:
                message = _(
                    "The interactive activity “%(key)s” was refused. If it brings libraries, somebody with the permission "
                    "to install libraries has to take the file in."
                )
                raise BrokenFile(message % {"key": row["key"]}) from refused
            content.title, content.text_alternative = told["title"], told["words"]
            content.save()

    def _child(self, model, row, place):
        child = model()
        if hasattr(child, "sort_order"):
            child.sort_order = place
        self._set(child, row)
        for field_ in model._meta.local_concrete_fields:
            if field_.is_relation and field_.related_model is Question and row.get(field_.name):
                setattr(child, field_.name, Question.objects.get(key=row[field_.name]))
        return child

    def _page(self, data, kind, parent):
        if data["kind"] != kind:
            raise BrokenFile(
                _("The file does not say what a course file has to say. It may have been changed by hand.")
            )
        model = KINDS[kind]
        page = model(
            live=False,
            has_unpublished_changes=True,
            translation_key=uuid.UUID(data["key"]),
            slug=self._slug(data, parent),
        )
        streams = {f.name for f in plain_fields(model) if isinstance(f, (StreamField, RichTextField))}
        self._set(page, {name: value for name, value in data["fields"].items() if name not in streams})
        if kind == "course":
            page.topics = list(Topic.objects.filter(code__in=data["topics"]))
        page.minimal_clean()
        parent.add_child(instance=page)
        self.pages[data["key"]] = page
        self.pending.append(
            (page, {name: value for name, value in data["fields"].items() if name in streams})
        )
        self.done.pages += 1
        for child in data["children"]:
            self._page(child, BELOW[kind], page)
        return page

    def _slug(self, data, parent) -> str:
        taken = set(parent.get_children().values_list("slug", flat=True)) if parent.pk else set()
        slug, number = data["slug"], 2
        while slug in taken:
            slug, number = f"{data['slug']}-{number}", number + 1
        return slug

    def _finish(self, page, values):
        """When all pages stand, links between them have their places."""
        page.refresh_from_db()
        self._set(page, values)
        page.save()
        self._stale(page)
        page.save_revision(user=self.by, log_action=True)

    def _stale(self, page):
        standing = texts_of_page(page)
        for row in self.data["stale"]:
            if row["page"] != standing.key or row["language"] not in dict(settings.LANGUAGES):
                continue
            unit = next((unit for unit in standing.units(row["language"]) if unit.name == row["unit"]), None)
            if unit is None:
                continue
            then = {
                path: value for path, value in unit.source_parts.items() if path not in unit.source_texts
            } | row["then"]
            TranslationPair.objects.create(
                page_key=page.translation_key,
                unit=unit.name,
                language=row["language"],
                source=then,
                source_digest=digest_of(then),
                target_digest=unit.target_digest,
                by=self.by,
            )

    def _set(self, instance, row):
        for column in plain_fields(type(instance)):
            if column.name in row:
                setattr(instance, column.attname, self._value(column, row[column.name]))

    def _value(self, column, value):
        if isinstance(column, StreamField):
            known = set(column.stream_block.child_blocks)
            for block in value:
                if block["type"] not in known:
                    self.done.left.append(
                        _("A block of a kind that this site does not have: %(kind)s.")
                        % {"kind": block["type"]}
                    )
            raw = stream_mapped(column.stream_block, value, self._chosen, self._text)
            return column.to_python(json.dumps(raw))
        if isinstance(column, RichTextField):
            return self._text(value) if value else ""
        if isinstance(column, models.DateTimeField):
            return datetime.datetime.fromisoformat(value) if value else None
        if isinstance(column, models.DateField):
            return parse_date(value) if value else None
        return column.to_python(value)

    def _chosen(self, _model, name):
        kind, _colon, key = str(name).partition(":")
        match kind:
            case "image" | "document":
                return self._file(kind, key)
            case "quiz":
                return Quiz.objects.get(key=key).pk
            case "activity":
                return Activity.objects.get(key=key).pk
            case "source":
                return LegalSource.objects.get(key=key).pk
            case "page":
                page = self.pages.get(key) or Page.objects.filter(translation_key=key).first()
                return page.pk if page else None
        raise BrokenFile(
            _("The file does not say what a course file has to say. It may have been changed by hand.")
        )

    def _text(self, html):
        return links_mapped(cleaned(html), lambda kind, name: self._chosen(None, name) if name else None)

    def _file(self, kind, digest) -> int:
        name = f"{kind}:{digest}"
        if name not in self.files:
            told = self.data["files"][name]
            make = save_picture if kind == "image" else save_document
            self.files[name] = make(self.media[digest], told["title"], told["extension"], self.by).pk
        return self.files[name]


def save_picture(content: bytes, title: str, extension: str, by=None):
    """An image of the library, after it was opened once. Raises ``BrokenFile`` for what is none, or is too large."""
    try:
        with Picture.open(io.BytesIO(content)) as picture:
            kind, (width, height) = picture.format, picture.size
            if width * height > MOST_PIXELS:
                raise BrokenFile(
                    _("A picture has more than %(n)s million pixels.") % {"n": MOST_PIXELS // 1_000_000}
                )
            picture.verify()
    except BrokenFile:
        raise
    except Exception as error:  # Pillow raises whatever a broken file leads it to
        raise BrokenFile(_("A picture cannot be opened: %(title)s.") % {"title": title}) from error
    if kind not in PICTURES:
        raise BrokenFile(_("A picture cannot be opened: %(title)s.") % {"title": title})
    file = ContentFile(content, name=f"picture.{PICTURES[kind]}")
    return get_image_model().objects.create(
        title=title[:255], file=file, uploaded_by_user=by, width=width, height=height
    )


def save_document(content: bytes, title: str, extension: str, by=None):
    """A file of the library, of the kinds that the library takes."""
    if extension not in settings.WAGTAILDOCS_EXTENSIONS:
        raise BrokenFile(_("A file of the kind “%(kind)s” is not taken.") % {"kind": extension})
    file = ContentFile(content, name=f"file.{extension}")
    return get_document_model().objects.create(title=title[:255], file=file, uploaded_by_user=by)
