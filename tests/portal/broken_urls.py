"""The hub's addresses and one at which something goes wrong."""

from django.urls import path

from portal.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def _break(request):
    raise RuntimeError("a secret of the code")


urlpatterns = [path("broken/", _break), *urlpatterns]
