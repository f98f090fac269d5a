"""Settings of the tests: a home of their own that goes with them, cheap passwords, no waiting for the disk."""

import atexit
import os
import shutil
import tempfile

if "ALLIED_HOME" not in os.environ:
    _made = os.environ["ALLIED_HOME"] = tempfile.mkdtemp(prefix="allied-test-")
    atexit.register(shutil.rmtree, _made, ignore_errors=True)
os.environ.setdefault("ALLIED_SECRET_KEY", "tests only, and long enough to sign with")

from allied.settings import *  # noqa: E402, F403
from allied.settings import DATABASES, HOME  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = {}  # allauth fills in its own; the tests of sign-in stay below them
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

_database = DATABASES["default"]
if "sqlite3" in _database["ENGINE"]:
    _database["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    _database["OPTIONS"]["init_command"] = _database["OPTIONS"]["init_command"].replace("=FULL", "=OFF")
elif _name := os.environ.get("ALLIED_TEST_NAME", ""):
    _database["TEST"] = {"NAME": f"test_allied_{_name}"}  # several runs share one server
