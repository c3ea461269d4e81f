"""The door through which pages ask about the person in front of them."""

from django import template
from django.core.cache import cache
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.outline import outline_of
from learning.cadres.scope import is_facilitator, is_supervisor
from learning.enrolments.enrol import cadre_of, enrolment_in
from learning.progress.note_form import note_form
from learning.progress.notes import lessons_with_notes
from learning.progress.reading import progress_in
from learning.progress.refreshers import due_in_lesson, latest_round, spent_quizzes
from learning.sessions.field_reports import reads_field_reports
from learning.sessions.reach import units_whose_list
from learning.sessions.safeguarding import is_contact
from learning.units.help import help_contacts as contacts_of
from quizzes.texts import in_language

register = template.Library()
NAV_CACHE_SECONDS = 60


@register.simple_tag(takes_context=True)
def learning_nav(context):
    """``[{"url", "label", "current"}]`` of what this person may go to. Remembered for a minute: the pages ask anyway."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    labels = {
        "my-learning": _("My learning"),
        "session-list": _("Sessions"),
        "reports": _("Reports"),
        "safeguarding": _("Waits for you"),
        "reach-choose": _("To be reached"),
        "field-reports": _("From the field"),
        "wagtailadmin_home": _("Workshop"),
    }
    return [
        {"url": reverse(name), "label": labels[name], "current": request.path.startswith(reverse(name))}
        for name in _places_of(user)
    ]


def _places_of(user) -> list[str]:
    key = f"learning.nav.{user.pk}"
    names = cache.get(key)
    if names is None:
        may = {
            "my-learning": True,
            "session-list": is_facilitator(user),
            "reports": is_supervisor(user),
            "safeguarding": is_contact(user),
            "reach-choose": bool(units_whose_list(user)),
            "field-reports": reads_field_reports(user),
            "wagtailadmin_home": user.has_perm("wagtailadmin.access_admin"),
        }
        names = [name for name, allowed in may.items() if allowed]
        cache.set(key, names, NAV_CACHE_SECONDS)
    return names


@register.simple_tag(takes_context=True)
def help_contacts(context):
    """``[{"kind", "phone", "name", "hours"}]`` for the reader's unit; for the public the nation's."""
    request = context.get("request")
    cadre = cadre_of(request.user) if request is not None and hasattr(request, "user") else None
    language = get_language()
    return [
        {
            "kind": contact["kind"],
            "phone": contact["phone"],
            "name": in_language(contact["names"], language),
            "hours": in_language(contact["hours"], language),
        }
        for contact in contacts_of(cadre.unit_today if cadre else None)
    ]


@register.simple_tag(takes_context=True)
def course_progress(context, page):
    """The reader's ``Progress`` in the course around ``page``, or None when she has not begun it."""
    request = context.get("request")
    if request is None or getattr(request, "is_preview", False) or not request.user.is_authenticated:
        return None
    if not hasattr(request, "_course_progress"):
        course = page.course
        enrolment = (
            request.enrolment
            if hasattr(request, "enrolment")
            else enrolment_in(cadre_of(request.user), course.translation_key)
        )
        request._course_progress = progress_in(enrolment, outline_of(course)) if enrolment else None
    return request._course_progress


@register.simple_tag(takes_context=True)
def can_record(context) -> bool:
    """Does what this person does here count? Only for a cadre in post, and not where she teaches others with it."""
    request = context.get("request")
    if request is None or getattr(request, "is_preview", False) or context.get("is_taught"):
        return False
    cadre = cadre_of(request.user)
    return cadre is not None and cadre.holds_a_post


@register.filter
def by_language(texts):
    """The text of ``{"zh-hans": ..., "en": ...}`` in the reader's language."""
    return in_language(texts or {}, get_language())


@register.filter
def lesson_is_done(progress, lesson) -> bool:
    return progress is not None and progress.lesson_is_done(lesson)


@register.inclusion_tag("learning/progress/lesson_done_form.html", takes_context=True)
def lesson_done_form(context, page):
    """The button that says a lesson without a quiz is done, or that it was."""
    progress = course_progress(context, page)
    key = str(page.content_key)
    return {
        "page": page,
        "csrf_token": context.get("csrf_token"),
        "counts": can_record(context),
        "is_refresher": _due_here(context, page) is not None,
        "is_done": progress is not None and key in progress.done_keys,
        "is_signed_in": context["request"].user.is_authenticated if "request" in context else False,
    }


@register.simple_tag(takes_context=True)
def whose_browser(context) -> str:
    """Tells one account from another in a browser's own store, and nothing about it; "" for who is not signed in."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return salted_hmac("learning.whose_browser", str(user.pk)).hexdigest()[:12]


@register.inclusion_tag("learning/progress/note_here.html", takes_context=True)
def note_here(context, page):
    """A place for her own words, for who has an account as a cadre. What she wrote is one step away: others look on."""
    request = context.get("request")
    cadre = (
        cadre_of(request.user) if request is not None and not getattr(request, "is_preview", False) else None
    )
    if cadre is None or not page.live:
        return {}
    return {
        "page": page,
        "form": note_form(None),
        "has_note": str(page.content_key) in lessons_with_notes(cadre),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("courses/channels/links.html", takes_context=True)
def renderings(context, page, kind):
    """Links to the other forms of a lesson or module; those for teaching only to who teaches."""
    user = getattr(context.get("request"), "user", None)
    places = _places_of(user) if user is not None and user.is_authenticated else []
    return {"page": page, "kind": kind, "teaches": bool({"session-list", "wagtailadmin_home"} & set(places))}


@register.inclusion_tag("learning/progress/refresher_here.html", takes_context=True)
def refresher_here(context, page):
    """Says to a holder what changed in this lesson; to everybody else nothing."""
    due = _due_here(context, page)
    spent = []
    if due:
        enrolment = course_progress(context, page).enrolment
        spent = spent_quizzes(latest_round(enrolment, due.change), due.lesson)
    return {"due": due, "spent": spent, "page": page, "csrf_token": context.get("csrf_token")}


def _due_here(context, page):
    request = context.get("request")
    progress = course_progress(context, page)
    if request is None or progress is None:
        return None
    if not hasattr(request, "_due_here"):
        request._due_here = due_in_lesson(progress.enrolment, str(page.content_key))
    return request._due_here
