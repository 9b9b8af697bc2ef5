"""The workspace of an organization: access, start page, dashboard."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.members.permissions import Access
from partners.moderation import services as moderation

from . import co_hosts, dashboard
from .first_steps import first_steps


def member_view(view):
    """Admit only members of the organization whose `slug` is in the address; everybody else gets 404.

    Sets `request.access` (partners.members.permissions.Access) and `request.organisation` (the OrganisationPage, or None if the address
    has no slug). The response is not cached.

    Args:
        view: a view whose arguments are the request, the slug if the address has one, and the rest of the address.

    Returns:
        The guarded view.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        request.access = Access(request.user)
        request.organisation = None
        if "slug" in kwargs:
            request.organisation = request.access.organisation(kwargs["slug"])
            if request.organisation is None:
                raise Http404("There is no such workspace for this person.")
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def event_view(view):
    """Like member_view(); also finds the organization's event by `key` and sets `request.event`, else 404.

    Args:
        view: a view whose arguments are the request, the slug and the rest of the address without the key.

    Returns:
        The guarded view.
    """

    @wraps(view)
    def guarded(request, slug, key, **kwargs):
        request.event = request.access.event(request.organisation, key)
        if request.event is None:
            raise Http404("There is no such event of this organisation.")
        return view(request, slug, **kwargs)

    return member_view(guarded)


@member_view
def home(request):
    """Redirect to the person's organization; with several, show a list to choose from."""
    organisations = request.access.organisations
    if len(organisations) == 1:
        return redirect("partners:dashboard", slug=organisations[0].slug)
    return render(
        request, "partners/workspace/choose.html", {"organisations": organisations, "section": "choose"}
    )


@member_view
@require_safe
def show_dashboard(request, slug):
    """The organization's events by state, on pages; with search words and filters those that fit."""
    board = dashboard.Dashboard(request.organisation, request.GET)
    context = {
        "board": board,
        "steps": [] if board.form.is_active else first_steps(request.organisation, board),
        "named_in": [] if board.form.is_active else co_hosts.named_in(request.organisation),
        "form": board.form,
        "pages": board.page(request.GET.get("page")),
        "title": _("Events"),
        "usual_answer": moderation.usual_answer(),
    }
    return render(request, "partners/workspace/dashboard.html", context)
