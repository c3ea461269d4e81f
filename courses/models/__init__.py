"""Table of contents of the models; one noun a file."""

from courses.models.change import ChangeKind, LessonChange, PlannedChange
from courses.models.course import CourseIndexPage, CoursePage
from courses.models.edition import Edition
from courses.models.glossary import GlossaryTerm
from courses.models.home import HomePage
from courses.models.legal import LegalSource
from courses.models.lesson import LessonPage
from courses.models.module import ModulePage
from courses.models.page import ContentPage
from courses.models.printed import PrintedVersion
from courses.models.review import ContentReview, SensitivityDecision, SensitivityReview
from courses.models.search_text import SearchText
from courses.models.signature import NativeSignature
from courses.models.topic import Topic
from courses.models.translating import HiddenTranslation, TranslationCount, TranslationPair

__all__ = [
    "ChangeKind",
    "ContentPage",
    "ContentReview",
    "CourseIndexPage",
    "CoursePage",
    "Edition",
    "GlossaryTerm",
    "HiddenTranslation",
    "HomePage",
    "LegalSource",
    "LessonChange",
    "LessonPage",
    "ModulePage",
    "NativeSignature",
    "PlannedChange",
    "PrintedVersion",
    "SearchText",
    "SensitivityDecision",
    "SensitivityReview",
    "Topic",
    "TranslationCount",
    "TranslationPair",
]
