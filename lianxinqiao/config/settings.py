"""Django's settings: one file for every installation; what differs comes from machine.py."""

import sys
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from lianxinqiao.config import sqlite
from lianxinqiao.config.machine import ROOT, key, read

sqlite.alias()

MACHINE = read()
HOME = MACHINE.home
DEMO = MACHINE.demo
DEMO_NOW = MACHINE.demo_now
BASE_DIR = ROOT

SECRET_KEY = key(MACHINE, "django", 48).hex()
key(MACHINE, "master", 32)
MASTER_KEY_FILE = MACHINE.keys / "master"
FILES = HOME / "files"
DEBUG = False
ALLOWED_HOSTS = [h for h in MACHINE.hosts.split(",") if h]
ADDRESS = MACHINE.address
RULEBOOK = MACHINE.rulebook
MAIL = MACHINE.mail_server
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # what leaves, leaves by inbox/adapters
BRAND = MACHINE.brand

ROOT_URLCONF = "lianxinqiao.config.urls"
WSGI_APPLICATION = "lianxinqiao.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "organisation.Person"
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "lianxinqiao.base",
    "lianxinqiao.ledger",
    "lianxinqiao.rulebook",
    "lianxinqiao.language",
    "lianxinqiao.organisation",
    "lianxinqiao.inbox",
    "lianxinqiao.studios",
    "lianxinqiao.figures",
    "lianxinqiao.concerns",
    "lianxinqiao.simulation",
    "lianxinqiao.upkeep",
    "lianxinqiao.web",
]

MIDDLEWARE = [
    "lianxinqiao.web.parts.guards.Headers",
    "lianxinqiao.web.parts.guards.Visits",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lianxinqiao.web.parts.guards.Tongue",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lianxinqiao.web.parts.watch.Watch",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lianxinqiao.web.parts.errands.Ticks",
    "lianxinqiao.web.parts.faults.Sentences",
    "lianxinqiao.web.parts.guards.ReadsDoNotWrite",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "lianxinqiao.web.parts.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "lianxinqiao.web.parts.frame.frame",
            ],
        },
    },
    {  # only for what allauth renders itself
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]


def _database(suffix: str, sync: str) -> dict[str, object]:
    if not MACHINE.database:
        name = f"lxq{suffix}.sqlite3"
        return {
            "ENGINE": "lianxinqiao.config.sqlite3",
            "NAME": HOME / name,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={sync}; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF",
            },
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": str(HOME / f"test_{name}")},
        }
    parts = urlsplit(MACHINE.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") + suffix,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


# `traces` holds sessions, counters and the access log, never a case. It may lose its last
# moments in a power cut (NORMAL); `default` may not (FULL). docs/adr/0005
DATABASES = {"default": _database("", "FULL"), "traces": _database("_traces", "NORMAL")}
DATABASE_ROUTERS = ["lianxinqiao.config.routers.Traces"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体")), ("zh-hant", _("繁體")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "tongue"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage."
        + ("StaticFilesStorage" if "pytest" in sys.modules else "ManifestStaticFilesStorage"),
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes of a form without its files
FILE_UPLOAD_HANDLERS = ["lianxinqiao.web.parts.uploads.InMemory"]  # nothing unclean touches the disk
DATA_UPLOAD_MAX_NUMBER_FILES = 6

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "/enter/"
ACCOUNT_ADAPTER = "lianxinqiao.web.parts.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "10/15m/key"}  # never by address alone: an office shares one
ACCOUNT_USER_DISPLAY = str
MFA_ADAPTER = "lianxinqiao.web.parts.sign_in.Second"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "连心桥"

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MACHINE.https
SESSION_COOKIE_NAME = "__Host-session" if MACHINE.https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if MACHINE.https else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "lianxinqiao.web.parts.faults.csrf"
SECURE_REFERRER_POLICY = "same-origin"  # csrf over TLS checks the referrer of our own forms
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = MACHINE.https
SECURE_HSTS_SECONDS = 31_536_000 if MACHINE.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = MACHINE.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MACHINE.https else None
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING_CONFIG = "lianxinqiao.config.logs.configure"
LOGGING: dict[str, object] = {"demo": DEMO}
