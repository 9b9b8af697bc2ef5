"""A confirmation page before an action that cannot be undone. It needs no script: the button submits the same form again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def question(
    request: HttpRequest,
    title: str | StrPromise,
    text: str | StrPromise,
    button: str | StrPromise,
    back: str,
    subject: str = "",
    also: dict[str, str] | None = None,
) -> HttpResponse | None:
    """The confirmation page, until the user has confirmed.

    Args:
        request: a POST, or a GET from a link.
        title: the action, in a few words.
        text: its consequences.
        button: the label of the button.
        back: the address of the link that cancels.
        subject: the object of the action.
        also: further hidden fields of the form by name, such as the next address.

    Returns:
        The response with the confirmation page, or None if the user has confirmed.
    """
    if request.POST.get("confirmed") == "on":
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    fields += [item for item in (also or {}).items() if item[0] not in request.POST]
    context = {
        "title": title,
        "subject": subject,
        "text": text,
        "button": button,
        "back": back,
        "fields": fields,
    }
    return render(request, "portal/admin/confirm.html", context)
