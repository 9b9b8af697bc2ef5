"""For the tests: as in the demonstration, with a quick password hasher and a folder of its own for what is written."""

import os
import tempfile

# A folder for each test process, so that parallel runs never share uploads or cached pages.
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="hub-test-")

from .base import *  # noqa: F403
from .base import CACHES, REDIS_URL, STORAGES

SECRET_KEY = "only-for-tests-and-known-to-everybody"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DEMO_ALLOWED = True
DEMONSTRATION_NOTICE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if REDIS_URL:
    # One key space for each parallel test process.
    CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "main")
# Static files straight from their sources.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
