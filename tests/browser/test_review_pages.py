"""The hub's own pages of the review in the admin: axe (WCAG 2.2 A and AA), one main heading, a phone's width, the keyboard."""

import json
import os

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from tests.browser.test_axe import A_AND_AA, violations
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def coordinator(browser, site_url):
    """A page in which a coordinator is signed in."""
    from tests.browser.conftest import MEASURE

    context = browser.new_context(base_url=site_url, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    context.add_init_script(MEASURE)
    page = context.new_page()
    page.goto("/accounts/login/?next=/admin/")
    page.fill("[name=login]", "coordinator@example.org")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form:has([name=password]) button[type=submit]")
    page.wait_for_url("**/admin/**")
    yield page
    context.close()


@pytest.fixture(scope="module")
def addresses(site_url):
    """A help line that waits, and a deputy."""
    from django.contrib.auth import get_user_model

    from portal.models import Deputy, HelpLine
    from portal.review.admin import sign_address

    users = {user.email.partition("@")[0]: user for user in get_user_model().objects.all()}
    line = HelpLine.objects.get(name="Day One", locale__language_code="en")
    line.hours = "Day and night"
    line.save_revision(user=users["editor"])
    state = line.get_workflow().start(line, users["editor"])
    Deputy.objects.create(
        user=users["editor"], starts_on=timezone.localdate(), ends_on=timezone.localdate(), note="Holidays"
    )
    return {
        "decision": reverse("decide", args=[state.current_task_state_id]),
        "deputies": reverse("deputies:index"),
        "new deputy": reverse("deputies:add"),
        "steps": "/admin/settings/portal/reviewsteps/",
        "account": reverse("wagtailusers_users:edit", args=[users["approver"].pk]),
        "signature": sign_address(Page.objects.get(slug="wage-theft", locale__language_code="so").specific),
        "line": reverse("wagtailsnippets_portal_helpline:edit", args=[line.pk]),
    }


@pytest.mark.parametrize("name", ["decision", "deputies", "new deputy", "steps", "account", "signature"])
def test_a_page_of_the_review_is_for_everybody(name, coordinator, addresses):
    """WCAG 2.2 A, AA and best practice, 1.4.10."""
    coordinator.set_viewport_size({"width": 1280, "height": 800})
    assert coordinator.goto(addresses[name]).status == 200
    found = violations(coordinator, {"runOnly": {"type": "tag", "values": A_AND_AA}})
    _keep(coordinator, name, "wide")
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
    assert coordinator.locator("h1").count() == 1
    coordinator.set_viewport_size({"width": 320, "height": 700})
    assert coordinator.evaluate("measure.wider()") <= 0
    _keep(coordinator, name, "phone")


def test_an_approver_is_led_from_the_notice_to_the_decision_and_told_to_call_first(coordinator, addresses):
    coordinator.set_viewport_size({"width": 1280, "height": 800})
    coordinator.goto(addresses["line"])
    _keep(coordinator, "line", "wide")
    coordinator.get_by_role("link", name="Approve, or request changes").click()
    coordinator.wait_for_url(f"**{addresses['decision']}")
    coordinator.get_by_label("Reason").fill("What I typed")
    coordinator.get_by_role("button", name="Approve").focus()
    coordinator.keyboard.press("Enter")
    alert = coordinator.get_by_role("alert")
    alert.wait_for()
    assert "Call the number first." in alert.inner_text()
    assert coordinator.get_by_label("Reason").input_value() == "What I typed"


def test_a_translation_is_signed_by_keyboard(coordinator, addresses):
    coordinator.set_viewport_size({"width": 1280, "height": 800})
    coordinator.goto(addresses["signature"])
    coordinator.get_by_role("button", name="Sign this translation").focus()
    coordinator.keyboard.press("Enter")
    alert = coordinator.get_by_role("alert")
    alert.wait_for()
    assert "Compare all of it with the original first" in alert.inner_text()
    coordinator.get_by_label("I have compared all of it").focus()
    coordinator.keyboard.press("Space")
    coordinator.get_by_role("button", name="Sign this translation").focus()
    coordinator.keyboard.press("Enter")
    coordinator.get_by_text("Signed, and sent for review.").wait_for()


def _keep(page, name, width):
    """A picture for who asks for it: REVIEW_PICTURES names the folder."""
    if folder := os.environ.get("REVIEW_PICTURES"):
        page.screenshot(path=f"{folder}/{name.replace(' ', '-')}-{width}.png", full_page=True)
