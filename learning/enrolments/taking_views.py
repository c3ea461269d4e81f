"""Take a course along, see what is on this device, and the page that stands in when there is no network."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.models import CoursePage
from courses.outline import outline_of
from learning.enrolments.access import may_open
from learning.enrolments.pages import refusal
from learning.enrolments.taking import plan_of

ASSETS = [
    "css/site.css",
    "img/emblem.svg",
    "img/lost.svg",
    "js/leave.js",
    "js/read-aloud.js",
    "js/take-along.js",
    "js/offline/keep.js",
]


@require_GET
def take_along(request, course_pk: int):
    """Choose how much of it; what takes it along is static/js/take-along.js."""
    course = get_object_or_404(CoursePage.objects.live(), pk=course_pk)
    access = may_open(request.user, course)
    if not access.allowed:
        return refusal(request, course, access)
    context = {"course": course, "lessons": len(outline_of(course).lessons)}
    return render(request, "learning/enrolments/take_along.html", context)


@require_GET
@never_cache
def plan(request, course_pk: int):
    """The same rule as for reading; a phone that may no longer read it is told so, and removes it."""
    course = CoursePage.objects.live().filter(pk=course_pk).first()
    if course is None or not may_open(request.user, course).allowed:
        return JsonResponse({"code": "not-open"}, status=404)
    return JsonResponse(plan_of(course, outline_of(course)))


@require_GET
def taken(request):
    """What is on this device. The page is the same for everybody: only the device knows."""
    return render(request, "learning/enrolments/taken_along.html")


@require_GET
def manifest(request):
    """With it a phone puts the reader on its first screen, under a name that tells nothing."""
    return JsonResponse(
        {
            "name": _("Reading"),
            "short_name": _("Reading"),
            "start_url": reverse("taken-along"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#14594f",
            "icons": [{"src": static("img/emblem.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


@require_GET
def away(request):
    """Where "Leave" goes without a network. It says nothing about this site."""
    return render(request, "away.html")


def reader_layer() -> dict:
    """The layer of the service worker that shows what was taken along (``learning/offline.py``)."""
    pages, instead = [], {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            pages += [reverse("taken-along"), reverse("away")]
            instead[f"/{language}/"] = reverse("taken-along")
    return {
        "name": "reader",
        "anonymous": True,
        "pages": pages,
        "assets": [static(name) for name in ASSETS],
        "taken": "taken-",
        "instead": instead,
    }
