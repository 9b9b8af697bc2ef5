"""A draft that is read by a link meets what public pages meet, and its comment is sent by keyboard."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.test_axe import ALSO, CONTRAST, TAGS, violations


@pytest.fixture
def link(site_url):
    """The address of a link to a draft of a public page."""
    from django.contrib.auth import get_user_model

    from home.models import DefinitionPage
    from portal.previews import services as previews

    page = DefinitionPage.objects.get(locale__language_code="en", slug="labor-trafficking")
    page.summary = "A wording that reviewers read first."
    revision = page.save_revision(user=get_user_model().objects.get(email="editor@example.org"))
    made, secret = previews.make(revision, revision.user, "advisory group")
    return made, f"/preview/{secret}/"


def test_the_draft_is_for_everybody_and_help_and_exit_stand_where_they_always_do(link, fresh):
    """WCAG 2.2 A and AA; 1.4.6, 2.5.5 (AAA); 1.4.10 at 320 pixels."""
    from tests.browser.conftest import MEASURE

    page = fresh()
    page.add_init_script(MEASURE)
    page.goto(link[1])
    expect(page.locator(".draft-bar")).to_contain_text("Draft, not public")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "exit"
    found = violations(page, {"runOnly": {"type": "tag", "values": TAGS}, "rules": ALSO})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
    assert page.locator("h1").count() == 1
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("measure.wider()") <= 0
    assert page.evaluate("measure.small()") == []
    page.emulate_media(color_scheme="dark")
    found = violations(page, {"runOnly": {"type": "rule", "values": CONTRAST}})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)


def test_a_reviewer_comments_by_keyboard_and_is_answered(link, fresh):
    page = fresh(width=390)
    page.goto(link[1])
    page.locator("#reviewer-comment textarea").focus()
    page.keyboard.type("The second sentence is hard to follow.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#reviewer-comment [role=status]")).to_contain_text(
        "Your comment has reached the editor"
    )
    assert page.context.cookies() == []
    assert link[0].comments.get().text == "The second sentence is hard to follow."
