"""Pages of the tree, each in its own language only."""

from wagtail.views import serve

from .opening import is_open, not_open
from .routing import route


def show(request, path):
    """Wagtail's view of pages, except in a language whose home page is not public.

    There, Wagtail would show the pages of the default language as if they were in the other one.

    Before anything is public, every address says that the site is not open yet.

    Raises:
        Http404: there is no page at the address in the address's language.
    """
    if not is_open():
        return not_open(request)
    # Kept on the request, where Wagtail looks for it.
    route(request, path)
    return serve(request, path)
