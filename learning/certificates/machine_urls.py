"""Addresses of certificates that machines read: under no language."""

from django.conf import settings
from django.urls import path, re_path

from learning.certificates import badge_views, offline_views

LANGUAGES = "|".join(code for code, _name in settings.LANGUAGES)
EDITION = r"[0-9a-f-]{36}\.\d{1,9}"

urlpatterns = [
    path(".well-known/jwks.json", badge_views.key_set, name="key-set"),
    path("verify/ended.json", badge_views.ended_list, name="ended-certificates"),
    path("verify/worker.js", offline_views.worker, name="verify-worker"),
    path("badges/keys/<str:key_id>/", badge_views.key, name="badge-key"),
    path("badges/issuer/", badge_views.badge_issuer, name="badge-issuer"),
    path("badges/status/<int:number>/", badge_views.badge_status, name="badge-status"),
    re_path(
        rf"^badges/achievements/(?P<kind>completion|attendance|honour)/(?P<source>any|{EDITION})/(?P<language>{LANGUAGES})/$",
        badge_views.badge_achievement,
        name="badge-achievement",
    ),
]
