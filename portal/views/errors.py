"""Pages for what went wrong. Each still shows the help lines."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.csrf import requires_csrf_token

from portal import kept_input
from portal.versions import elsewhere


def page_not_found(request, exception=None):
    """404: says what to do next; what exists in other languages only is offered in these, with the help lines (corrections 14)."""
    versions, nearest = elsewhere(request)
    return render(request, "portal/404.html", {"versions": versions, "nearest": nearest}, status=404)


def server_error(request):
    """500: must not need the database, because the database may be what failed."""
    try:
        return HttpResponse(render_to_string("portal/500.html", request=request), status=500)
    except Exception:
        # Whatever broke the page may break its frame too; these words and numbers need nothing.
        return HttpResponse(
            render_to_string(
                "portal/500_plain.html",
                {
                    "language": get_language(),
                    "languages": settings.LANGUAGES,
                    "first": settings.LANGUAGE_CODE,
                },
            ),
            status=500,
        )


def bad_request(request, exception=None):
    """400: the browser sent something that the hub cannot read."""
    return render(request, "portal/400.html", status=400)


def forbidden(request, exception=None):
    """403: signed in, but not for this place."""
    return render(request, "portal/403.html", status=403)


def too_many_requests(request, exception=None):
    """429: somebody tries passwords or codes too often."""
    return render(request, "portal/429.html", status=429)


@requires_csrf_token
def csrf_failure(request, reason=""):
    """403 on a form that was open too long or whose cookie was refused; what was typed is kept.

    Only forms that act on nobody's authority may be sent again from here, and those of the workspace that carry the
    sealed number of the person who sends them: for others that would undo the protection.
    """
    kept, owner = [], kept_input.is_workspace(request) and kept_input.owner(request)
    if owner and not request.user.is_authenticated:
        return kept_input.sign_in_page(request)
    if owner and owner == request.user.pk:
        return kept_input.confirmation(request)
    if request.path_info.endswith(("/request-accessible-format/", "/partners/join/")):
        kept = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken"
        ]
    response = render(request, "portal/403_csrf.html", {"kept": kept}, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response
