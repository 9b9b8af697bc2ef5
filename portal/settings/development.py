"""For working on the hub: `python manage.py runserver`."""

from .base import *  # noqa: F403
from .base import STORAGES

DEBUG = True
SECRET_KEY = "only-for-development-and-known-to-everybody"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DEMONSTRATION_NOTICE = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DEMO_ALLOWED = True
SECOND_FACTOR_REQUIRED = False
PAGE_CACHE = False  # A template that is changed shows at once.
