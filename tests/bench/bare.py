"""The bare answer to which the hub's are compared: Django with nothing around it, 4 kB of text. Settings and application in one."""

import os

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

os.environ["DJANGO_SETTINGS_MODULE"] = __name__

SECRET_KEY = "only-for-the-bench-and-known-to-everybody"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = __name__
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []

BODY = b"Nothing but text. " * 228  # 4104 bytes

urlpatterns = [
    path("", lambda request: HttpResponse(BODY)),
    path("healthz", lambda request: HttpResponse("ok")),
]

application = get_wsgi_application()
