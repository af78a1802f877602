"""Settings. Each comes from the environment, has a default with its reason, and is listed in docs/SETTINGS.md."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

env = Env()
BASE_DIR = Path(__file__).resolve().parents[2]

# Where the database, uploaded files and the secret live; outside the code so that an upgrade cannot touch them.
DATA_DIR = Path(env.str("DONDOC_DATA_DIR", str(BASE_DIR / "var")))
DEBUG = env.bool("DONDOC_DEBUG", False)  # off by default: a forgotten switch must not show source code
SECRET_KEY = env.str("DONDOC_SECRET_KEY")  # no default: a missing secret stops the start; `./don` makes one
ALLOWED_HOSTS = env.list("DONDOC_ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("DONDOC_TRUSTED_ORIGINS", [])
# Proxies in front of the server (addresses or networks) and the header in which they write their caller's address. None
# by default: anybody could write that header, so it is believed only of these.
TRUSTED_PROXIES = env.list("DONDOC_TRUSTED_PROXIES", [])
PROXY_HEADER = env.str("DONDOC_PROXY_HEADER", "X-Forwarded-For")
DEMO = env.bool("DONDOC_DEMO", False)  # shows the demo sign-ins on the sign-in page and a "made up" ribbon

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    "template_partials",
    "dondoc.web",
    "dondoc.audit",
    "dondoc.orgs",
    "dondoc.accounts",
    "dondoc.outbox",
    "dondoc.sheets",
    "dondoc.indicators",
    "dondoc.documents",
    "dondoc.plans",
    "dondoc.obligations",
    "dondoc.submissions",
    "dondoc.intake",
    "dondoc.cells",
    "dondoc.sampling",
    "dondoc.reviewing",
    "dondoc.measures",
    "dondoc.forecast",
    "dondoc.quotas",
    "dondoc.reorganising",
    "dondoc.register",
    "dondoc.obstacles",
    "dondoc.meetings",
    "dondoc.reminders",
    "dondoc.reports",
    "dondoc.letters",
    "dondoc.dashboards",
    "dondoc.starter",
    "dondoc.config",
]

MIDDLEWARE = [
    "dondoc.web.callers.CallerAddress",  # first: everything else asks REMOTE_ADDR
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dondoc.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
    "dondoc.config.middleware.FreshFigures",  # last: sees the answer that refusals became
]

ROOT_URLCONF = "dondoc.config.urls"
WSGI_APPLICATION = "dondoc.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dondoc.config.navigation.navigation",
            ],
            "builtins": ["dondoc.web.templatetags.ui"],
        },
    }
]

FORM_RENDERER = "dondoc.web.form_rendering.QuickControls"

# SQLite is the embedded default; PostgreSQL is production: postgres://user:password@host/name
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a writer takes the lock at once instead of failing half-way
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA cache_size=-20000;"
        "PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;"
    ),
}
DATABASES = {"default": env.dj_db_url("DONDOC_DATABASE_URL", f"sqlite:///{DATA_DIR / 'dondoc.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": 8},
        # What web.prepared asks is kept by the server, and nothing else. Off behind a pooler that shares connections
        # between transactions and does not know of that (PgBouncer before 1.21).
        "prepare_threshold": 10**9 if env.bool("DONDOC_PREPARED_QUERIES", True) else None,
        "options": "-c jit=off",  # pages ask short questions: compiling one costs more than answering it
    }
if REPLICA_URL := env.str("DONDOC_REPLICA_URL", ""):  # a copy that boards are read from (docs/SCALE.md)
    COPY_POOL = {"min_size": 1, "max_size": 8, "timeout": 2}  # nobody waits for a copy that is not there
    DATABASES["replica"] = env.dj_db_url("DONDOC_REPLICA_URL") | {
        "OPTIONS": DATABASES["default"]["OPTIONS"] | {"pool": COPY_POOL}
    }
    DATABASE_ROUTERS = ["dondoc.config.replica.Router"]
    MIDDLEWARE.append("dondoc.config.replica.BoardsFromCopy")
REPLICA_LAG_S = env.int("DONDOC_REPLICA_LAG_S", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "dondoc.config.signing_in.SignedIn"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 8}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
AXES_FAILURE_LIMIT = 5  # QCVN 12:2026/BCA 3.6.2.1.9.2
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 12 * 3600  # a working day; nobody stays signed in overnight
SESSION_COOKIE_HTTPONLY = True
SECURE_COOKIES = env.bool("DONDOC_SECURE_COOKIES", False)  # set on when served over https
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "dondoc.web.errors.csrf_failure"  # our own page, which keeps what was typed

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # What previews of files would take (docs: intake.queries.remember), the same for every process of this machine.
    "intake": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache" / "intake",
        "OPTIONS": {"MAX_ENTRIES": 50},
    },
    # Pages remembered until anything changes (docs/decisions/0006); a few hundred KB each, so not many.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 128},
    },
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt"))]  # English joins with its catalogue; half of a page in each would be worse
LOCALE_PATHS = [BASE_DIR / "dondoc" / "config" / "locale"]
FORMAT_MODULE_PATH = ["dondoc.config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # numbers go through the `number` filter; ids and years are not grouped

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "dondoc.web.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# An S3-compatible store instead of the folder: when several web servers share files, or an office runs one anyway.
if S3_BUCKET := env.str("DONDOC_S3_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "dondoc.web.object_store.ObjectStore",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("DONDOC_S3_ENDPOINT", "") or None,
            "region_name": env.str("DONDOC_S3_REGION", "") or None,
            "access_key": env.str("DONDOC_S3_ACCESS_KEY", "") or None,
            "secret_key": env.str("DONDOC_S3_SECRET_KEY", "") or None,
            "location": env.str("DONDOC_S3_PREFIX", ""),
        },
    }
MEDIA_ROOT = DATA_DIR / "files"  # never served directly: every file goes through a view that asks for the right

# What leaves the house by e-mail: `smtp+tls://user:password@host:587`. Empty: nothing does.
MAIL_URL = env.str("DONDOC_MAIL_URL", "")
MAIL_IS_ON = bool(MAIL_URL)
if MAIL_IS_ON:
    _mail = env.dj_email_url("DONDOC_MAIL_URL")
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
    DEFAULT_FROM_EMAIL = env.str("DONDOC_MAIL_FROM")  # no default: an address that is not the office's reaches nobody
EMAIL_TIMEOUT = 20  # seconds; a mail server that hangs must not hold everything else
# Where people reach the program (https://dondoc.example.vn): links in e-mails and calendars begin with it.
PUBLIC_URL = env.str("DONDOC_PUBLIC_URL", "").rstrip("/")
# Where webhooks may go: hosts (`gateway.example.vn`, `10.1.2.3:8443`). Empty: nowhere.
HOOK_HOSTS = env.list("DONDOC_HOOK_HOSTS", [])
HOOK_NETWORKS = env.list("DONDOC_HOOK_NETWORKS", [])  # networks inside the house that these hosts may lie in

# Certificates of the authorities whose digital signatures this office believes. None ship: that is its own decision.
TRUST_ROOTS = env.str("DONDOC_TRUST_ROOTS", str(DATA_DIR / "chung-thu-goc"))

UPLOAD_LIMIT_MB = env.int("DONDOC_UPLOAD_LIMIT_MB", 10)  # one file; scanned programmes are 1–5 MB
LOT_LIMIT_MB = env.int("DONDOC_LOT_LIMIT_MB", 100)  # many workbooks in one upload; a filled-in one is about 10 kB
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # loose workbooks in one upload; more come in a zip
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.str("DONDOC_LOG_LEVEL", "WARNING")},
}
