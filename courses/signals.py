"""What courses tells in the past tense."""

from django.dispatch import Signal

# change (LessonChange): a lesson went live anew and its trainer said what that means. Inside the publication.
lesson_changed = Signal()
