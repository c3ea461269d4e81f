"""Keep outlines and editions true to the live pages."""

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import ReferenceIndex
from wagtail.signals import page_published, page_unpublished, post_page_move, published, unpublished

from courses.changes import keep_change, plan_change
from courses.editions import current_edition
from courses.glossary import drop_glossary
from courses.models import CoursePage, GlossaryTerm, LegalSource, LessonPage, ModulePage
from courses.outline import drop_outline
from courses.search.collect import SEARCHED, collect
from quizzes.models import Quiz


@receiver(page_published)
def keep_what_the_publication_means(sender, instance, revision, **kwargs):
    """Before the outline is read anew: a material change makes an edition of its own."""
    if issubclass(sender, (CoursePage, ModulePage, LessonPage)) and revision is not None:
        keep_change(subject=instance, revision=revision)


@receiver(post_save, sender=LessonPage)
def plan_for_a_new_lesson(sender, instance, created, **kwargs):
    """The editor's answer came before the lesson had a key; it is published next."""
    answer = getattr(instance, "answer_on_change", None)
    if created and answer:
        plan_change(subject=instance, **answer)


@receiver([page_published, page_unpublished])
def renew_outline(sender, instance, **kwargs):
    """After a page of a course goes live or offline, its outline is read anew and its edition frozen."""
    if issubclass(sender, (CoursePage, ModulePage, LessonPage)):
        renew_course_at(instance.path)


@receiver(post_page_move)
def renew_both_outlines(sender, parent_page_before, parent_page_after, **kwargs):
    for parent in (parent_page_before, parent_page_after):
        renew_course_at(parent.path)


@receiver([page_published, page_unpublished])
def renew_what_can_be_found(sender, instance, **kwargs):
    if issubclass(sender, SEARCHED):
        collect(instance.path)


@receiver(post_page_move)
def renew_what_can_be_found_after_a_move(sender, instance, **kwargs):
    collect(instance.path)


@receiver(post_delete, sender=ModulePage)
@receiver(post_delete, sender=LessonPage)
def renew_outline_after_deletion(sender, instance, **kwargs):
    transaction.on_commit(lambda: renew_course_at(instance.path))


@receiver([post_save, post_delete], sender=GlossaryTerm)
@receiver([post_save, post_delete], sender=LegalSource)
@receiver(m2m_changed, sender=GlossaryTerm.sources.through)
def read_the_glossary_anew(sender, **kwargs):
    transaction.on_commit(drop_glossary)


@receiver([published, unpublished], sender=Quiz)
def renew_outlines_with_the_quiz(sender, instance, revision=None, **kwargs):
    if revision is not None:
        keep_change(subject=instance, revision=revision)
    lessons = ReferenceIndex.get_references_to(instance).values_list("object_id", flat=True).distinct()
    for path in LessonPage.objects.filter(pk__in=[int(pk) for pk in lessons]).values_list("path", flat=True):
        renew_course_at(path)


def renew_course_at(path: str) -> None:
    """Drop and freeze the course that contains the page at this tree path, if there is one and it is live."""
    steps = [path[:end] for end in range(CoursePage.steplen, len(path) + 1, CoursePage.steplen)]
    course = CoursePage.objects.filter(path__in=steps).first()
    if course is None:
        return
    drop_outline(course.pk)
    if course.live:
        current_edition(course)
    transaction.on_commit(lambda: drop_outline(course.pk))
