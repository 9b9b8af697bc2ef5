"""Leaving quickly from the workspace: what was typed is kept before the session ends."""

import pytest
from playwright.sync_api import Error

from partners.models import EventPage
from tests.conftest import DEMO_PASSWORD

TITLE = "Kept on leaving quickly"


@pytest.fixture
def member(browser, site_url):
    """A page in which a member of an organisation is signed in."""
    context = browser.new_context(base_url=site_url)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/accounts/login/?next=/workspace/")
    page.fill("[name=login]", "riverside@example.org")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form:has([name=password]) button[type=submit]")
    page.wait_for_url("**/workspace/**")
    yield page
    context.close()


def test_the_draft_is_kept_and_the_session_has_ended(member):
    member.goto("/workspace/riverside-example-coalition/events/new/")
    member.fill("[name=title]", TITLE)
    member.click("[data-exit]", no_wait_after=True)
    # The neutral site cannot be reached from here: the browser shows that it tried.
    for _turn in range(30):
        member.wait_for_timeout(500)
        if "/workspace/" not in member.url and EventPage.objects.filter(draft_title=TITLE).exists():
            break
    assert "/workspace/" not in member.url
    assert EventPage.objects.filter(draft_title=TITLE, live=False).count() == 1
    try:
        member.goto("/workspace/riverside-example-coalition/")
    except Error:
        member.goto("/workspace/riverside-example-coalition/")  # The failed page may interrupt the first one.
    assert "/accounts/login/" in member.url
