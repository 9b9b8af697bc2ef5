"""The page of the workspace with an organization's tokens, and the public page about data for programs."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partners.workspace.views import member_view
from portal.core.submit_once import secret_of
from portal.exceptions import ActionNotAllowed

from . import tokens
from .forms import TokenForm
from .selectors import base


@require_safe
def index(request):
    """What programs can read and write here."""
    # Its addresses begin with an expression that reverse() cannot turn round.
    return render(request, "partners/api/index.html", {"directory": "/api/hsds/"})


def owner_view(view):
    """Like member_view(), for owners only; for other members there is nothing at the address.

    Args:
        view: see member_view().

    Returns:
        The guarded view.
    """

    @wraps(view)
    def guarded(request, slug, **kwargs):
        if not request.access.memberships[request.organisation.pk].is_owner:
            raise Http404("Only owners make tokens.")
        return view(request, slug, **kwargs)

    return member_view(guarded)


@owner_view
@require_safe
def show(request, slug):
    """The organization's tokens, and the form for a new one."""
    return _page(request, TokenForm(organisation=request.organisation))


@owner_view
@require_POST
def new(request, slug):
    """Make a token, and show it: this once."""
    form = TokenForm(request.POST, organisation=request.organisation)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    try:
        token, text = tokens.make(
            request.organisation, request.user, data["name"], data["days"], secret_of(request)
        )
    except ActionNotAllowed as refused:
        form.add_error(None, refused.text)
        return _page(request, form, status=422)
    shown = text if token.is_open else ""
    return _page(request, TokenForm(organisation=request.organisation), made=token, text=shown)


@owner_view
@require_POST
def revoke(request, slug, pk):
    """Revoke a token."""
    tokens.revoke(get_object_or_404(tokens.of(request.organisation), pk=pk), request.user)
    messages.success(request, _("The token was revoked. Software can no longer use it."))
    return redirect("partners:api_tokens", slug)


def _page(request, form, status=200, **more):
    context = {
        "form": form,
        "tokens": list(tokens.of(request.organisation)),
        "base": base(),
        "section": "api",
        "title": _("Software that posts events"),
        **more,
    }
    return render(request, "partners/api/tokens.html", context, status=status)
