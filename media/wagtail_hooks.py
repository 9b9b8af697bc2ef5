"""What the media add to Wagtail's admin."""

from django.http import Http404
from wagtail import hooks

from media.core import access
from media.library import new_item, reports


@hooks.register("before_serve_document")
def only_what_is_public(document, request):
    """A document that no public page uses is there for those who work with it only.

    Raises:
        Http404: for everybody else, as if it were not there.
    """
    if not access.may_read(document, request.user):
        raise Http404("There is no such document.")
