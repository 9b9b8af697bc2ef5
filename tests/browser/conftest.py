"""A real browser reads the hub. Nothing that it does leaves this machine."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from tests.browser.addresses import ALL
from tests.browser.clocks import Clocks

HERE = Path(__file__).parent
MEASURE = (HERE / "measure.js").read_text()


def pytest_collection_modifyitems(items):
    """Every test of this folder needs a browser. What is asked of one address follows each other: it is opened once.

    Whatever takes `reader` looks at how an address is laid out and written, which does not depend on the database.
    """
    places, tests = [], []
    for place, item in enumerate(items):
        if HERE not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        if {"reader", "old_browser"}.intersection(item.fixturenames):
            item.add_marker(pytest.mark.one_database)
        if "reader" in item.fixturenames and item.callspec.params.get("address") in ALL:
            places.append(place)
            tests.append(item)
    tests.sort(key=lambda item: ALL.index(item.callspec.params["address"]))
    for place, item in zip(places, tests, strict=True):
        items[place] = item


@pytest.fixture(scope="module", autouse=True)
def restore_after_the_file(served_hub, test_database):
    """What the tests and fixtures of one file wrote is gone before the next file; what other tests wrote, before this one."""
    test_database.restore()
    yield
    served_hub.wait()
    test_database.restore()


def _makes_for_all(module):
    """Whether a file has fixtures that are made once for all of its tests."""
    fixtures = (getattr(value, "_fixture_function_marker", None) for value in vars(module).values())
    return any(fixture and fixture.scope == "module" for fixture in fixtures)


@pytest.fixture(autouse=True)
def served(served_hub, test_database, windows, request):
    """The hub is served, from a database in which no transaction is open. What a test writes is gone when it ends.

    Only in a file that has made something for all of its tests (a person who is signed in, a page), the rest stays too until
    the file's end.
    """
    for_all_of_the_file = _makes_for_all(request.module) and bool(test_database.written)
    if not for_all_of_the_file:
        # A request that left the browser with its window, such as an autosave, may have come after all.
        test_database.restore()
    if "reader" not in request.fixturenames:
        windows.forget()
    yield
    if not for_all_of_the_file:
        served_hub.wait()
        test_database.restore()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """No name of another host is ever looked up: whatever wants one fails at once, and the tests see that it tried."""
    no_names = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    return {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], no_names]}


class Windows:
    """Windows that are kept for the session: opening a context costs more than a page of the hub.

    Each page knows what it asked other hosts for (`foreign`, no such name is ever found), and the names of the `cookies`
    that were there when it had come.
    """

    def __init__(self, browser, site_url):
        self.browser, self.site_url = browser, site_url
        self.pages = {}
        self.shown = {}

    def window(self, name="", **options):
        """The window of a name and of options of its context, opened when it is asked for first."""
        key = (name, *sorted(options.items()))
        if key not in self.pages:
            context = self.browser.new_context(base_url=self.site_url, reduced_motion="reduce", **options)
            context.set_default_timeout(15_000)
            if options.get("java_script_enabled", True):
                context.add_init_script(MEASURE)
            page = self.pages[key] = context.new_page()
            page.foreign, page.cookies = [], set()
            page.on("request", lambda request: self._note(page, request))
        return self.pages[key]

    def _note(self, page, request):
        if not request.url.startswith(f"{self.site_url}/"):
            page.foreign.append(f"{page.url} asked {request.url}")

    def show(self, page, address, reference=""):
        """Open an address in a window, unless it stands there: then the page is put as it was when it came."""
        if self.shown.get(page) == (address, page.url):
            page.evaluate("measure.anew()")
            return
        self.shown.pop(page, None)
        page.foreign.clear()
        page.answer = address.open(page, reference)
        # What this page has left; the next one is read without it.
        page.cookies = {cookie["name"] for cookie in page.context.cookies()}
        page.context.clear_cookies()
        if page.evaluate("!!window.measure"):
            self.shown[page] = (address, page.url)

    def forget(self):
        """What stands in the windows may be out of date: the next test opens its address."""
        self.shown.clear()


@pytest.fixture(scope="session")
def windows(browser, site_url):
    """The session's Windows."""
    return Windows(browser, site_url)


@pytest.fixture
def reference(site_url):
    """The number of a request that is there."""
    from home.models import FormatRequest

    return FormatRequest.objects.create(
        need="Large print", answer_by=FormatRequest.AnswerBy.PHONE, safe=FormatRequest.Safe.YES
    ).reference


@pytest.fixture
def reader(windows, request):
    """Opens an address in a window: reader(address, width=320, color_scheme="dark") → the browser's page.

    For what leaves no trace in the browser; a test that leaves one takes `fresh`. Tests of one address, which follow each
    other, share the page as it came: its window gets the width and the colours that each of them asks for.
    """

    def read(address, width=1280, height=800, color_scheme="light", forced_colors="none", **options):
        page = windows.window(**options)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", color_scheme=color_scheme, forced_colors=forced_colors)
        number = request.getfixturevalue("reference") if "{reference}" in address.path else ""
        windows.show(page, address, number)
        return page

    return read


@pytest.fixture
def fresh(browser, site_url):
    """A browser context of the test's own, without cookies or history: fresh(width=390, locale="es-MX") → a page."""
    contexts = []

    def open_context(width=1280, height=800, **options):
        context = browser.new_context(
            base_url=site_url, viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_context
    for context in contexts:
        context.close()


@pytest.fixture
def clocks():
    """The Clocks of the server and of the windows that the test adds."""
    with time_machine.travel(datetime.now(UTC), tick=True) as server:
        yield Clocks(server)
