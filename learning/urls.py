"""Addresses of learning, under a language. Each package brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("learning.cadres.urls")),
    path("", include("learning.enrolments.urls")),
    path("", include("learning.progress.urls")),
    path("", include("learning.letters.urls")),
    path("", include("learning.privacy.urls")),
    path("", include("learning.certificates.urls")),
    path("", include("learning.sessions.room_urls")),
    path("sessions/", include("learning.sessions.urls")),
    path("reports/", include("learning.reports.urls")),
]
