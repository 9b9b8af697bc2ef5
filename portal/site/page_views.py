"""Pages of the tree, each in its own language only."""

from django.http import Http404
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.views import serve


def show(request, path):
    """Wagtail's view of pages, except in a language whose home page is not public.

    There, Wagtail would show the pages of the default language as if they were in the other one.

    Raises:
        Http404: there is no page at the address in the address's language.
    """
    found = Page.route_for_request(request, path)
    if found and found.page.locale.language_code != get_language():
        raise Http404
    return serve(request, path)
