"""What every page shows around its content."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import get_language, get_language_info, override

from courses.models import CourseIndexPage
from courses.reading_choices import reading_choices

register = template.Library()
LINK_CACHE_SECONDS = 600
TAGS = {"zh-hans": "zh-Hans", "en": "en"}


@register.filter
def language_tag(code: str) -> str:
    """A language code as HTML wants it: ``zh-hans`` is ``zh-Hans``."""
    return TAGS.get(code, code)


@register.filter
def language_name(code: str) -> str:
    """A language by its own name."""
    return get_language_info(code)["name_local"]


@register.simple_tag(takes_context=True)
def language_links(context):
    """``[{"url", "name", "tag", "current"}]``: this page in every language. Plain links: no script, no cookie."""
    path = context["request"].get_full_path() if context.get("request") else "/"
    if context.get("request") is not None and context["request"].method != "GET":
        path = context["request"].path
    active = get_language()
    return [
        {
            "url": _in_language(path, code),
            "name": get_language_info(code)["name_local"],
            "tag": language_tag(code),
            "current": code == active,
        }
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def alternate_links(context):
    """``<link rel="alternate">`` for the other languages of this page."""
    links = (
        (link["tag"], link["url"].partition("?")[0])
        for link in language_links(context)
        if not link["current"]
    )
    return format_html_join("\n", '<link rel="alternate" hreflang="{}" href="{}">', links)


@register.simple_tag
def leave_url() -> str:
    """A neutral page of somebody else's."""
    return settings.LEAVE_URL


@register.simple_tag(takes_context=True)
def how_she_reads(context):
    """The ``ReadingChoices`` of this browser."""
    return reading_choices(context.get("request"))


@register.simple_tag(takes_context=True)
def reading_attributes(context) -> str:
    """For ``<html>``: what the style sheet has to know of them."""
    chosen = reading_choices(context.get("request"))
    return format_html_join(
        "", ' data-{}="{}"', ((name, value) for name, value in vars(chosen).items() if value)
    )


@register.simple_tag(takes_context=True)
def reading_url(context) -> str:
    """The page on which that is chosen; it leads back to this one."""
    request = context.get("request")
    back = f"?{urlencode({'back': request.path})}" if request is not None and request.method == "GET" else ""
    return reverse("reading") + back


@register.simple_tag
def home_url() -> str:
    return reverse("wagtail_serve", args=[""])


@register.simple_tag(takes_context=True)
def courses_link(context):
    """``{"url", "current"}`` of the course list, or None before there is one."""
    key = f"courses.link.{get_language()}"
    url = cache.get(key)
    if url is None:
        index = CourseIndexPage.objects.live().first()
        url = (index.get_url() or "") if index else ""
        cache.set(key, url, LINK_CACHE_SECONDS if url else 1)
    request = context.get("request")
    return {"url": url, "current": bool(request and request.path.startswith(url))} if url else None


def _in_language(path: str, code: str) -> str:
    first, _slash, rest = path.lstrip("/").partition("/")
    if first in dict(settings.LANGUAGES):
        return f"/{code}/{rest}"
    with override(code):
        return reverse("wagtail_serve", args=[""])
