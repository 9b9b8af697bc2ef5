"""`make screenshots`: the pictures of README.md and docs/, made anew from a freshly loaded demonstration.

HUB_URL and DEMO_PASSWORD photograph a running hub instead: a change and a request are then left in it.
"""

import io
import os
import re
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.tools.hub import hub_to_visit

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
LIMIT = 120 * 1024  # bytes of a picture
DESK, PHONE = (1280, 900), (390, 844)
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
CHROMIUM += ["--disable-background-networking", "--disable-component-update"]

# Name of the picture, address, size of the window, colours.
PUBLIC = [
    ("home-desk-light", "/", DESK, "light"),
    ("home-phone-dark", "/so/", PHONE, "dark"),
    ("definition-desk-light", "/definitions/labor-trafficking/", DESK, "light"),
    ("get-help-phone-light", "/get-help/", PHONE, "light"),
    ("form-desk-dark", "/es/request-accessible-format/", DESK, "dark"),
]


def save(picture, name):
    """Keep a picture as WebP, as good as the limit allows.

    Args:
        picture: PNG data.
        name: its name without the ending.
    """
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for quality in (90, 80, 70, 60, 50):
        packed = io.BytesIO()
        image.save(packed, "WEBP", quality=quality, method=6)
        if packed.tell() <= LIMIT:
            break
    (FOLDER / f"{name}.webp").write_bytes(packed.getvalue())
    print(f"docs/screenshots/{name}.webp  {packed.tell() // 1024} kB")


def photograph_public(browser, hub):
    """What readers see, in light and dark, on a wide screen and on a phone."""
    for name, path, (width, height), colours in PUBLIC:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=colours, locale="en-US"
        )
        page = context.new_page()
        page.goto(hub.url + path, wait_until="networkidle")
        save(page.screenshot(), name)
        context.close()


def sign_in(browser, hub, account, start="/admin/"):
    """A page of the admin, or of the workspace, for a demo account."""
    context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, locale="en-US")
    page = context.new_page()
    page.goto(f"{hub.url}/accounts/login/?next={start}")
    page.fill("[name=login]", f"{account}@example.org")
    page.fill("[name=password]", hub.password)
    page.click("main button[type=submit]")
    page.wait_for_url(f"**{start}**")
    return page


def photograph_office(browser, hub):
    """What editors, approvers and coordinators see (docs/editors.md). A change is sent for review, and a request is made."""
    page = sign_in(browser, hub, "editor")
    page.goto(f"{hub.url}/admin/pages/search/?q=labor", wait_until="networkidle")
    page.locator("main a[href*='/edit/']", has_text=re.compile(r"^\s*Labor trafficking\s*$")).first.click()
    page.wait_for_load_state("networkidle")
    page.fill(
        "[name=summary]",
        "Forced work by threats, debts or lies. Here is what the law says and what you can do.",
    )
    page.locator(
        "footer button[aria-label='More actions'], footer [data-w-dropdown-target=toggle]"
    ).first.click()
    page.wait_for_timeout(500)
    save(page.screenshot(), "editor-definition")
    number = re.search(r"/pages/(\d+)/", page.url)[1]
    page.locator("[name=action-submit]").click()
    page.wait_for_load_state("networkidle")
    photograph_preview_links(page, hub, number)
    page.context.close()

    page = sign_in(browser, hub, "approver")
    page.wait_for_load_state("networkidle")
    save(page.screenshot(), "approver-review")
    page.goto(f"{hub.url}/admin/pages/{number}/revisions/compare/live...latest/", wait_until="networkidle")
    save(page.screenshot(), "compare-versions")
    approve(page, hub)
    page.goto(f"{hub.url}/admin/pages/{number}/history/", wait_until="networkidle")
    save(page.screenshot(), "page-history")
    page.goto(f"{hub.url}/admin/snippets/portal/helpline/", wait_until="networkidle")
    save(page.screenshot(), "approver-help-lines")
    page.context.close()

    page = sign_in(browser, hub, "coordinator")
    ask_for_a_format(page, hub)
    page.goto(f"{hub.url}/admin/format-requests/", wait_until="networkidle")
    save(page.screenshot(), "coordinator-requests")
    page.context.close()


def photograph_translations(browser, hub):
    """What translators see (docs/translators.md). A title is translated against the glossary, and not sent."""
    page = sign_in(browser, hub, "translator")
    page.goto(f"{hub.url}/admin/reports/hub/translations/?what=missing&locale=so", wait_until="networkidle")
    save(page.screenshot(), "translator-report")
    page.goto(f"{hub.url}/es/definitions/wage-theft/")
    page.goto(f"{hub.url}/admin/pages/search/?q=robo+de+salario", wait_until="networkidle")
    page.locator("main a[href*='/edit/']", has_text=re.compile(r"^\s*Robo de salario\s*$")).first.click()
    page.locator(".js-translation-editor button", has_text="Edit").first.click()
    page.locator(".js-translation-editor textarea").fill("Hurto de sueldo")
    page.locator(".js-translation-editor button", has_text="Save").first.click()
    page.get_by_text("Glossary:").first.wait_for()
    page.wait_for_timeout(1000)
    page.set_viewport_size({"width": DESK[0], "height": 1150})
    page.locator(".js-translation-editor h3").first.scroll_into_view_if_needed()
    save(page.screenshot(), "translator-editor")
    page.goto(page.url, wait_until="networkidle")
    page.get_by_role("link", name="Send for review").first.click()
    page.wait_for_url("**/send/")
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    save(page.screenshot(), "translator-send")
    page.goto(f"{hub.url}/admin/snippets/portal/glossaryterm/", wait_until="networkidle")
    save(page.screenshot(), "translator-glossary")
    page.goto(f"{hub.url}/admin/translations/files/", wait_until="networkidle")
    save(page.screenshot(), "translator-files")
    page.context.close()


def photograph_preview_links(page, hub, number):
    """A link is made, a reviewer comments, the office reads it."""
    address = f"{hub.url}/admin/page-previews/{number}/"
    page.goto(address, wait_until="networkidle")
    page.fill("[name=note]", "Advisory group")
    page.get_by_role("button", name="Make a link").click()
    link = page.input_value("#new-link")
    page.goto(link)
    page.fill("[name=text]", "The second sentence is hard to follow.")
    page.get_by_role("button", name="Send the comment").click()
    page.goto(address, wait_until="networkidle")
    page.set_viewport_size({"width": DESK[0], "height": 1150})
    save(page.screenshot(), "preview-links")


def approve(page, hub):
    """What waits on the dashboard is approved, with a word to its author."""
    page.goto(f"{hub.url}/admin/", wait_until="networkidle")
    page.locator("#dashboard a[href*='/reviews/']").first.click()
    page.fill("[name=comment]", "Compared with the statute.")
    page.get_by_role("button", name="Approve").click()
    page.wait_for_load_state("networkidle")


def photograph_workspace(browser, hub):
    """What members of organisations see (docs/partners.md). Nothing is changed."""
    page = sign_in(browser, hub, "riverside", "/workspace/")
    page.wait_for_load_state("networkidle")
    # The greeting of the sign-in stands on the first page only.
    page.goto(page.url, wait_until="networkidle")
    save(page.screenshot(), "workspace-dashboard")
    page.goto(f"{page.url}events/new/", wait_until="networkidle")
    save(page.screenshot(full_page=True), "workspace-event-form")
    page.context.close()


def ask_for_a_format(page, hub):
    """Send the form as a reader does."""
    page.goto(f"{hub.url}/request-accessible-format/?page=/definitions/wage-theft/")
    page.fill("[name=need]", "This page in large print, please.")
    page.check("[name=formats][value=large_print]")
    page.check("[name=answer_by][value=phone]")
    page.fill("[name=contact]", "612-555-0100")
    page.check("[name=safe][value=discreet]")
    page.click("form.form button[type=submit]")
    page.wait_for_url("**/done/**")


def main():
    """Make all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with hub_to_visit() as hub, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=CHROMIUM
        )
        photograph_public(browser, hub)
        if hub.password:
            photograph_translations(browser, hub)
            photograph_office(browser, hub)
            photograph_workspace(browser, hub)
        else:
            print(
                "Without DEMO_PASSWORD the pictures of the admin and the workspace are left as they are.",
                file=sys.stderr,
            )
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
