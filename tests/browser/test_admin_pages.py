"""Our own pages of the admin meet what public pages meet (ATAG 2.0 part A): axe, 320 pixels, 44 pixels, dark, keyboard."""

import datetime
import json

import pytest
from django.utils import timezone

from tests.browser.admin_addresses import ADMIN_PAGES
from tests.browser.test_axe import A_AND_AA, ALSO, CONTRAST, violations
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.one_database

# In the part that is ours: targets smaller than 44 pixels (WCAG 2.5.5), headings that skip a level.
SMALL = """part => [...part.querySelectorAll("a, button, summary, input, select, textarea")]
  .map(target => [target.getBoundingClientRect(), target])
  .filter(([box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
  .map(([box, target]) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${target.textContent.trim()}`)"""
WIDER = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def something_of_everything(site_url):
    """Something waits on every dashboard, until the file ends."""
    from tests.portal import dashboard_rows

    editor, approver = dashboard_rows.person("editor"), dashboard_rows.person("approver")
    pages = dashboard_rows.pages(3)
    for page, sender in zip(pages, (editor, editor, approver), strict=True):
        dashboard_rows.send(page, sender)
    dashboard_rows.request_changes(pages[0], approver, "Take the number from the help lines.")
    dashboard_rows.alert()
    dashboard_rows.emergency("Gas leak")
    for account in ("approver", "coordinator"):
        dashboard_rows.unpublished(account)
    dashboard_rows.unpublished("approver", confirmed_by="approver2")
    dashboard_rows.alert("Texts are not answered", level="emergency", ends_at=None)
    dashboard_rows.format_request(
        answer_due=timezone.localdate() - datetime.timedelta(days=2),
        assignee=dashboard_rows.person("coordinator"),
    )


@pytest.fixture(scope="module")
def staff(browser, site_url, something_of_everything):
    """A page of the browser in which an account is signed in: staff("editor")."""
    opened = {}

    def window(name):
        if name not in opened:
            context = browser.new_context(base_url=site_url, reduced_motion="reduce")
            context.set_default_timeout(30_000)
            page = context.new_page()
            page.goto("/accounts/login/?next=/admin/")
            page.fill("[name=login]", f"{name}@example.org")
            page.fill("[name=password]", DEMO_PASSWORD)
            page.click("main form:has([name=password]) button[type=submit]")
            page.wait_for_url("**/admin/**")
            opened[name] = page
        return opened[name]

    yield window
    for page in opened.values():
        page.context.close()


@pytest.fixture
def at(staff):
    """Opens one of the pages: at("report due") → the browser's page, and the part of it that is ours."""

    def go(name, width=1280):
        address = ADMIN_PAGES[name]
        page = staff(address.account)
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        assert page.goto(address.path).status == 200
        return page, address.ours

    return go


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_a_page_of_the_admin_is_for_everybody(name, at):
    """WCAG 2.2 A, AA and best practice on the whole page; 1.4.6 and 2.5.5 (AAA) in what is ours; 1.4.10 at 320 pixels; dark."""
    page, ours = at(name)
    found = violations(page, {"runOnly": {"type": "tag", "values": A_AND_AA}})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
    assert page.locator("h1").count() == 1
    if not page.locator(ours).count():
        # A report without rows says so.
        assert page.locator("#listing-results p").inner_text()
        return
    own = {"runOnly": {"type": "rule", "values": [*CONTRAST, *ALSO]}, "rules": ALSO}
    assert violations(page, own, ours) == []

    page.set_viewport_size({"width": 320, "height": 800})
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(WIDER) <= 0
    assert page.locator(ours).evaluate(SMALL) == []
    assert violations(page, own, ours) == []


@pytest.mark.parametrize("name", ["home of a coordinator", "home of an editor", "report due"])
def test_every_link_is_reached_by_the_keyboard_in_order_and_focus_shows(name, at):
    """WCAG 2.1.1, 2.4.3, 2.4.7."""
    page, ours = at(name)
    links = page.locator(f"{ours} a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links
    page.locator(f"{ours} a").first.focus()
    for link in links:
        focus = page.evaluate(
            """() => { const one = document.activeElement, style = getComputedStyle(one);
                return [one.getAttribute("href"), style.outlineStyle, parseFloat(style.outlineWidth)] }"""
        )
        assert focus[0] == link
        assert focus[1] != "none" and focus[2] >= 2, focus
        page.keyboard.press("Tab")


def test_a_report_stays_a_table_to_screen_readers_where_rows_are_cards(at):
    """WCAG 1.3.1: roles say what the style sheet takes away."""
    page, ours = at("report due", width=320)
    tree = page.locator(f"{ours} table").aria_snapshot()
    assert 'columnheader "Days overdue"' in tree and "- row" in tree and "- cell" in tree
