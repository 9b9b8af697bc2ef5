"""The link to a time that fails opens the dialog of the schedule, in which the time stands."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_journeys import office  # noqa: F401
from tests.browser.walk import enter, watched

pytestmark = pytest.mark.slow


def open_form(page, address):
    page.goto(address)
    page.wait_for_load_state("networkidle")
    watched(page)


@pytest.fixture
def page_of_the_office(site_url):
    from home.models import InformationPage

    return InformationPage.objects.get(locale__language_code="en", slug="privacy")


def test_the_link_to_a_time_opens_the_dialog_of_the_schedule(office, clocks, page_of_the_office):  # noqa: F811
    editor = office("editor")
    open_form(editor, f"/admin/pages/{page_of_the_office.pk}/edit/")
    editor.locator("[data-side-panel-toggle=status]").first.click()
    editor.get_by_role("button", name=re.compile("schedule", re.IGNORECASE)).first.click()
    dialog = editor.locator("#schedule-publishing-dialog")
    expect(dialog).to_contain_text("America/Chicago")
    clocks.pause()
    for name, moment in (("go_live_at", "2031-05-02 10:00"), ("expire_at", "2031-05-01 10:00")):
        editor.fill(f"[name={name}]", moment)
        editor.keyboard.press("Tab")
    enter(editor, dialog.get_by_role("button", name="Save the times with the draft"))
    editor.wait_for_load_state("networkidle")
    link = editor.locator("#publish-checks a[href$=go_live_at]").first
    link.click()
    expect(editor.locator("[name=go_live_at]")).to_be_visible()
    expect(editor.locator("[name=go_live_at]")).to_be_focused()
