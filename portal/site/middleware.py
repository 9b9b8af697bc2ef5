"""What every answer carries: the language of its address and the headers that keep a visitor safe."""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.html import format_html_join
from django.utils.http import url_has_allowed_host_and_scheme

from portal.checks.publishing import NotReady, address_in_editor, field_label
from portal.core.language_paths import without_language

COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/javascript", "image/svg+xml")
# Places of signed-in people: nothing of them stays in a cache.
PRIVATE_PREFIXES = ("/admin/", "/accounts/", "/workspace/")


class AddressLocaleMiddleware(MiddlewareMixin):
    """The address alone decides the language: no cookie, no `Vary`, no trap."""

    def process_request(self, request):
        """Activate the language of the address's prefix, or the default one."""
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request, response):
        """Say in which language the answer is (RFC 9110 §8.5)."""
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class AdminMiddleware(MiddlewareMixin):
    """Two refusals of the admin, each in words.

    Approving and publishing many pages at once save pages without a form; `HubPage.publish` refuses what is not ready.
    """

    def process_request(self, request):
        """Tell a signed-in person without admin rights so: Wagtail would lead her to the sign-in, which leads back.

        Raises:
            PermissionDenied: the account does not open the admin.
        """
        user = request.user if request.path_info.startswith("/admin/") else None
        if user and user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied

    def process_exception(self, request, exception):
        """Turn the refusal into a message on the page from which the person came; nothing was changed."""
        if not isinstance(exception, ValidationError) or not request.path_info.startswith("/admin/"):
            return None
        messages.error(request, _words_of(exception))
        back = request.headers.get("Referer", "")
        allowed = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
        return HttpResponseRedirect(back if allowed else reverse("wagtailadmin_home"))


def _words_of(error):
    """The sentences of a refusal; those of a page that is not ready lead to its fields in the editor."""
    if not isinstance(error, NotReady) or not error.page.pk:
        return " ".join(error.messages)
    editor = reverse("wagtailadmin_pages:edit", args=[error.page.pk])
    return format_html_join(
        " ",
        '<a href="{}">{}: {}</a>',
        (
            (
                editor + address_in_editor(failure),
                field_label(error.page, failure.field) or error.page.title,
                failure.message,
            )
            for failure in error.failures
        ),
    )


class TextGZipMiddleware(GZipMiddleware):
    """Compresses text only: pictures and videos are compressed already, and parts of a file must keep their offsets."""

    def process_response(self, request, response):
        """Compress the answer when it is text and the browser allows it; the page cache compresses what it keeps."""
        if "portal.page_cache" in request.META and "no-store" not in response.get("Cache-Control", ""):
            return response
        if response.get("Content-Type", "").startswith(COMPRESSIBLE):
            return super().process_response(request, response)
        return response


class ContentSecurityMiddleware(CSPMiddleware):
    """The strict public policy; a looser one where Wagtail's admin needs inline code."""

    def get_policy_parts(self, request, response, report_only=False):
        """The policy of an answer, chosen by its address."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None and request.path_info.startswith("/admin/"):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


def _is_personal(request):
    """Whether somebody is or may be signed in: a cache that many people share must not keep the answer (RFC 9111 §5.2.2.7)."""
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or "messages" in request.COOKIES
        or "Authorization" in request.headers
    )


class VisitorSafetyMiddleware(MiddlewareMixin):
    """Headers that keep what a visitor reads between her and the hub."""

    def process_response(self, request, response):
        """Add what is missing; a view that has set a header knows better."""
        path = without_language(request.path_info)
        private = path.startswith(PRIVATE_PREFIXES) or request.method == "POST"
        ordinary = "private, no-cache" if _is_personal(request) else "no-cache"
        response.headers.setdefault("Cache-Control", "no-store" if private else ordinary)
        response.headers.setdefault(
            "Permissions-Policy",
            "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        )
        if settings.DEMONSTRATION_NOTICE:
            response.headers["X-Robots-Tag"] = "noindex"
        return response
