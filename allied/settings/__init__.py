"""All settings. Each environment variable has a default; `allied doctor` lists them."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = Path(os.environ.get("ALLIED_HOME", ROOT / "var" / "home"))
UI = ROOT / "var" / "ui"
HOME.mkdir(parents=True, exist_ok=True)


def _secret() -> str:
    """One secret per installation, written once; two processes starting together agree on it."""
    place = HOME / "secret_key"
    try:
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return place.read_text()


def database(url: str) -> dict[str, object]:
    """Django's settings for the database at ``url``; empty = SQLite in ``ALLIED_HOME``."""
    if not url or url.startswith("sqlite:///"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///") or HOME / "allied.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;"
                " PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


URL = os.environ.get("ALLIED_URL", "")
HTTPS = URL.startswith("https://")
SECRET_KEY = os.environ.get("ALLIED_SECRET_KEY") or _secret()
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, [urlsplit(URL).hostname])]
CSRF_TRUSTED_ORIGINS = [URL.rstrip("/")] if URL else []
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "allied.web.views.forbidden"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
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
    "allied.kernel.search",
    "allied.kernel.jobs",
    "allied.kernel.thread",
    "allied.web",
    "allied.domains.insights",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allied.web.current.remember_request",
    "allied.web.security.security_headers",
]
ROOT_URLCONF = "allied.site.urls"
DATABASES = {"default": database(os.environ.get("ALLIED_DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "allied.web.jinja.Engine",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "allied.web.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [("ui", UI)] if UI.is_dir() else []
