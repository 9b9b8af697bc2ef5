"""Hooks of the media app into Wagtail's admin."""

from django.http import Http404
from wagtail import hooks

from media.core import access
from media.library import new_item, reports


@hooks.register("before_serve_document")
def restrict_unused_document(document, request):
    """Serve a document that no public page uses only to people who work with it.

    Raises:
        Http404: for everybody else, as if it did not exist.
    """
    if not access.may_read(document, request.user):
        raise Http404("There is no such document.")
