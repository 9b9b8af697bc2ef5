"""Every address of the hub, app by app. The apps above are named by string, never imported."""

from django.conf.urls.i18n import i18n_patterns
from django.http import Http404, HttpResponseRedirect
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from portal.accounts import resubmission
from portal.operations import views as machines
from portal.previews import views as previews
from portal.site import error_views, exit, page_views, sitemap
from portal.staff import views as invitations
from portal.workflow import editing


def _admin_sign_in(request):
    """Wagtail's own password form is never shown: there is one sign-in."""
    query = request.GET.urlencode()
    return HttpResponseRedirect("/accounts/login/" + (f"?{query}" if query else ""))


def _closed(request, rest):
    """Wagtail's page of one's account changes password and address unasked; portal/notifications/preferences_admin.py has the rest."""
    raise Http404


urlpatterns = [
    path("admin/login/", _admin_sign_in),
    # In the place of Wagtail's own view of this address, and before it.
    path(
        "admin/editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/",
        editing.ping,
    ),
    re_path(r"^admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    re_path(r"^admin/account/(.*)$", _closed),
    # Wagtail's pages of redirects ask nobody for approval; ours do (portal/redirects/models.py).
    re_path(
        r"^admin/redirects/", RedirectView.as_view(pattern_name="wagtailsnippets_portal_officeredirect:list")
    ),
    # Wagtail's test of what an error looks like.
    path("admin/failwhale/", error_views.page_not_found),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("uploads/", include("media.urls")),
    path("exit/", exit.leave, name="exit"),
    path("preview/<str:secret>/", previews.show, name="preview_link"),
    re_path(r"^api/hsds(?:/|$)", include("partners.hsds.urls")),
    path("api/partner/", include("partners.api.urls")),
    path("healthz", machines.healthz),
    path("robots.txt", machines.robots),
    path("sitemap.xml", sitemap.index),
    # Not in a folder: a sitemap may name addresses below its own folder only (sitemaps.org).
    re_path(r"^sitemap-([1-9][0-9]{0,6})\.xml$", sitemap.part),
    path(".well-known/security.txt", machines.security_txt),
]
urlpatterns += i18n_patterns(
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/kept/", resubmission.confirm_resubmission, name="resubmission"),
    path("accounts/welcome/<str:token>/", invitations.invitation, name="staff_invitation"),
    # The address is the account's name: the office or an invitation gives it, and nobody takes another's.
    path("accounts/email/", RedirectView.as_view(pattern_name="partners:account")),
    path("accounts/", include("allauth.account.urls")),
    path("", include("partners.urls")),
    path("", include("home.urls")),
    # Of Wagtail's own addresses only the pages: its sign-in and password forms stay shut.
    re_path(serve_pattern, page_views.show, name="wagtail_serve"),
    # Calendars and feeds that pages answer at a file's name below their own address.
    re_path(r"^((?:[\w-]+/)+[\w-]+\.(?:ics|atom|json))$", page_views.show),
    prefix_default_language=False,
)

handler404 = "portal.site.error_views.page_not_found"
handler500 = "portal.site.error_views.server_error"
handler400 = "portal.site.error_views.bad_request"
handler403 = "portal.site.error_views.forbidden"
# Of allauth: too many tries to sign in or to prove who one is.
handler429 = "portal.site.error_views.too_many_requests"
