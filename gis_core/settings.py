"""All settings, read from the environment.

In production every secret and every host must be given and a missing one stops the start;
in development the launcher (`./run`) provides them. A variable NAME may come from a file
named by NAME_FILE.
"""

from pathlib import Path

import pghistory
from django.core.exceptions import ImproperlyConfigured
from environs import FileAwareEnv

from gis_core.launch.cluster import local_database_url
from gis_core.launch.places import local_folder
from gis_core.wheels import bundled_library, use_bundled_data

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = local_folder()

env = FileAwareEnv()

PRODUCTION = env.str("WANGGE_ENV", "development") == "production"
DEBUG = env.bool("DEBUG", False)

SECRET_KEY = env.str("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", "development-only")
ALLOWED_HOSTS = (
    env.list("ALLOWED_HOSTS")
    if PRODUCTION
    else env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "gis_core.accounts",
    "gis_core.audit",
    "gis_core.jobs",
    "gis_core.outbox",
    "communities.territory",
    "communities.basemap",
    "communities.working_days",
    "communities.service_items",
    "grids.division",
    "grids.proposals",
    "grids.publication",
    "grids.packets",
    "grids.review",
    "grids.checklist",
    "grids.notices",
    "grids.staffing",
    "grids.corrections",
    "grids.dispatch",
    "grids.calls",
    "grids.hotline",
    "layers.importing",
    "layers.tiles",
    "layers.pages",
    "layers.open311",
    "fixtures",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "layers.tiles.middleware.TilesFirst",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gis_core.urls"
WSGI_APPLICATION = "gis_core.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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

# --- database ---------------------------------------------------------------------------------

DATABASES = {
    "default": {
        **env.dj_db_url("DATABASE_URL", local_database_url()),
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env.str("TEST_DATABASE_NAME", "test_wangge")},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
use_bundled_data("pyogrio")
GDAL_LIBRARY_PATH = env.str("GDAL_LIBRARY_PATH", bundled_library("pyogrio", "libgdal"))
GEOS_LIBRARY_PATH = env.str("GEOS_LIBRARY_PATH", bundled_library("shapely", "libgeos_c"))

# --- people -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "map"
LOGOUT_REDIRECT_URL = "sign_in"
# A whole street office shares one address: lock the pair of name and address, not the address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "gis_core.accounts.addresses.client_address"
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)  # how many of our own stand in front
# Where people reach the site (https://grid.example.cn), for links in letters and on paper.
PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS", "").rstrip("/")
if PUBLIC_ADDRESS and not PUBLIC_ADDRESS.startswith(("https://", "http://")):
    raise ImproperlyConfigured("PUBLIC_ADDRESS 须是完整的网址，如 https://grid.example.cn。")
PUBLIC_QUESTIONS_PER_MINUTE = env.int("PUBLIC_QUESTIONS_PER_MINUTE", 60)  # of one network
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "gis_core" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- what the browser is given ----------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(LOCAL_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "layers" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(LOCAL_DIR / "media")))
TILE_CACHE_DIR = Path(env.str("TILE_CACHE_DIR", str(LOCAL_DIR / "tiles")))

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],  # OpenLayers positions its controls in line
        "img-src": ["'self'", "data:", "blob:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_HANDLERS = [
    "gis_core.files.uploading.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# What each process of the web server calls when it begins (gis_core/serving.py).
WARM_UP = "layers.api.warming.warm_up_beside"

# --- background work and the record -----------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
JOB_LEASE_SECONDS = env.float("JOB_LEASE_SECONDS", 30.0)
JOB_PROCESSES = env.int("JOB_PROCESSES", 2)
DASK_SCHEDULER = env.str("DASK_SCHEDULER", "")  # docs/dask.md
PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# --- messages to people -----------------------------------------------------------------------

# Without EMAIL_URL letters go to files in development, and wait in production.
EMAIL_URL = env.str("EMAIL_URL", "")
_mail = env.dj_email_url("EMAIL_URL", "file:")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"] or "localhost", _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"] or str(LOCAL_DIR / "mail")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "wangge@localhost")
OUTBOX_FOLDER = env.str("OUTBOX_FOLDER", str(LOCAL_DIR / "outbox"))
OUTBOX_LEASE_SECONDS = env.float("OUTBOX_LEASE_SECONDS", 300.0)
OUTBOX_ADAPTERS = {
    "email": "gis_core.outbox.adapters.send_email" if EMAIL_URL or not PRODUCTION else "",
    "sms": env.str("OUTBOX_SMS_ADAPTER", ""),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
