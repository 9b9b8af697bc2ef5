"""The hub as a WSGI application, for the application server: Django's, with the page cache in front of it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

_django = get_wsgi_application()

from portal.page_cache.application import cached  # noqa: E402 - it imports models

application = cached(_django)
