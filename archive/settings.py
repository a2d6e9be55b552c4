"""Django's settings. Settings that differ between installations are environment variables (README.md, "Settings").

The file ``archive.env`` beside ``manage.py`` can have them too, so that no command can be run without them.
"""

from __future__ import annotations

import os
import re
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from dotenv import load_dotenv

from archive.database import database_settings, replica_settings
from archive.secret import secret_key

BASE_DIR = Path(__file__).resolve().parents[1]
load_dotenv(BASE_DIR / "archive.env", interpolate=False)  # a variable that is set already stays
# The folder for what the archive itself writes: database, search index, secret key and collected static files.
VAR_DIR = Path(os.environ.get("ARCHIVE_VAR") or BASE_DIR / "var")


def _switched_on(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in ("1", "true", "yes", "on")


def _number(name: str, default: float) -> float:
    """The positive number that a setting has. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "").strip() or str(default)
    try:
        number = float(value)
    except ValueError:
        number = 0
    if not 0 < number < float("inf"):
        raise ImproperlyConfigured(f"{name} must be a number above 0, such as {default}, and is {value!r}.")
    return number


# --- Safety ------------------------------------------------------------------------------------------------

DEBUG = _switched_on("ARCHIVE_DEBUG")
SECRET_KEY = os.environ.get("ARCHIVE_SECRET_KEY") or secret_key(VAR_DIR / "secret_key")
# The names of the local machine are always allowed.
PUBLIC_HOSTS = os.environ.get("ARCHIVE_HOSTS", "").replace(",", " ").split()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *PUBLIC_HOSTS]
CSRF_TRUSTED_ORIGINS = os.environ.get("ARCHIVE_ORIGINS", "").replace(",", " ").split()

# The proxies whose X-Forwarded headers are trusted (archive/middleware.py).
TRUSTED_PROXIES = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1").replace(",", " ").split()

# Whether readers connect through HTTPS. The default is no, because http://127.0.0.1:8000/ has no HTTPS.
HTTPS = _switched_on("ARCHIVE_HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# Other hosts of the domain may have no HTTPS, and a browser does not forget a preload.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _switched_on("ARCHIVE_HSTS_ALL")
# These checks of Django ask for both.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

# A session ends so many hours after the sign-in, also if the browser stays open.
SESSION_COOKIE_AGE = int(_number("ARCHIVE_SESSION_HOURS", 10) * 3600)

# Limits for wrong passwords (archive/accounts/limits.py).
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_HANDLER = "archive.accounts.limits.Limits"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_CLIENT_IP_CALLABLE = "archive.accounts.limits.address"
AXES_LOCKOUT_CALLABLE = "archive.accounts.limits.locked_out"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Otherwise an attacker who goes on trying would keep an address locked for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # the history has the sign-ins
AXES_VERBOSE = False

# Who needs a second factor: nobody, superusers and chief librarians, or everybody (archive/accounts/second_factor.py).
SECOND_FACTOR = os.environ.get("ARCHIVE_SECOND_FACTOR", "").strip().lower() or "off"
SECOND_FACTOR = "all" if SECOND_FACTOR == "on" else SECOND_FACTOR
if SECOND_FACTOR not in ("off", "chiefs", "all"):
    raise ImproperlyConfigured("ARCHIVE_SECOND_FACTOR is none of: off, chiefs, all.")
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
# A passkey belongs to one host name: the first of ARCHIVE_HOSTS. Browsers allow none for an address in numbers.
MFA_DOMAIN = next(iter(PUBLIC_HOSTS), "localhost").lstrip(".").partition(":")[0]
MFA_SITE_TITLE = "裁军决议档案"
MFA_MAX_KEYS_PER_ACCOUNT = 10
# So many answers of one user are checked in this time, from all addresses together.
MFA_RATE_LIMIT_REQUESTS, MFA_RATE_LIMIT_WINDOW = 5, timedelta(minutes=15)
MFA_TOTP_VALID_WINDOW = 1  # a code is taken 30 seconds early or late

# --- Parts -------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "procrastinate.contrib.django",  # must come before the archive, because it registers the archive's tasks
    "archive.apps.ArchiveConfig",
    "archive.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "haystack",
    "axes",
    "mfa",
]

MIDDLEWARE = [
    "archive.middleware.client_address",
    "archive.monitoring.log_lines.logged",
    "archive.views.api.reading.data_for_every_site",
    "archive.middleware.errors_as_data",
    "archive.monitoring.pages.for_programs",  # before the check of the host name and the redirect to HTTPS
    "django.middleware.security.SecurityMiddleware",
    "archive.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.middleware.reading_language",
    "archive.views.one_state.one_state",
    "archive.views.kept_answers.kept_answers",  # inside it, answers are made; outside it, each answer is completed
    "archive.views.from_replicas.from_replicas",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive.middleware.address_without_nul",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "archive.middleware.upload_limit",  # needs the user; runs before the CSRF check reads the request
    "django.contrib.messages.middleware.MessageMiddleware",
    "archive.admin.index_notice.index_notice",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "archive.accounts.limits.known_browser",
    "archive.accounts.second_factor.enforced",
    "axes.middleware.AxesMiddleware",  # the last one: it replaces the answer to a locked-out user
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data --------------------------------------------------------------------------------------------------

DATABASES = {
    "default": database_settings(os.environ.get("DATABASE_URL", ""), VAR_DIR / "postgresql"),
    **replica_settings(os.environ.get("DATABASE_REPLICA_URL", ""), VAR_DIR / "postgresql"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Answers to readers are kept until the archive changes (archive/views/kept_answers.py): in each process, or in a Redis
# that several machines share (requirements-redis.txt).
_REDIS = os.environ.get("ARCHIVE_REDIS", "").strip()
if _REDIS and find_spec("redis") is None:
    raise ImproperlyConfigured("ARCHIVE_REDIS needs a package: .venv/bin/pip install -r requirements-redis.txt")
_IN_PROCESS = "django.core.cache.backends.locmem.LocMemCache"
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": _IN_PROCESS},
    # In a process: as many answers, of about 10 kB each, compressed.
    "answers": {"BACKEND": _IN_PROCESS, "LOCATION": "answers", "OPTIONS": {"MAX_ENTRIES": 2_000}},
}
if _REDIS:
    CACHES["answers"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _REDIS}

# The engines are modules of archive/searching/engines. docs/decisions/2 says which is for whom.
ENGINE_CLASSES = {
    "whoosh": "archive.searching.engines.whoosh.WhooshEngine",
    "tantivy": "archive.searching.engines.tantivy.TantivyEngine",
    "postgresql": "archive.searching.engines.postgresql.PostgresqlEngine",
    "opensearch": "archive.searching.engines.opensearch.OpensearchEngine",
}
TYPESET_DIR = VAR_DIR / "typeset"  # PDF files that were made for readers (archive/writing/keeping.py)


def _search_engine() -> str:
    """The name of the search engine. Raises ImproperlyConfigured if there is no such engine."""
    name = (os.environ.get("SEARCH_ENGINE", "").strip() or "tantivy").lower()
    if name not in ENGINE_CLASSES:
        raise ImproperlyConfigured(f"SEARCH_ENGINE must be whoosh, tantivy, postgresql or opensearch, and is {name!r}.")
    return name


def _opensearch() -> dict[str, Any]:
    """Where the cluster is. Raises ImproperlyConfigured if the settings do not tell, or without its client."""
    urls = os.environ.get("OPENSEARCH_URL", "").replace(",", " ").split()
    if not urls:
        raise ImproperlyConfigured(
            "SEARCH_ENGINE=opensearch needs OPENSEARCH_URL, such as https://user:password@search.example:9200."
        )
    # The value is not repeated: it can have a password.
    if not all(re.fullmatch(r"https?://[^\s/]+/?", url) for url in urls):
        raise ImproperlyConfigured("OPENSEARCH_URL must have addresses such as https://user:password@host:9200.")
    if find_spec("opensearchpy") is None:
        raise ImproperlyConfigured(
            "SEARCH_ENGINE=opensearch needs a package: .venv/bin/pip install -r requirements-opensearch.txt"
        )
    certificates = os.environ.get("OPENSEARCH_CA", "").strip()
    if certificates and not Path(certificates).is_file():
        raise ImproperlyConfigured(f"OPENSEARCH_CA names no file: {certificates!r}.")
    return {"URLS": urls, "CERTIFICATES": certificates, "SHARDS": int(_number("OPENSEARCH_SHARDS", 1))}


SEARCH_ENGINE = _search_engine()
HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": ENGINE_CLASSES[SEARCH_ENGINE],
        "PATH": str(VAR_DIR / "search"),
        "TYPED_QUERY": "archive.searching.typed_query.typed_query",
        **(_opensearch() if SEARCH_ENGINE == "opensearch" else {}),
    },
}
HAYSTACK_SIGNAL_PROCESSOR = "archive.searching.freshness.Freshness"

# --- The librarian's desk ------------------------------------------------------------------------------------

# Whether a second librarian has to approve a proof before it is published.
APPROVAL = _switched_on("ARCHIVE_APPROVAL")
# The limit for one request and for the unpacked files of one batch, in bytes. A request above the limit is refused
# before it is read.
MAX_UPLOAD = 256 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
PROCRASTINATE_IMPORT_PATHS = ["archive.desk.jobs.tasks"]

# --- What the archive fetches ------------------------------------------------------------------------------

# Whom a server can write to about the archive's requests: a mail or web address (archive/fetching/client.py). Without
# it, no document is fetched by its symbol.
CONTACT = os.environ.get("ARCHIVE_CONTACT", "").strip()
if CONTACT and not re.fullmatch(r"(?:mailto:)?[!-~]+@[!-~]+|https?://[!-~]+", CONTACT):
    raise ImproperlyConfigured(f"ARCHIVE_CONTACT must be a mail address or a web address, and is {CONTACT!r}.")
# The origin of a server in the place of documents.un.org, for tests.
UN_DOCUMENTS = os.environ.get("ARCHIVE_UN_DOCUMENTS", "").strip()

# --- The archive as data -------------------------------------------------------------------------------------

# The folder of the versions at /data/, which several machines of one archive can share, and how many are kept.
DATA_DIR = Path(os.environ.get("ARCHIVE_DATA") or VAR_DIR / "data")
DATA_KEPT = max(1, int(_number("ARCHIVE_DATA_KEPT", 5)))

# --- Languages and time ------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
# Pages show times in UTC, so readers in New York, Geneva and Beijing see the same time.
# Resolutions have only dates, which have no time zone.
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["archive.date_formats"]

# --- Static files ------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # File names contain a hash, so browsers can cache files for ever. Each file is compressed once, not per request.
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# --- What the archive says of itself ---------------------------------------------------------------------------

# Who runs the archive, as readers read it and cite it: a name, perhaps with a place or an address to write to.
OPERATOR = os.environ.get("ARCHIVE_OPERATOR", "").strip()

# --- Logging -----------------------------------------------------------------------------------------------

# With this token Prometheus may ask for /metrics from another machine.
METRICS_TOKEN = os.environ.get("ARCHIVE_METRICS_TOKEN", "").strip()
# Queries of the database over this time are logged with the request's id and view.
SLOW_QUERY_MS = _number("ARCHIVE_SLOW_QUERY_MS", 500)
# The address in /.well-known/security.txt, for people who find a weakness: https://… or mailto:…
SECURITY_CONTACT = os.environ.get("ARCHIVE_SECURITY_CONTACT", "").strip()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "archive.monitoring.json_lines.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},  # archive.requests has a line for each refusal
        "archive.requests": {"level": "INFO"},
        "archive.accounts": {"level": "INFO"},  # sign-ins and changes of roles
        "opensearch": {"level": "ERROR"},  # its client warns of each answer that the archive expects, such as 404
        "axes": {"level": "ERROR"},  # archive.accounts logs the failures
    },
}
