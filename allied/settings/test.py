"""Settings of the tests: the same database settings, cheap passwords."""

import os
import tempfile

os.environ.setdefault("ALLIED_HOME", tempfile.mkdtemp(prefix="allied-test-"))
os.environ.setdefault("ALLIED_SECRET_KEY", "tests only")

from allied.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if _name := os.environ.get("ALLIED_TEST_NAME", ""):
    DATABASES["default"]["TEST"] = {"NAME": f"test_allied_{_name}"}  # noqa: F405
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}  # noqa: F405
