"""A session as an entry for a calendar: time, place and neutral title."""

from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from learning.sessions.models import TrainingSession


def calendar_of(session: TrainingSession) -> bytes:
    """An iCalendar file (RFC 5545). The same session keeps its UID, so a changed plan replaces the older entry."""
    event = Event()
    event.add("uid", f"{session.uuid}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", session.created_at)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", session.title)
    event.add("location", session.venue)
    cancelled = session.state == TrainingSession.State.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//training library//sessions//")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar.to_ical()
