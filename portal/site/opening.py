"""What a hub answers before anything is public: help lines and exit, instead of Wagtail's welcome or an error."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from wagtail.models import Page

from portal.core.process_memory import kept_or_made

KEPT = 24 * 60 * 60
# Seconds.
RETRY_AFTER = 60 * 60


def is_open() -> bool:
    """Whether any page of the hub is public. No query until something is published."""
    return kept_or_made("opened", _has_public_pages, KEPT)


def _has_public_pages() -> bool:
    # Wagtail's own migrations make a page that welcomes to Wagtail.
    welcome = ContentType.objects.get_for_model(Page)
    return Page.objects.live().filter(depth__gt=1).exclude(content_type=welcome).exists()


def not_open(request: HttpRequest) -> HttpResponse:
    """503: the site is not open yet. The page needs no style sheet, which may not be collected yet."""
    context = {
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": settings.LANGUAGES,
        "first": settings.LANGUAGE_CODE,
        "is_demonstration": settings.DEMO_ALLOWED,
        "command": "python manage.py setup",
    }
    response = HttpResponse(render_to_string("portal/not_open.html", context), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
