"""The hub as a WSGI application, for the application server: Django's, with the page cache in front of it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal.core.unused_libraries import leave_out_driver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

leave_out_driver(settings.DATABASES["default"]["ENGINE"])
_django = get_wsgi_application()

from portal.page_cache.application import cached  # noqa: E402 - it imports models

application = cached(_django)
