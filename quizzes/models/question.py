"""A question of the bank, and its versions.

Trainers edit a ``Question``. Marking never reads it: it reads a ``QuestionVersion``, a frozen copy in every language
that old attempts keep for ever.
"""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin, RevisionMixin
from wagtail.search import index

from quizzes.append_only import AppendOnlyModel
from quizzes.previews import PreviewPerLanguage, preview_of
from quizzes.question_types import question_type_blocks
from quizzes.question_types.base import texts
from quizzes.texts import in_language


class BankTag(TagBase):
    """A word by which trainers find questions again."""

    class Meta:
        verbose_name = _("tag of questions")
        verbose_name_plural = _("tags of questions")


class QuestionTag(ItemBase):
    tag = models.ForeignKey(BankTag, on_delete=models.CASCADE, related_name="questions")
    content_object = ParentalKey("quizzes.Question", on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        verbose_name = _("tag of a question")
        verbose_name_plural = _("tags of a question")

    def __str__(self):
        return str(self.tag)


class Question(PreviewPerLanguage, PreviewableMixin, RevisionMixin, index.Indexed, ClusterableModel):
    """One item of the bank. ``content`` holds exactly one block, whose type is the question type.

    The block holds every language side by side, because the options and the key are one thing in all of them.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True, default=uuid.uuid4)
    category = models.SlugField(
        _("category"), max_length=60, blank=True, help_text=_("The subject it belongs to.")
    )
    content = StreamField(question_type_blocks(), verbose_name=_("question"), min_num=1, max_num=1)
    search_text = models.TextField(editable=False, blank=True, default="")  # the prompts: content is JSON
    source_keys = models.JSONField(_("legal sources"), default=list, blank=True)
    tags = ClusterTaggableManager(through="quizzes.QuestionTag", blank=True, verbose_name=_("tags"))
    weight = models.PositiveSmallIntegerField(
        _("weight when drawn"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("A question of weight 2 is drawn twice as often as one of weight 1."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    search_fields = [
        index.AutocompleteField("key"),
        index.FilterField("category"),
        index.SearchField("search_text"),
    ]

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["category", "key"]

    def __str__(self):
        return in_language(self.prompts, get_language()) or str(self.key)

    def save(self, *args, **kwargs):
        self.search_text = "\n".join(self.prompts.values())
        super().save(*args, **kwargs)

    @property
    def prompts(self) -> dict:
        """What is asked, by language; empty for a question without content."""
        block = next(iter(self.content), None)
        return texts(block.value["prompt"]) if block else {}

    @property
    def kind(self) -> str:
        """The name of its type, as trainers read it."""
        block = next(iter(self.content), None)
        return str(block.block.label) if block else ""

    def get_preview_template(self, request, mode_name):
        return "quizzes/preview.html"

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "questions": preview_of([self])}


class QuestionVersion(AppendOnlyModel):
    """A question as it was asked. ``content`` is language-neutral in its structure and ids::

    {"type": "single_choice", "prompt": {"zh-hans": "...", "en": "..."}, "explanation": {...},
     "options": [{"id": "a1b2c3d4", "text": {...}, "correct": true, "feedback": {...}}]}
    """

    question = models.ForeignKey(Question, null=True, on_delete=models.SET_NULL, related_name="versions")
    question_key = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        constraints = [
            models.UniqueConstraint(
                fields=["question_key", "number"], name="one_number_per_question_version"
            ),
            models.UniqueConstraint(
                fields=["question_key", "digest"], name="one_version_per_question_content"
            ),
        ]

    def __str__(self):
        return f"{self.question_key} v{self.number}"
