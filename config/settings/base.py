"""What is the same on every machine. Machines differ in dev.py, test.py and production.py."""

from csp.constants import NONCE, NONE, SELF
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from config.env import ROOT, VAR, env

DEMO_SECRET_KEY = "demo-key-for-one-machine-only-never-for-people"

INSTALLED_APPS = [
    "modeltranslation",  # before every app whose models it extends
    "config.jobs",
    "quizzes",
    "courses",
    "courses.h5p",
    "learning",
    "allauth",
    "allauth.account",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_linear_migrations",
]
FIRST_PARTY_APPS = ["config.jobs", "quizzes", "courses", "courses.h5p", "learning"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "courses.h5p.middleware.OnlyPlayerOnContentOrigin",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # with random padding, against guessing from the length
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.csp.SiteAndAdminCSPMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "courses.refusals.RefusedPublicationMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People who sign in. Accounts are given out by the federation, nobody signs up.
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "learning.cadres.accounts.ClosedAccountAdapter"
ACCOUNT_FORMS = {
    "login": "learning.cadres.sign_in.SignInForm",
    "change_password": "learning.cadres.sign_in.ChangeMyPasswordForm",
    "reset_password_from_key": "learning.cadres.sign_in.ChooseMyPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # an address that we do not know gets no mail from us
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-learning"
LOGOUT_REDIRECT_URL = "signed-out"
WAGTAILADMIN_LOGIN_URL = "account_login"

# Languages. Adding one: a line here and an ordinary migration (see the README).
LANGUAGE_CODE = "zh-hans"
LANG_INFO.setdefault(  # Django knows Uyghur, and not Tibetan
    "bo", {"bidi": False, "code": "bo", "name": "Tibetan", "name_local": "བོད་ཡིག"}
)
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
MODELTRANSLATION_DEFAULT_LANGUAGE = "zh-hans"
MODELTRANSLATION_LANGUAGES = tuple(code for code, name in LANGUAGES)
MODELTRANSLATION_FALLBACK_LANGUAGES = ("zh-hans", "en")
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField", "RichTextField")

# Wagtail
WAGTAIL_SITE_NAME = _("Training library")
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", _("Simplified Chinese"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAILADMIN_BASE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # addresses of Chinese headings are pinyin: see courses/slugs.py
WAGTAIL_FINISH_WORKFLOW_ACTION = "courses.reviewed.publish_reviewed"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "mp3",
    "mp4",
    "m4a",
    "ogg",
    "pdf",
    "pptx",
    "txt",
    "vtt",
    "webm",
    "xlsx",
    "zip",
]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
PROXY_COUNT = env.int(
    "PROXY_COUNT", default=0
)  # proxies of our own in front, whose X-Forwarded-For is believed
LEAVE_URL = env.str(
    "LEAVE_URL", default="https://www.weather.com.cn/"
)  # where "Leave" goes: a page that tells nothing
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # who may read /metrics/; empty: nobody
SECURITY_CONTACT = env.str(
    "SECURITY_CONTACT", default=""
)  # mailto: or https: address of /.well-known/security.txt
SITE_URL = WAGTAILADMIN_BASE_URL  # the address that QR codes and mails point to

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
NOBLE_ED25519 = ROOT / "node_modules" / "@noble" / "ed25519"  # fetched by the set-up
STATICFILES_DIRS = [
    ROOT / "static",
    *([("vendor/noble-ed25519", NOBLE_ED25519)] if NOBLE_ED25519.is_dir() else []),
]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR / "media"))
SERVES_MEDIA = env.bool("SERVES_MEDIA", default=True)  # False when nginx or an object store does
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Certificates and exports: never under MEDIA_URL, always served by a view that asks who may see them.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.str("PRIVATE_ROOT", default=str(VAR / "private"))},
    },
    "staticfiles": {"BACKEND": "config.static_files.ModuleAwareStaticFilesStorage"},
}
# Activities: their libraries are code, so their files are never under MEDIA_URL. More settings: courses/h5p/conf.py.
H5P_STORAGE = "private"
H5P_PLAYER_ASSETS_DIR = str(ROOT / "node_modules" / "h5p-standalone" / "dist")  # fetched by the set-up
# A second origin that plays them, if there is one.
H5P_CONTENT_ORIGIN = env.str("H5P_CONTENT_ORIGIN", default="")
# Languages in which text about safety and law is shown only once a native reviewer has signed it; None: all but the first
# and English (courses/signing.py).
LANGUAGES_TO_BE_SIGNED = env.list("LANGUAGES_TO_BE_SIGNED", default=None)
# The original H5P editor, where somebody has unpacked one; see README.
H5P_EDITOR_ASSETS_DIR = env.str("H5P_EDITOR_ASSETS_DIR", default="")
H5P_CORE_ASSETS_DIR = env.str("H5P_CORE_ASSETS_DIR", default="")
SIGNING_KEYS = env.str(
    "SIGNING_KEYS", default=str(VAR / "keys")
)  # what certificates are signed with; back it up apart
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes of one request's fields; files are apart
FONT_FOLDERS = [
    ROOT / "node_modules" / "@expo-google-fonts",  # fetched by the set-up
    *env.list("FONT_FOLDERS", default=["/usr/share/fonts/truetype/hanazono"]),  # rare Chinese characters
]

# Queue. Without a broker: files in var/ (kombu's filesystem transport), so that tasks and schedule are real everywhere.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
if CELERY_BROKER_URL.startswith("filesystem"):
    _BROKER = VAR / "broker"
    for _folder in (_BROKER / "messages", _BROKER / "control"):
        _folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_BROKER / "messages"),
        "data_folder_out": str(_BROKER / "messages"),
        "control_folder": str(_BROKER / "control"),
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 600
    }  # seconds, longer than any task's hard limit
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True  # results are Job rows
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "delete-old-uploads": {"task": "learning.tasks.delete_old_uploads", "schedule": 24 * 3600.0},
    "resend-lost-jobs": {"task": "config.jobs.tasks.sweep_jobs", "schedule": 60.0},
    "count-what-is-new": {"task": "learning.tasks.count_what_is_new", "schedule": 60.0},
    "close-expired-attempts": {"task": "quizzes.tasks.close_expired", "schedule": 60.0},
    "forget-old-submissions": {"task": "quizzes.tasks.forget_old_submissions", "schedule": 24 * 3600.0},
    "delete-old-exports": {"task": "learning.tasks.delete_old_exports", "schedule": 24 * 3600.0},
    "forget-old-imports": {"task": "learning.tasks.forget_old_imports", "schedule": 24 * 3600.0},
    "remind-of-requirements": {"task": "learning.tasks.remind_of_requirements", "schedule": 24 * 3600.0},
    "forget-old-letters": {"task": "learning.tasks.forget_old_letters", "schedule": 24 * 3600.0},
    "remind-of-expiry": {"task": "learning.tasks.remind_of_expiry", "schedule": 24 * 3600.0},
    "pass-up-overdue-disclosures": {
        "task": "learning.tasks.pass_up_overdue_disclosures",
        "schedule": 600.0,
    },
    "forget-old-disclosures": {"task": "learning.tasks.forget_old_disclosures", "schedule": 24 * 3600.0},
    "tidy-activities": {"task": "courses.h5p.tasks.tidy_activities", "schedule": 24 * 3600.0},
    "publish-scheduled-pages": {"task": "courses.tasks.publish_scheduled", "schedule": 60.0},
}

# How long a safeguarding contact has to take up what was disclosed, in hours; then it goes to the unit above.
SAFEGUARDING_HOURS = {"urgent": 4, "ordinary": 24}

# Mail goes through a job, never from a request.
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="training@localhost")

# What a browser may load: our own files, and nothing from anywhere else.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "frame-src": [SELF, *([H5P_CONTENT_ORIGIN] if H5P_CONTENT_ORIGIN else [])],
        "base-uri": [NONE],
    },
}
# Wagtail's admin writes inline styles and scripts; only its own pages get this wider policy. A nonce would switch
# 'unsafe-inline' off again, so it has none.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "worker-src": [SELF, "blob:"],
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # the CMS shows previews of our own pages in a frame
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # which asks for DENY
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
