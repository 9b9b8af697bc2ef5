"""The audit trail and the choice of emails in the admin: axe, headings, 320 pixels, light and dark, by keyboard."""

import json
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_axe import A_AND_AA
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.one_database

PAGES = {"trail": "/admin/reports/hub/audit/", "mails": "/admin/preferences/#tab-notifications"}
# Of Wagtail's own frame around our pages; our part is examined whole.
OURS = {"trail": "#listing-results", "mails": "#tab-notifications"}
# Where the pictures go, for whoever wants to look: SCREENSHOTS=/tmp/looks
LOOKS = os.environ.get("SCREENSHOTS")


@pytest.fixture(scope="module")
def coordinator(browser, site_url):
    """A page in which a coordinator is signed in."""
    context = browser.new_context(base_url=site_url, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/accounts/login/?next=/admin/reports/hub/audit/")
    page.fill("[name=login]", "coordinator@example.org")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form:has([name=password]) button[type=submit]")
    page.wait_for_url("**/admin/reports/hub/audit/")
    yield page
    context.close()


def look(page, name):
    if LOOKS:
        page.screenshot(path=Path(LOOKS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_it_is_for_everybody(name, scheme, coordinator):
    """WCAG 2.2 A and AA of our part; one heading of the page; no more than its width at 320 pixels (1.4.10)."""
    page = coordinator
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("about:blank")
    page.goto(PAGES[name])
    page.wait_for_selector(OURS[name])
    assert page.locator("h1").count() == 1
    look(page, f"{name}-{scheme}-wide")
    found = (
        Axe().run(page, OURS[name], {"runOnly": {"type": "tag", "values": A_AND_AA}}).response["violations"]
    )
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
    page.set_viewport_size({"width": 360, "height": 740})
    look(page, f"{name}-{scheme}-phone")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_filters_narrow_the_list_and_the_download_follows(coordinator):
    page = coordinator
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/admin/reports/hub/audit/?action=sign-in")
    actions = page.locator("#listing-results tbody tr td:first-child").all_inner_texts()
    assert actions
    assert {text.strip() for text in actions} == {"Signed in"}
    with page.expect_download() as download:
        page.get_by_role("button", name="Actions").first.press("Enter")
        page.get_by_role("link", name="Download as JSON lines").press("Enter")
    rows = [json.loads(line) for line in Path(download.value.path()).read_text().splitlines()]
    assert {row["action"] for row in rows} == {"sign-in"}
