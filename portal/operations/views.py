"""What machines ask for: health, robots, whom to tell of a security hole."""

import datetime
import uuid

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache


def check_database():
    """Ask the database something. Raises whatever it raises."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM wagtailcore_site LIMIT 1")


def check_cache():
    """Write into the shared cache and read it again.

    Raises:
        OSError: it keeps nothing.
    """
    probe = uuid.uuid4().hex
    cache.set("healthz", probe, 30)
    # Another process may have written in between; an empty answer is what means trouble.
    if not cache.get("healthz"):
        raise OSError("The cache does not keep what is written to it.")


def check_uploads():
    """Write a file where uploads go and delete it. Raises whatever the storage raises."""
    name = default_storage.save("healthz.txt", ContentFile(b"ok"))
    default_storage.delete(name)


@never_cache
def healthz(request):
    """200 "ok" when database, cache and uploads work; 503 with the parts that fail."""
    failing = []
    for part, check in (("database", check_database), ("cache", check_cache), ("uploads", check_uploads)):
        try:
            check()
        except Exception:  # Whatever it is, this part does not work.
            failing.append(part)
    if failing:
        return HttpResponse("failing: " + ", ".join(failing), status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def robots(request):
    """robots.txt: a demonstration is not for search engines, a real hub is, but for its private places."""
    if settings.DEMONSTRATION_NOTICE:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        private = ("/admin/", "/accounts/", "/workspace/", "/exit/", "/search/")
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in private)]
        lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def security_txt(request):
    """security.txt (RFC 9116): where to report a hole in the hub, valid for half a year from now."""
    contact = settings.SECURITY_CONTACT or request.build_absolute_uri("/contact/")
    expires = (timezone.now() + datetime.timedelta(days=182)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: en",
        f"Canonical: {request.build_absolute_uri('/.well-known/security.txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
