"""What can be found of a page, in one language. Derived: ``manage.py rebuild_search`` makes it anew from the pages."""

from django.db import models


class SearchText(models.Model):
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey("courses.CoursePage", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    heading = models.CharField(max_length=200)
    shown = models.TextField(blank=True)  # may be quoted: nothing that a content notice stands before
    heading_words = models.TextField(blank=True)  # normalised, see courses.search.words
    words = models.TextField(blank=True)
    sounds = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "language"], name="one_search_text_per_page_and_language")
        ]

    def __str__(self):
        return f"{self.heading} ({self.language})"
