"""What machines ask for: health, robots, whom to tell of a security hole."""

import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from .storage import failing_parts


@never_cache
def healthz(request):
    """200 "ok" when database, cache and uploads work; 503 with the parts that fail."""
    if failing := failing_parts():
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
    # RFC 9116 §3 asks for the charset.
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
