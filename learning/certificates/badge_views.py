"""What machines read: the keys, the list of certificates that ended, and what an Open Badge points at."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from courses.models import Edition
from learning.certificates.credential import LIST_LENGTH, achievement, issuer_profile
from learning.certificates.ended import list_for_the_page, status_list
from learning.certificates.keys import published_keys
from learning.certificates.models import Certificate
from learning.units.models import Unit
from quizzes.texts import texts_of

A_MINUTE, AN_HOUR = 60, 3600
JWT = "application/vc+jwt"


def readable_anywhere(view):
    """Public, without cookies: pages of other sites may read it too."""

    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


def as_json(content, **kwargs) -> JsonResponse:
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False}, **kwargs)


@require_GET
@readable_anywhere
@cache_control(public=True, max_age=AN_HOUR)
def key_set(request):
    """All keys that certificates were ever signed with and that we stand by (RFC 7517, 5)."""
    keys = [key.jwk for key in published_keys().values()]
    return as_json({"keys": keys}, content_type="application/jwk-set+json")


@require_GET
@readable_anywhere
@cache_control(public=True, max_age=AN_HOUR)
def key(request, key_id):
    """One key; the address that a badge's ``kid`` names."""
    found = published_keys().get(key_id)
    if found is None:
        raise Http404
    return as_json(found.jwk, content_type="application/jwk+json")


@require_GET
@readable_anywhere
@cache_control(public=True, max_age=A_MINUTE)
def ended_list(request):
    """Which certificates have ended, for the page that checks without network."""
    return as_json(list_for_the_page())


@require_GET
@readable_anywhere
@cache_control(public=True, max_age=A_MINUTE)
def badge_status(request, number):
    """A signed status list. There are as many as the newest certificate needs."""
    newest = Certificate.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if number > newest // LIST_LENGTH:
        raise Http404
    return HttpResponse(status_list(number), content_type=JWT)


@require_GET
@readable_anywhere
@cache_control(public=True, max_age=AN_HOUR)
def badge_issuer(request):
    """Who issues: the federation's highest unit."""
    root = Unit.get_first_root_node()
    return as_json(issuer_profile(texts_of(root, "name") if root else {}, ""))


@require_GET
@readable_anywhere
@cache_control(public=True, max_age=AN_HOUR)
def badge_achievement(request, kind, source, language):
    """What a badge says was achieved: an edition of a course, or taking part in a session."""
    titles = {}
    if source != "any":
        course_key, _separator, number = source.rpartition(".")
        titles = get_object_or_404(Edition, course_key=course_key, number=number).public_titles
    return as_json(
        achievement(kind=kind, source="" if source == "any" else source, titles=titles, language=language)
    )
