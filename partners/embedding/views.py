"""The page for frames on other websites, and the page of the workspace that says how to use it."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from partners.events.listing import upcoming_of
from partners.events.models import EventIndexPage
from partners.organisations.models import OrganisationPage
from partners.workspace.views import member_view

from .forms import WebsitesForm
from .models import EmbedSettings

# The next dates that a frame shows.
DATES = 10
FRAME = '<iframe src="{}" title="{}" width="100%" height="600" loading="lazy"></iframe>'


@require_safe
@xframe_options_exempt
def embed(request, slug):
    """The next events of an organization, for a frame on its own website: no script, no cookie, nothing of others.

    Raises:
        Http404: there is no such public organization.
    """
    organisation = OrganisationPage.objects.live().filter(slug=slug).order_by("pk").first()
    if organisation is None:
        raise Http404("There is no such public organization.")
    context = {
        "organisation": organisation,
        "items": upcoming_of(organisation, get_language(), DATES),
    }
    response: Any = render(request, "partners/embed.html", context)
    settings = EmbedSettings.objects.filter(organisation=organisation).first()
    origins = settings.origins if settings else []
    response._csp_replace = {"frame-ancestors": ["'self'", *origins], "script-src": ["'none'"]}
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@member_view
@require_http_methods(["GET", "HEAD", "POST"])
def website(request, slug):
    """How the organization's own website shows its events; POST stores which websites may."""
    settings = EmbedSettings.objects.filter(organisation=request.organisation).first()
    if request.method == "POST":
        form = WebsitesForm(request.POST)
        if form.is_valid():
            EmbedSettings.objects.update_or_create(
                organisation=request.organisation, defaults={"origins": form.cleaned_data["origins"]}
            )
            messages.success(request, _("The list of websites was saved."))
            for sentence in form.shortened:
                messages.info(request, sentence)
            return redirect("partners:website", slug)
    else:
        form = WebsitesForm(initial={"origins": "\n".join(settings.origins) if settings else ""})
    addresses = _addresses(request)
    name = _("Events of %(name)s") % {"name": request.organisation.title}
    context = {
        "form": form,
        "addresses": addresses,
        # HTML to copy: in the field it is escaped once more.
        "link_html": format_html('<a href="{}">{}</a>', addresses.get("page", addresses["embed"]), name),
        "frame_html": format_html(FRAME, addresses["embed"], name),
        "section": "website",
        "title": _("Your own website"),
    }
    return render(request, "partners/workspace/website.html", context, status=422 if form.errors else 200)


def _addresses(request):
    """The absolute addresses of the organization's events, by kind, in the member's language."""
    index = EventIndexPage.objects.live().filter(locale__language_code=get_language()).first()
    index = index or EventIndexPage.objects.live().order_by("pk").first()
    slug = request.organisation.slug
    found = {"embed": request.build_absolute_uri(reverse("partners:embed", args=[slug]))}
    if index:
        root, query = request.build_absolute_uri(index.get_url(request)), f"?organisation={slug}"
        found |= {
            "page": f"{root}{query}",
            "ics": f"{root}calendar.ics{query}",
            "atom": f"{root}feed.atom{query}",
            "json": f"{root}calendar.json{query}",
        }
    return found
