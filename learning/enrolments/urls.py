from django.urls import path, register_converter

from learning.enrolments import channel_views, taking_views


class TaughtKind:
    """``lessons`` or ``modules``."""

    regex = "lessons|modules"

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(TaughtKind, "taught")

urlpatterns = [
    path("<taught:kind>/<int:pk>/projector/", channel_views.projector, name="projector"),
    path("<taught:kind>/<int:pk>/projector/notes/", channel_views.presenter, name="presenter"),
    path("<taught:kind>/<int:pk>/guide/", channel_views.guide, name="guide"),
    path("<taught:kind>/<int:pk>/audio-script/", channel_views.audio_script, name="audio-script"),
    path("<taught:kind>/<int:pk>/handout/", channel_views.handout, name="handout"),
    path("courses/<int:course_pk>/take-along/", taking_views.take_along, name="take-along"),
    path("courses/<int:course_pk>/take-along/plan/", taking_views.plan, name="take-along-plan"),
    path("taken-along/", taking_views.taken, name="taken-along"),
    path("taken-along/app.webmanifest", taking_views.manifest, name="reader-manifest"),
    path("away/", taking_views.away, name="away"),
    path("v/<slug:code>/", channel_views.printed_version, name="printed-version"),
]
