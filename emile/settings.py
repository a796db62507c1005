"""One settings module. Everything comes from the environment; the defaults are the safe ones.

``EMILE_MODE`` is ``production`` (default), ``demo`` (``make demo``: plain http on this machine, demonstration
accounts shown on the sign-in page) or ``test``.
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

MODE = os.environ.get("EMILE_MODE", "production")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured("EMILE_MODE vaut production, demo ou test.")
PRODUCTION, DEMO, TEST = MODE == "production", MODE == "demo", MODE == "test"


def from_environment(name: str, *, otherwise: str) -> str:
    """The variable; outside production only, a value good enough to work on one machine."""
    value = os.environ.get(name, "")
    if value:
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(f"La variable d'environnement {name} est obligatoire en production.")
    return otherwise


DEBUG = False
SECRET_KEY = from_environment("SECRET_KEY", otherwise="only-for-one-machine-" + "x" * 40)
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()
ALLOWED_HOSTS = from_environment("ALLOWED_HOSTS", otherwise="*").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its templates, beside our own select.html
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "lucide",
    "emile.core",
    "emile.core.jobs",
    "emile.accounts",
    "emile.audit",
    "emile.reference",
    "partners",
    "candidates",
    "placements",
    "emile.reporting",
    "emile.tools.demo",
    "emile.tools.bench",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "emile.core.middleware.BrowserPolicyMiddleware",
    "emile.accounts.signing_in.middleware.IdentityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "emile.accounts.signing_in.sessions.SessionLifeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "emile.urls"
WSGI_APPLICATION = "emile.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": ["emile.core.templatetags.components"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "emile.core.pages.context_processors.site",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["emile.core.pages.typography.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our own select.html
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database: two logins, see docs/plan.md "Database identity" -------------------------------------------------

_app_url = from_environment("DATABASE_URL", otherwise="postgresql://emile_app@127.0.0.1:5432/emile")
_owner_url = os.environ.get("DATABASE_OWNER_URL", "")
_timeouts = (
    "-c plan_cache_mode=force_generic_plan -c max_parallel_workers_per_gather=0"
    " -c statement_timeout={} -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
)


def database(url: str, *, options: str) -> dict[str, object]:
    return {
        **dj_database_url.parse(url, conn_max_age=None if not TEST else 0, conn_health_checks=True),
        "OPTIONS": {
            "options": options,
            "connect_timeout": 3,
            # Statements are prepared and their plans kept: under row security planning costs more than running
            # (a file's page: 45 ms planned each time, 4 ms once kept; docs/adr/0004).
            "server_side_binding": True,
            "prepare_threshold": 2,
        },
        "DISABLE_SERVER_SIDE_CURSORS": True,  # PgBouncer in transaction mode stays possible
    }


ONE_LOGIN = not _owner_url
_role = "-c role=emile_app " if ONE_LOGIN else ""
DATABASES = {
    "default": database(_app_url, options=_role + _timeouts.format("10s" if not TEST else "60s")),
    "owner": database(_owner_url or _app_url, options="-c lock_timeout=30s"),
}
DATABASES["owner"]["CONN_MAX_AGE"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Background work --------------------------------------------------------------------------------------------

REDIS_URL = from_environment("REDIS_URL", otherwise="redis://127.0.0.1:6379/0")

# --- Accounts ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["emile.accounts.backends.EmailBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "core:todo"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True

# --- Browser ----------------------------------------------------------------------------------------------------

HTTPS = PRODUCTION
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "emile_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "emile_csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_500

# --- Language, files --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "emile.core.pages.assets.PackagedAssetsFinder",
]
_manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", BASE_DIR / "var" / "media"))
FILE_UPLOAD_PERMISSIONS = 0o600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _manifest if PRODUCTION else _plain},
}
WHITENOISE_USE_FINDERS = not PRODUCTION

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO" if not TEST else "WARNING"},
}
