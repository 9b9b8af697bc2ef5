"""Varnish and nginx, started with the configurations of docs/proxy/, in front of a served hub."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils import timezone

from home.models import DefinitionPage
from partners.models import EventPage, Occurrence
from partners.workspace import status_changes
from portal.core.cache_version import withdraw_cached_pages
from portal.page_cache import proxies
from portal.page_cache.application import PageCache
from tests.live import published
from tests.portal.page_cache.proxy_programs import PROGRAMS, ServedHub, find, short_folder

pytestmark = [pytest.mark.one_database, pytest.mark.slow]
PAGE = "/definitions/labor-trafficking/"
NEUTRAL_SITE = "https://www.weather.gov/"


@pytest.fixture(autouse=True)
def one_transaction():
    """Not in these tests: requests come from other threads, which close their own connections."""


@pytest.fixture(scope="module", params=PROGRAMS)
def running(request):
    """A port for the hub, and a proxy in front of it."""
    if not find(request.param):
        pytest.skip(f"{request.param} is not installed: apt-get install nginx varnish varnish-modules")
    hub = ServedHub()
    with short_folder() as folder:
        proxy = PROGRAMS[request.param](hub.port, folder)
        yield hub, proxy
        proxy.stop()
        hub.stop()


@pytest.fixture
def hub(running, real_commits, settings):
    """The hub with its page cache, at a port. A proxy that takes purges is named to it, and is empty."""
    served, proxy = running
    cache = PageCache(get_wsgi_application())
    cache.files.clear()
    served.application = cache
    served.start()
    proxy.wait()
    settings.CACHE_PROXIES = [f"http://127.0.0.1:{proxy.purge_port}"] if proxy.purge_port else []
    withdraw_cached_pages()
    served.seen.clear()
    yield served
    # Requests that the proxy makes for itself.
    connections.close_all()


@pytest.fixture
def proxy(running, hub):
    """The proxy."""
    return running[1]


def _page():
    return DefinitionPage.objects.get(slug="labor-trafficking", locale__language_code="en")


def _title(text):
    page = _page()
    page.title = text
    published(page)


def _coming_event():
    coming = Occurrence.objects.filter(end__gte=timezone.now()).values("event_key")
    events = EventPage.objects.live().filter(locale__language_code="en", translation_key__in=coming)
    return next(event for event in events.order_by("pk") if event.street_address)


def _is_kept(proxy, hub, path):
    """Whether a second request is answered from the proxy: without the hub, or with its word that nothing changed."""
    proxy.get(path)
    hub.seen.clear()
    answer = proxy.get(path)
    return answer, hub.asked_for(path) == ([] if proxy.purge_port else [304])


def test_a_page_is_kept_by_the_proxy_and_a_change_shows_with_the_next_request(proxy, hub):
    before, kept = _is_kept(proxy, hub, PAGE)
    assert before.status == 200 and kept
    for number in range(3):
        _title(f"Labor trafficking, version {number}")
        assert f"Labor trafficking, version {number}" in proxy.get(PAGE).body
        # And of a list that names it.
        assert f"Labor trafficking, version {number}" in proxy.get("/definitions/").body
        assert _is_kept(proxy, hub, PAGE)[1]


def test_readers_always_ask_again_and_get_what_they_need_to_do_so(proxy, hub):
    proxy.get(PAGE)
    answer = proxy.get(PAGE, Accept_Encoding="gzip, br")
    answer = proxy.get(PAGE, Accept_Encoding="gzip, br")
    assert answer.headers["cache-control"] == "no-cache"
    assert "Accept-Encoding" in answer.headers["vary"] and answer.headers["content-encoding"] == "br"
    assert not {"surrogate-control", "surrogate-key", "xkey", "x-accel-expires"} & set(answer.headers)
    assert not answer.cookies
    assert proxy.get(PAGE, If_None_Match=answer.headers["etag"]).status == 304
    assert proxy.get(PAGE, method="HEAD").status == 200
    plain = proxy.get(PAGE)
    assert "content-encoding" not in plain.headers and "</html>" in plain.body


def test_what_was_withdrawn_is_gone_and_stays_away_while_the_hub_is_down(proxy, hub):
    event = _coming_event()
    path = event.get_url_parts()[2]
    for address in (PAGE, path):
        assert proxy.get(address).status == 200
    _page().unpublish()
    assert proxy.get(PAGE).status == 404
    status_changes.take_down(event, get_user_model().objects.get(email="coordinator@example.org"))
    assert proxy.get(path).status in (404, 410)
    hub.stop()
    for address in (PAGE, path):
        answer = proxy.get(address)
        assert answer.status in (404, 410, 503) and event.title not in answer.body


def test_a_hidden_place_is_gone_with_the_next_request(proxy, hub):
    event = _coming_event()
    path, place = event.get_url_parts()[2], event.street_address
    assert place in proxy.get(path).body
    status_changes.hide_place(event, get_user_model().objects.get(email="coordinator@example.org"))
    assert place not in proxy.get(path).body
    hub.stop()
    assert place not in proxy.get(path).body


def test_who_has_a_session_is_answered_by_the_hub_and_leaves_nothing_behind(proxy, hub, settings):
    kept = proxy.get(PAGE)
    for cookie in (f"{settings.SESSION_COOKIE_NAME}=abc", "__Host-session=abc", "a=b; messages=x"):
        hub.seen.clear()
        assert proxy.get(PAGE, Cookie=cookie).headers["cache-control"] in ("private, no-cache", "no-cache")
        assert hub.asked_for(PAGE) == [200]
    assert proxy.get(PAGE).body == kept.body
    # The cookie of a form, and those of other sites of the city, change nothing.
    proxy.get(PAGE, Cookie="csrftoken=abc; theirs=1")
    hub.seen.clear()
    assert proxy.get(PAGE, Cookie="csrftoken=abc; theirs=2").body == kept.body
    assert hub.asked_for(PAGE) == ([] if proxy.purge_port else [304])


def test_forms_and_what_people_type_are_not_kept(proxy, hub):
    for path in (
        "/request-accessible-format/",
        "/search/?q=somebody",
        "/events/?q=somebody",
        "/accounts/login/",
        "/no-such-page/",
        "/?unknown=1",
    ):
        first = proxy.get(path)
        hub.seen.clear()
        second = proxy.get(path)
        # nginx keeps a 404, because it replaces what was withdrawn, and asks before it shows it.
        assert hub.asked_for(path.partition("?")[0]) == [second.status], path
        if first.cookies:
            token = re.compile(r"csrftoken=(\w+)")
            assert token.search(first.cookies[0])[1] != token.search(second.cookies[0])[1]
            assert "no-store" in first.headers["cache-control"]
    # A form that was opened is sent with its own token.
    form = proxy.get("/request-accessible-format/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.body)[1]
    sent = proxy.get(
        "/request-accessible-format/",
        method="POST",
        body=f"csrfmiddlewaretoken={token}",
        Cookie=form.cookies[0].partition(";")[0],
        Content_Type="application/x-www-form-urlencoded",
    )
    assert sent.status in (200, 422) and "no-store" in sent.headers["cache-control"]


def test_while_the_hub_is_down_known_pages_are_shown_and_the_exit_works(proxy, hub):
    known = proxy.get(PAGE)
    for path in ("/get-help/", "/es/get-help/"):
        assert proxy.get(path).status == 200
    hub.stop()
    for _time in range(2):
        answer = proxy.get(PAGE)
        assert answer.status == 200 and answer.body == known.body
    for path in ("/exit/", "/exit/?from=somewhere"):
        answer = proxy.get(path)
        assert (answer.status, answer.headers["location"]) == (302, NEUTRAL_SITE)
    written = proxy.written()
    assert PAGE not in written and "/exit/" not in written
    # What is not known: the help lines, in the language of the address.
    for path, language in (("/privacy/", "en"), ("/es/privacy/", "es"), ("/search/?q=x", "en")):
        answer = proxy.get(path)
        assert answer.status == 503 and 'href="tel:911"' in answer.body
        assert f'<html lang="{language}"' in answer.body or f"lang={language}" in answer.body
    hub.start()
    proxy.wait()
    _title("Labor trafficking, after it came back")
    assert "after it came back" in proxy.get(PAGE).body


def test_nobody_but_the_hub_purges(proxy, hub):
    proxy.get(PAGE)
    answer = proxy.get(PAGE, method="PURGE", Surrogate_Key=proxies.KEY)
    assert answer.status in (403, 405)
    assert _is_kept(proxy, hub, PAGE)[1]
    if proxy.purge_port:
        assert proxy.get("/", port=proxy.purge_port).status == 405


def test_the_limits_of_sign_ins_count_the_readers_own_address(proxy, hub):
    seen = []
    inner = hub.application

    def noted(environ, start_response):
        # Varnish also asks, now and then, whether the hub is there.
        if environ["PATH_INFO"] == "/search/":
            seen.append(environ.get("HTTP_X_FORWARDED_FOR"))
        return inner(environ, start_response)

    hub.application = noted
    proxy.get("/search/", X_Forwarded_For="203.0.113.7")
    # nginx is the one that sees the reader; Varnish gets the address from the program that terminates HTTPS.
    assert seen == ["203.0.113.7" if proxy.name == "varnish" else "127.0.0.1"]
