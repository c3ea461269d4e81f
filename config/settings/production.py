"""For people. Every value without a safe default comes from the environment, and a missing one stops the start."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import DEMO_SECRET_KEY, env
from config.settings.database import database

DEBUG = False
DEMO_ALLOWED = False
SECRET_KEY = env.str("SECRET_KEY")
if SECRET_KEY == DEMO_SECRET_KEY or len(SECRET_KEY) < 40:
    raise ImproperlyConfigured(
        "SECRET_KEY must be a secret of this site: 40 characters or more, and not the demo's."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = WAGTAILADMIN_BASE_URL = env.str("SITE_URL")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
if CELERY_BROKER_URL.startswith("filesystem"):  # noqa: F405
    raise ImproperlyConfigured("CELERY_BROKER_URL must name a real broker: redis://host:6379/0")
PROXY_COUNT = env.int("PROXY_COUNT", default=1)
DATABASES = {"default": database(default=env.str("DATABASE_URL"))}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("CACHE_URL"),
    },
}
EMAIL_CONFIG = env.email("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)

SERVES_MEDIA = env.bool("SERVES_MEDIA", default=False)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked by machines beside the server, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
