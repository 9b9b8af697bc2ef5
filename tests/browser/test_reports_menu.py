"""The reports stand in groups in the menu of the admin."""

import pytest
from playwright.sync_api import expect

from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.one_database


def test_a_report_is_found_in_its_group_by_keyboard(fresh):
    page = fresh()
    page.set_default_timeout(30_000)
    page.goto("/accounts/login/?next=/admin/")
    page.fill("[name=login]", "coordinator@example.org")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form:has([name=password]) button[type=submit]")
    page.wait_for_url("**/admin/")
    menu = page.get_by_role("navigation", name="Main menu")
    for name in ("Reports", "Translations"):
        menu.get_by_role("button", name=name, exact=True).focus()
        page.keyboard.press("Enter")
    link = menu.get_by_role("link", name="Translations out of date")
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/reports/hub/translations/")
