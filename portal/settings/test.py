"""For the tests: as in the demonstration, with a quick password hasher and a folder of its own for what is written."""

import os
import tempfile
from urllib.parse import urlsplit

# A folder for each test process, so that parallel runs never share uploads or cached pages.
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="hub-test-")

from .base import *  # noqa: F403
from .base import CACHES, DATABASES, REDIS_URL, STORAGES

SECRET_KEY = "only-for-tests-and-known-to-everybody"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DEMO_ALLOWED = True
CHECK_LINKS = False
SECOND_FACTOR_REQUIRED = False
DEMONSTRATION_NOTICE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if REDIS_URL:
    # A database of Redis for each parallel process: clearing a cache empties all of its database.
    _redis = urlsplit(REDIS_URL)
    _number = int(_redis.path.strip("/") or 0) + int(
        os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    )
    CACHES["default"]["LOCATION"] = _redis._replace(path=f"/{_number % 16}").geturl()
# The served site's threads leave no connection behind, so that the tests' database can be removed.
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Static files straight from their sources.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# What a test has written may be lost when the machine fails: nobody waits for the disk.
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
else:
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
