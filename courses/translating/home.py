"""What the trainer's home shows of translations: each page with a part that is older than its source."""

from collections import defaultdict

from django.conf import settings
from django.urls import reverse

from courses.home.states import Place, places_elsewhere
from courses.models import TranslationCount


@places_elsewhere.register
def stale_translations(courses) -> dict:
    """``{course pk: [Place]}``. Two queries however many courses."""
    names = dict(settings.LANGUAGES)
    found = defaultdict(list)
    counts = TranslationCount.objects.filter(stale__gt=0, language__in=names).select_related("page")
    for count in counts.order_by("page__path"):
        course = next((one for one in courses if count.page.path.startswith(one.path)), None)
        if course is not None:
            title = f"{count.page.get_admin_display_title()} ({names[count.language]})"
            url = reverse("translating:page", args=[count.page_id, count.language])
            found[course.pk].append(Place("stale-translation", title, url))
    return found
