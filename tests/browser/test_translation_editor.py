"""The side-by-side editor of translations: by keyboard alone, for everybody, and nothing of it is public before an approval."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.test_axe import A_AND_AA, CONTRAST, violations
from tests.conftest import DEMO_PASSWORD

PATIENCE = 30_000  # milliseconds: a busy machine answers slowly.
KINDS = ["page", "organisation", "help line", "office", "word of a list"]


def spanish(kind):
    """A record, the address of its editor, and one part of it."""
    from django.urls import reverse

    from home.models import DefinitionPage
    from partners.models import OrganisationPage
    from portal.models import HelpLine, OfficeIdentity, TaxonomyTerm

    found, part = {
        "page": (DefinitionPage.objects.filter(slug="wage-theft"), "title"),
        "organisation": (OrganisationPage.objects.filter(slug="riverside-example-coalition"), "summary"),
        "help line": (HelpLine.objects.filter(name="Day One"), "hours"),
        "office": (OfficeIdentity.objects.all(), "city_name"),
        "word of a list": (TaxonomyTerm.objects.filter(slug="shelter"), "name"),
    }[kind]
    record = found.get(locale__language_code="es")
    if hasattr(record, "url_path"):
        return record, reverse("wagtailadmin_pages:edit", args=[record.pk]), part
    return record, reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk]), part


@pytest.fixture
def at_work(fresh):
    """Opens the editor of a record as the translator: at_work(address) → the browser's page."""

    def sign_in(address):
        page = fresh()
        page.set_default_timeout(PATIENCE)
        page.goto(f"/accounts/login/?next={address}")
        page.fill("[name=login]", "translator@example.org")
        page.fill("[name=password]", DEMO_PASSWORD)
        page.click("main form:has([name=password]) button[type=submit]")
        page.wait_for_url(f"**{address}")
        expect(page.locator(".js-translation-editor h3").first).to_be_visible()
        return page

    return sign_in


def tab_to(page, name):
    """Moves on with the Tab key until an element of this name has the focus."""
    for _step in range(200):
        page.keyboard.press("Tab")
        if page.evaluate(
            "(document.activeElement.ariaLabel || document.activeElement.textContent || '').trim()"
        ).startswith(name):
            return
    raise AssertionError(f"{name} is not reached by keyboard.")


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_is_translated_by_keyboard_and_readers_see_nothing_of_it(kind, at_work):
    from wagtail_localize.models import StringSegment, StringTranslation, Translation

    record, address, part = spanish(kind)
    translation = Translation.objects.get(
        source__object_id=record.translation_key, target_locale=record.locale
    )
    segment = StringSegment.objects.get(source=translation.source, context__path=part)
    before = getattr(record, part)
    page = at_work(address)
    tab_to(page, f"Edit: {segment.string.data[:20]}")
    page.keyboard.press("Enter")
    field = page.locator(".js-translation-editor textarea")
    expect(field).to_be_focused()
    assert field.get_attribute("lang") == "es"
    page.keyboard.press("Control+a")
    page.keyboard.type("Hurto de sueldo")
    tab_to(page, "Save")
    with page.expect_response(lambda answer: answer.request.method == "PUT") as answer:
        page.keyboard.press("Enter")
    assert answer.value.ok
    expect(page.locator(".js-translation-editor [lang=es]", has_text="Hurto de sueldo")).to_be_visible()
    if kind == "page":
        warning = page.get_by_text(
            "Glossary: “wage theft” should be: “robo de salario” or “robos de salario”."
        )
        expect(warning.first).to_be_visible()
    kept = StringTranslation.objects.get(
        translation_of=segment.string, context=segment.context, locale=record.locale
    )
    assert kept.data == "Hurto de sueldo" and kept.last_translated_by.email == "translator@example.org"
    record.refresh_from_db()
    assert getattr(record, part) == before
    if getattr(record, "url", None):
        page.goto(record.url)
        assert "Hurto de sueldo" not in page.content()


@pytest.mark.parametrize("kind", ["page", "help line"])
def test_the_editor_is_for_everybody(kind, at_work):
    """WCAG 2.2 A, AA and best practice of the whole page, Wagtail's frame and wagtail-localize's parts included; contrast in the dark too."""
    _record, address, _part = spanish(kind)
    page = at_work(address)
    page.wait_for_timeout(1000)  # Messages take their colours slowly.
    found = violations(page, {"runOnly": {"type": "tag", "values": A_AND_AA}})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
    page.locator(".js-translation-editor button", has_text="Edit").first.click()
    expect(page.locator(".js-translation-editor textarea")).to_be_visible()
    found = violations(page, {"runOnly": {"type": "tag", "values": A_AND_AA}})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)  # Buttons take their new colours slowly.
    found = violations(page, {"runOnly": {"type": "rule", "values": CONTRAST[:1]}})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)


def test_it_is_sent_by_keyboard_too(at_work):
    record, address, _part = spanish("page")
    page = at_work(address)
    tab_to(page, "Send for review")
    page.keyboard.press("Enter")
    page.wait_for_url("**/send/")
    tab_to(page, "Send for review")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sent for review. Another person approves it.")).to_be_visible(timeout=PATIENCE)
    record.refresh_from_db()
    assert record.workflow_in_progress and record.title == "Robo de salario"
