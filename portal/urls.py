"""Every address of the hub, floor by floor. Upper floors are named by string, never imported."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponseRedirect
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from portal import kept_input
from portal.sitemap import HubSitemap
from portal.views import exit, machines, pages, previews


def _admin_sign_in(request):
    """Wagtail's own password form is never shown: there is one sign-in."""
    query = request.GET.urlencode()
    return HttpResponseRedirect("/accounts/login/" + (f"?{query}" if query else ""))


urlpatterns = [
    path("admin/login/", _admin_sign_in),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("uploads/", include("media.urls")),
    path("exit/", exit.leave, name="exit"),
    path("preview/<str:secret>/", previews.show, name="preview_link"),
    re_path(r"^api/hsds(?:/|$)", include("partners.hsds_urls")),
    path("healthz", machines.healthz),
    path("robots.txt", machines.robots),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": HubSitemap}}),
    path(".well-known/security.txt", machines.security_txt),
]
urlpatterns += i18n_patterns(
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/kept/", kept_input.go_on, name="kept_input"),
    # The address is the account's name: the office or an invitation gives it, and nobody takes another's.
    path("accounts/email/", RedirectView.as_view(pattern_name="partners:account")),
    path("accounts/", include("allauth.account.urls")),
    path("", include("partners.urls")),
    path("", include("home.urls")),
    # Of Wagtail's own addresses only the pages: its sign-in and password forms stay shut.
    re_path(serve_pattern, pages.show, name="wagtail_serve"),
    # Calendars and feeds that pages answer at a file's name below their own address.
    re_path(r"^((?:[\w-]+/)+[\w-]+\.(?:ics|atom))$", pages.show),
    prefix_default_language=False,
)

handler404 = "portal.views.errors.page_not_found"
handler500 = "portal.views.errors.server_error"
handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
# Of allauth: too many tries to sign in or to prove who one is.
handler429 = "portal.views.errors.too_many_requests"
