"""Pages of the tree, each in its own language only."""

from wagtail.views import serve

from .routing import route


def show(request, path):
    """Wagtail's view of pages, except in a language whose home page is not public.

    There, Wagtail would show the pages of the default language as if they were in the other one.

    Raises:
        Http404: there is no page at the address in the address's language.
    """
    # Kept on the request, where Wagtail looks for it.
    route(request, path)
    return serve(request, path)
