"""Asking for an accessible format by keyboard, with mistakes, with and without scripts."""

import re

import pytest

FORM = "/request-accessible-format/"


def tab_to(page, locator):
    """Press Tab until the element has focus."""
    for _stop in range(60):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("The keyboard does not reach it.")


def test_a_request_is_sent_by_keyboard_after_mistakes_were_shown(fresh):
    """WCAG 3.3.1, 3.3.3, 3.3.7, 2.1.1, 2.4.3: the summary takes focus, leads to the fields, and what was typed stays."""
    page = fresh(width=390)
    page.goto("/definitions/wage-theft/")
    page.locator("footer").get_by_role("link", name="Request an accessible format").press("Enter")
    assert page.locator("#id_page_path").input_value() == "/definitions/wage-theft/"
    tab_to(page, page.locator("#id_language"))
    page.keyboard.type("Spanish")
    tab_to(page, page.locator("form.form [type=submit]"))
    page.keyboard.press("Enter")

    summary = page.locator(".error-summary")
    summary.wait_for()
    assert summary.evaluate("element => element === document.activeElement")
    assert summary.get_attribute("role") == "alert"
    assert page.title().startswith("Error:")
    assert page.locator("#id_language").input_value() == "Spanish"
    assert page.locator("#id_page_path").input_value() == "/definitions/wage-theft/"
    assert summary.get_by_role("link").count() == 3

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    need = page.locator("#id_need")
    assert need.evaluate("element => element === document.activeElement"), (
        "The first link leads to the first field."
    )
    assert need.get_attribute("aria-invalid") == "true"
    described = need.get_attribute("aria-describedby").split()
    assert (
        page.locator(", ".join(f"#{name}" for name in described))
        .filter(has_text="Tell us what you need")
        .count()
        == 1
    )
    page.keyboard.type("This page in large print")

    for link in summary.get_by_role("link").all()[1:]:
        link.press("Enter")
        target = page.locator(link.get_attribute("href"))
        assert target.evaluate("element => element === document.activeElement"), (
            "The link moves focus to the choice."
        )
    page.locator("input[name=answer_by][value=phone]").focus()
    page.keyboard.press("Space")
    page.locator("#id_contact").focus()
    page.keyboard.type("612-555-0100")
    page.locator("input[name=safe][value=yes]").focus()
    page.keyboard.press("Space")
    tab_to(page, page.locator("form.form [type=submit]"))
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("/done/"))
    number = page.locator(".reference").inner_text()
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", number)
    from home.models import FormatRequest

    record = FormatRequest.objects.get(reference=number)
    assert record.need == "This page in large print"
    assert record.language == "Spanish"
    assert record.page_path == "/definitions/wage-theft/"


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_form_works_end_to_end_without_scripts(prefix, fresh):
    page = fresh(width=320, java_script_enabled=False)
    page.goto(prefix + FORM)
    page.locator("#id_need").fill("Braille, please")
    page.locator("form.form [type=submit]").click()
    assert page.locator(".error-summary a").count() == 2
    assert page.locator("#id_need").input_value() == "Braille, please"
    page.locator("input[name=answer_by][value=post]").check()
    page.locator("#id_contact").fill("1 Example Street")
    page.locator("input[name=safe][value=discreet]").check()
    page.locator("form.form [type=submit]").click()
    page.wait_for_url(re.compile("/done/"))
    assert page.locator(".reference").is_visible()


def test_the_trap_is_out_of_reach_of_people(fresh):
    page = fresh()
    page.goto(FORM)
    trap = page.locator("#id_website")
    assert trap.get_attribute("tabindex") == "-1"
    assert trap.evaluate("element => element.closest('[aria-hidden=true]') !== null")
    assert trap.evaluate("element => element.getBoundingClientRect().right <= 0")


@pytest.mark.parametrize("path", ["/get-help/", "/stay-safe-online/", "/es/get-help/"])
def test_from_help_pages_the_form_does_not_say_where_the_reader_was(path, fresh):
    """An address sent with a request must not tell that somebody looked for help."""
    page = fresh()
    page.goto(path)
    page.locator("footer a[href*='request-accessible-format']").click()
    assert page.locator("#id_page_path").input_value() == ""
    assert "get-help" not in page.url and "stay-safe" not in page.url
