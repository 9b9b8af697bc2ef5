"""The hub's addresses and one bare answer."""

from django.http import HttpResponse
from django.urls import path

from portal import urls
from tests.bench.names import BARE

urlpatterns = [path(BARE, lambda request: HttpResponse("ok")), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
