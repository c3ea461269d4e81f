"""What Wagtail's migrations put into a new database. A test with real commits empties all tables when it ends."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, Locale, Page


def restore_initial_data() -> None:
    """Language, root page and root collection, where they are missing."""
    Locale.objects.get_or_create(language_code="zh-hans")
    if not Page.objects.filter(depth=1).exists():
        page_type = ContentType.objects.get_for_model(Page)
        Page.add_root(instance=Page(title="Root", slug="root", content_type=page_type))
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
