"""All settings. What an installation chooses is in `variables.py`; `allied doctor` lists it."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from allied.settings import parts
from allied.settings.variables import text

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = Path(text("ALLIED_HOME") or ROOT / "var" / "home").expanduser().absolute()
HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
UI = ROOT / "var" / "ui"
# A language model that the administrator put there takes the place of the one in the installation.
EMBEDDER_FOLDER = HOME / "embedder" if (HOME / "embedder").is_dir() else None

URL = text("ALLIED_URL").rstrip("/")
if URL and not urlsplit(URL).hostname:
    raise ImproperlyConfigured("ALLIED_URL is not an address. Write https://allied.example.org.")
HTTPS = URL.startswith("https://")
BEHIND_PROXY = text("ALLIED_BEHIND_PROXY")
SECRET_KEY = text("ALLIED_SECRET_KEY") or parts.secret(HOME)
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, [urlsplit(URL).hostname])]
CSRF_TRUSTED_ORIGINS = [URL] if URL else []

# Plain http on a laptop works; https switches on what would lock it out.
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# With __Host- a browser takes the cookie from this host over https alone, and no neighboring host can plant one.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}allied_session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}allied_csrf"
CSRF_FAILURE_VIEW = "allied.web.views.forbidden"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allied.kernel.people",
    "allied.kernel.nodes",
    "allied.kernel.access",
    "allied.kernel.activity",
    "allied.kernel.personal",
    "allied.kernel.saved_lists",
    "allied.kernel.search",
    "allied.kernel.jobs",
    "allied.kernel.bulk_changes",
    "allied.kernel.thread",
    "allied.kernel.embeddings",
    "allied.kernel.talk",
    "allied.kernel.files",
    "allied.kernel.importing",
    "allied.kernel.disposal",
    "allied.kernel.labels",
    "allied.kernel.custom_fields",
    "allied.kernel.templates",
    "allied.web",
    "allied.domains.feedback",
    "allied.domains.themes",
    "allied.domains.insights",
    "allied.domains.discovery",
    "allied.domains.roadmap",
    "allied.domains.prioritization",
    "allied.domains.rituals",
    "allied.domains.decisions",
    "allied.domains.pages",
    "allied.integrations.wording",
    "allied.flows",
    "allied.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "allied.web.security.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "allied.web.compression.Compression",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allied.web.current.remember_request",
    "allied.web.security.storable_text",
]
ROOT_URLCONF = "allied.site.urls"
DATABASES = {"default": parts.database(text("ALLIED_DATABASE_URL"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [ROOT / "allied" / "locale"]

# Sign-in: by e-mail and password; accounts are made by the set-up page and by invitations only.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]
ACCOUNT_ADAPTER = "allied.site.account.Adapter"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  a class
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
# Tries are counted here. Room for many addresses, lest whoever floods it makes it forget the others.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("ALLIED_EMAIL_FROM")
HAS_EMAIL = bool(text("ALLIED_EMAIL_URL"))
globals().update(parts.mail(text("ALLIED_EMAIL_URL")))

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "allied.web.jinja.Engine",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "allied.web.jinja.environment"},
    },
    {
        # the pages of allauth alone: everything of our own is Jinja2
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "allied" / "site" / "account_templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# The built front end is served from where it was built: no collecting step.
STATIC_URL = "/static/"
STATICFILES_DIRS = [("ui", UI)] if UI.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/ui/assets/.+-[\w-]{8}\.\w+$"

# An import may bring 64 MB; a form may not. The bridge refuses more before a thread is taken.
REQUEST_LIMIT = 64 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = parts.logging(text("ALLIED_LOG"))
