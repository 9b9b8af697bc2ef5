"""The public views of requests to join."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from . import joining


def join(request):
    """The form, with errors if there are any; a redirect after the request is saved."""
    form, status = joining.handle(request)
    response: HttpResponse
    if form.saved:
        response = HttpResponseRedirect(reverse("partners:join_done"))
    else:
        context = {"form": form, "over_limit": status == 429}
        response = render(request, "partners/join.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
def done(request):
    """The page that says what happens next."""
    response = render(request, "partners/join_done.html")
    response.headers["Cache-Control"] = "no-store"
    return response
