"""The editor's error summary: it names each field, leads to it by keyboard, and the checks are renewed while one writes."""

import json
import re
from contextlib import suppress

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from home.models import DefinitionIndexPage, DefinitionPage
from tests.browser.test_axe import ALSO, TAGS
from tests.browser.walk import notice_when_watched, watched
from tests.conftest import DEMO_PASSWORD
from tests.portal.public import new_page

HERE = '<p>See <a href="https://www.example.org/">here</a>.</p>'


@pytest.fixture
def draft(served):
    """A draft with a failure in a block, one in a statute and no plain words."""
    index = DefinitionIndexPage.objects.get(locale__language_code="en")
    page = new_page(index, DefinitionPage, slug="gate-draft", title="A draft", summary="A summary.")
    page.body = [("heading", {"text": "First", "level": "2"}), ("paragraph", HERE)]
    page.statutes = [
        (
            "statute",
            {
                "quotation": "Words.",
                "language": "en",
                "wording": "statute",
                "citation": "Minn. Stat. 1.01",
                "url": "https://www.example.org/",
                "jurisdiction": "Minnesota",
            },
        )
    ]
    page.plain_words = "<p>Plain.</p>"
    page.save_revision(clean=False, user=get_user_model().objects.get(email="editor@example.org"))
    return page


@pytest.fixture
def editor(fresh):
    """Opens a window in which the editor is signed in: editor(width=390)."""

    def open_window(**options):
        page = fresh(**options)
        page.goto("/accounts/login/")
        page.fill("input[name=login]", "editor@example.org")
        page.fill("input[name=password]", DEMO_PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(re.compile("/admin/"))
        return page

    return open_window


@pytest.mark.parametrize("width", [1280, 390])
def test_the_summary_is_read_first_and_leads_to_each_field_by_keyboard(draft, editor, width):
    page = editor(width=width)
    page.goto(f"/admin/pages/{draft.pk}/edit/")
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """() => { const button = document.createElement('input'); button.type = 'hidden';
        button.name = 'action-submit'; button.value = '1';
        const form = document.querySelector('#page-edit-form'); form.append(button); form.submit(); }"""
    )
    summary = page.locator("[data-publish-refused]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Fix 2 problems first")
    expect(summary).to_contain_text("The link “here” does not say where it leads.")
    links = summary.get_by_role("link")
    expect(links).to_have_count(2)
    # Before the cursor leaves it: the next autosave puts the checks of the saved draft in its place.
    assert links.first.evaluate("link => link.getBoundingClientRect().height") >= 44
    for field in ("statutes", "body"):
        found = page.locator(f"[data-publish-field][href*='contentpath={field}.']")
        found.press("Enter")
        page.wait_for_function(
            "field => document.querySelector(`[data-contentpath='${field}']`).contains(document.activeElement)",
            arg=field,
        )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_checks_are_renewed_after_each_autosave(draft, editor):
    page = editor()
    notice_when_watched(page)
    page.goto(f"/admin/pages/{draft.pk}/edit/")
    watched(page)
    checks = page.locator("#publish-checks")
    expect(checks).to_contain_text("Fix 2 problems before you send this")
    summary = page.locator("[name=summary]")
    for _try in range(3):
        summary.focus()
        page.keyboard.press("Control+a")
        page.keyboard.type("x")
        page.keyboard.press("Backspace")
        page.keyboard.press("Tab")
        # On a slow machine Wagtail may begin to watch the form after that; the next change is saved.
        with suppress(AssertionError):
            expect(checks).to_contain_text("Fix 3 problems", timeout=15_000)
            break
    expect(checks).to_contain_text("Fix 3 problems before you send this")
    expect(checks).to_contain_text("Write a summary: one or two plain sentences.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_summary_passes_axe(draft, editor, scheme):
    page = editor(color_scheme=scheme)
    page.goto(f"/admin/pages/{draft.pk}/edit/")
    page.wait_for_load_state("networkidle")
    options = {"runOnly": {"type": "tag", "values": TAGS}, "rules": ALSO, "resultTypes": ["violations"]}
    found = Axe().run(page, context="#publish-checks", options=options).response["violations"]
    assert found == [], json.dumps(found, indent=1)
