"""An organization's events in a frame on its own website, which is another server."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from partners.models import EmbedSettings, OrganisationPage
from tests.browser.test_axe import ALSO, TAGS, violations

SLUG = "riverside-example-coalition"


@pytest.fixture
def website(site_url):
    """The address of a foreign page that frames the events of the demonstration's organization."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            page = f'<!doctype html><html lang="en"><title>Our site</title><iframe src="{site_url}/embed/{SLUG}/" title="Events" width="360" height="900"></iframe></html>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(page.encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def allow(origin):
    organisation = OrganisationPage.objects.filter(slug=SLUG).earliest("pk")
    EmbedSettings.objects.update_or_create(organisation=organisation, defaults={"origins": [origin]})


def test_a_listed_website_shows_the_events_and_a_click_leaves_its_frame(website, fresh):
    allow(website)
    page = fresh()
    page.goto(website)
    frame = page.frame_locator("iframe")
    assert frame.locator("h2").count() >= 3
    assert frame.locator("a.exit").is_visible() and frame.locator("a[href^='tel:']").first.is_visible()
    exit_link = frame.locator("a.exit").bounding_box()
    assert exit_link["y"] + exit_link["height"] < 300, "It is seen without scrolling."
    title = frame.locator("h2 a").first
    name = title.inner_text()
    title.click()
    page.wait_for_url("**/events/**")
    assert name.split(":")[-1].strip() in page.locator("h1").inner_text()
    assert page.context.cookies() == []


def test_a_website_that_is_not_listed_shows_nothing(website, fresh):
    allow("https://www.example.org")
    page = fresh()
    page.goto(website)
    assert page.frame_locator("iframe").locator("h2").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_is_accessible_and_fits_a_narrow_column(fresh, scheme):
    page = fresh(width=260, color_scheme=scheme)
    page.goto(f"/embed/{SLUG}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 260
    assert violations(page, {"runOnly": {"type": "tag", "values": TAGS}, "rules": ALSO}) == []
