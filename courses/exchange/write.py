"""A course out of the database: the newest drafts, as values with keys."""

import hashlib
import io

from django.conf import settings
from django.db import models
from django.db.models.fields.files import FileField
from modelcluster.models import get_all_child_relations
from modeltranslation.translator import translator
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.exchange.archive import FORMAT, VERSION, write_course_file
from courses.exchange.references import cleaned, links_mapped, stream_mapped
from courses.h5p.export import export as export_content
from courses.h5p.models import Activity
from courses.models import CoursePage, LegalSource, LessonPage, ModulePage
from courses.translating.queries import course_rows
from courses.translating.state import STALE
from courses.translating.units import target_languages
from quizzes.models import Question, Quiz

KINDS = {"course": CoursePage, "module": ModulePage, "lesson": LessonPage}
# What belongs to this site's life with a thing, not to the thing: states, revisions, what is worked out from other fields.
OF_THIS_SITE = {
    "id",
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "go_live_at",
    "expire_at",
    "expired",
    "live_versions",
    "search_text",
    "locked",
    "locked_at",
    "latest_revision_created_at",
    "created_at",
    "updated_at",
}


def plain_fields(model, skip=()) -> list:
    """Columns of ``model`` that are content: no relations, no raw columns of translated fields, nothing of this site."""
    translated = _translated(model)
    return [
        field
        for field in model._meta.local_concrete_fields
        if not field.is_relation
        and not isinstance(field, FileField)
        and field.name not in translated
        and field.name not in OF_THIS_SITE
        and field.name not in skip
    ]


def _translated(model) -> set[str]:
    try:
        return set(translator.get_options_for_model(model).fields)
    except Exception:  # modeltranslation's NotRegistered: not translated
        return set()


def export_course(course: CoursePage) -> bytes:
    """The whole course as a file. What it cites, asks and shows comes along."""
    return _Export(course).file()


class _Export:
    """Collects what the pages refer to while it writes them."""

    def __init__(self, course):
        self.course = course
        self.media, self.files = {}, {}
        self.quizzes, self.sources, self.topics, self.activities = {}, {}, {}, {}

    def file(self) -> bytes:
        pages = self._page(self.course)
        quizzes = [self._quiz(quiz) for _key, quiz in sorted(self.quizzes.items())]
        questions = {}
        for quiz in self.quizzes.values():
            for question in self._questions_of(quiz):
                questions[question.key] = question
        asked = [self._question(question) for _key, question in sorted(questions.items())]
        data = {
            "format": FORMAT,
            "version": VERSION,
            "languages": [code for code, _name in settings.LANGUAGES],
            "course": pages,
            "quizzes": quizzes,
            "questions": asked,
            "activities": [self._activity(one) for _key, one in sorted(self.activities.items())],
            "sources": [self._row(source) for _key, source in sorted(self.sources.items())],
            "topics": [self._row(topic) for _key, topic in sorted(self.topics.items())],
            "files": self.files,
            "stale": self._stale(),
        }
        return write_course_file(data, self.media)

    def _page(self, page) -> dict:
        kind = next(name for name, model in KINDS.items() if isinstance(page, model))
        draft = page.get_latest_revision_as_object()
        found = {
            "kind": kind,
            "key": str(page.content_key),
            "slug": draft.slug,
            "fields": self._fields(draft),
        }
        if kind == "course":
            topics = list(draft.topics.all())
            self.topics |= {topic.code: topic for topic in topics}
            found["topics"] = sorted(topic.code for topic in topics)
        found["children"] = [self._page(child.specific) for child in page.get_children().order_by("path")]
        return found

    def _fields(self, page) -> dict:
        return {field.name: self._value(field, page) for field in plain_fields(type(page))}

    def _value(self, field, instance):
        value = field.value_from_object(instance)
        if isinstance(field, StreamField):
            raw = list(value.get_prep_value()) if value else []
            return stream_mapped(field.stream_block, raw, self._chosen, self._text)
        if isinstance(field, RichTextField):
            return self._text(value) if value else ""
        if isinstance(field, models.JSONField) or value is None:
            return value
        return value if isinstance(value, (str, int, bool, float)) else field.value_to_string(instance)

    def _chosen(self, model, pk):
        instance = model.objects.filter(pk=pk).first()
        if instance is None:
            return None
        if issubclass(model, get_image_model()):
            return self._file("image", instance)
        if issubclass(model, get_document_model()):
            return self._file("document", instance)
        if isinstance(instance, Quiz):
            self.quizzes[instance.key] = instance
            return f"quiz:{instance.key}"
        if isinstance(instance, Activity):
            self.activities[instance.key] = instance
            return f"activity:{instance.key}"
        if isinstance(instance, LegalSource):
            self.sources[instance.key] = instance
            return f"source:{instance.key}"
        if isinstance(instance, Page):
            return f"page:{instance.translation_key}"
        return None

    def _file(self, kind, instance) -> str | None:
        try:
            with instance.file.open("rb") as file:
                content = file.read()
        except OSError:
            return None
        digest = hashlib.sha256(content).hexdigest()
        name = instance.file.name.rsplit("/", 1)[-1]
        extension = name.rsplit(".", 1)[-1].lower()[:5]
        self.media[digest] = (extension, content)
        self.files.setdefault(f"{kind}:{digest}", {"title": instance.title, "extension": extension})
        return f"{kind}:{digest}"

    def _text(self, html):
        def key_of(kind, number):
            if kind == "page" and (page := Page.objects.filter(pk=number or 0).first()):
                return f"page:{page.translation_key}"
            if kind == "document" and (
                document := get_document_model().objects.filter(pk=number or 0).first()
            ):
                return self._file("document", document)
            return None

        return links_mapped(cleaned(html), key_of)

    def _quiz(self, quiz) -> dict:
        draft = quiz.get_latest_revision_as_object() if quiz.latest_revision_id else quiz
        found = self._row(draft)
        found["children"] = {
            relation.get_accessor_name(): [self._child(child) for child in self._children(draft, relation)]
            for relation in get_all_child_relations(Quiz)
        }
        return found

    def _children(self, draft, relation):
        return getattr(draft, relation.get_accessor_name()).all()

    def _child(self, child) -> dict:
        found = {
            field.name: self._value(field, child) for field in plain_fields(type(child), skip={"sort_order"})
        }
        for field in type(child)._meta.local_concrete_fields:
            if field.is_relation and field.related_model is Question:
                question = getattr(child, field.name)
                found[field.name] = question.key if question else None
        return found

    def _activity(self, activity) -> dict:
        """Its rules, and a package for each language with every library that it needs."""
        contents = []
        for content in sorted(activity.all_contents, key=lambda content: content.language):
            package = io.BytesIO()
            export_content(content, package)
            digest = hashlib.sha256(package.getvalue()).hexdigest()
            self.media[digest] = ("h5p", package.getvalue())
            told = {"language": content.language, "title": content.title, "words": content.text_alternative}
            contents.append({**told, "package": digest})
        return {**self._row(activity), "contents": contents}

    def _questions_of(self, quiz):
        draft = quiz.get_latest_revision_as_object() if quiz.latest_revision_id else quiz
        for relation in get_all_child_relations(Quiz):
            for child in self._children(draft, relation):
                for field in type(child)._meta.local_concrete_fields:
                    if field.is_relation and field.related_model is Question and getattr(child, field.name):
                        yield getattr(child, field.name)

    def _question(self, question) -> dict:
        return self._row(question)

    def _row(self, instance) -> dict:
        return {field.name: self._value(field, instance) for field in plain_fields(type(instance))}

    def _stale(self) -> list:
        """Which translations are older than their source, with the source they were made from."""
        found = []
        for code, _name in target_languages():
            for page in course_rows(self.course, code):
                for row in page.of(STALE):
                    texts = row.unit.source_texts
                    then = {
                        path: value
                        for path, value in row.state.then.items()
                        if path in texts or isinstance(value, str)
                    }
                    found.append(
                        {"page": page.texts.key, "unit": row.unit.name, "language": code, "then": then}
                    )
        return found
