"""Addresses. What people read stands under a language; what machines and codes use does not."""

from allauth.account import views as account
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import health
from courses.views import HelpView, how_i_read
from learning.cadres.sign_in import sign_in, signed_out
from learning.offline import service_worker

urlpatterns = [
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("h5p/", include("courses.h5p.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("health/live/", health.live),
    path("health/ready/", health.ready),
    path("metrics/", health.metrics),
    path(".well-known/security.txt", health.security_txt),
    path("", include("learning.certificates.machine_urls")),
]
urlpatterns += i18n_patterns(
    path("account/login/", sign_in, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/signed-out/", signed_out, name="signed-out"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/password/reset/", account.password_reset, name="account_reset_password"),
    path("account/password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("help/", HelpView.as_view(), name="help"),
    path("reading/", how_i_read, name="reading"),
    path("", include("learning.urls")),
    path("", include(wagtail_urls)),
)

if settings.SERVES_MEDIA:  # without a web server of its own in front
    urlpatterns.insert(0, re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}))

urlpatterns.insert(0, path("service-worker.js", service_worker, name="service-worker"))
