"""The walks of docs/journeys.md, by keyboard, with the accounts that they name: the steps are read from that page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.walk import PATIENCE, Walk, enter, fill, focus, notice_when_watched, sign_in, watched
from tests.home.demo.addresses import JANUARY, YEAR

pytestmark = pytest.mark.slow

SUBMIT = "Send for review"


@pytest.fixture
def office(fresh, clocks):
    """Opens a window in which an account is signed in: office("editor")."""

    def enter_as(name):
        page = fresh()
        clocks.add(page)
        page.set_default_timeout(PATIENCE)
        notice_when_watched(page)
        sign_in(page, f"{name}@example.org")
        return page

    return enter_as


def more(page, name):
    """Choose something from the menu beside “Save draft”."""
    page.wait_for_load_state("networkidle")
    enter(page, page.locator("footer [data-w-dropdown-target=toggle]").last, leads=False)
    enter(page, page.get_by_role("button", name=name).last)


def actions(page, name):
    """Choose something from the menu “Actions” beside the title."""
    page.wait_for_load_state("networkidle")
    enter(page, page.get_by_role("button", name="Actions", exact=True).first, leads=False)
    enter(page, page.get_by_role("link", name=name).first)


def edit(page, *titles):
    """From the list of pages down to the form of one, by their titles."""
    from wagtail.models import Page

    found = Page.objects.get(title=titles[-1], locale__language_code="en", depth__gt=2)
    page.goto(f"/admin/pages/{found.get_parent().pk}/")
    enter(page, page.locator("main").get_by_role("link", name=titles[-1], exact=True).first)
    return found


def message(page, words):
    expect(page.locator(".messages")).to_contain_text(words, ignore_case=True, timeout=PATIENCE)


def from_desk(page, title):
    """Open what waits from the dashboard."""
    page.goto("/admin/")
    enter(page, page.locator("#dashboard").get_by_role("link", name=re.compile("wait", re.IGNORECASE)).first)
    enter(page, page.locator("main").get_by_role("link", name=re.compile(re.escape(title))).first)


def approve(page):
    enter(page, page.locator("main").get_by_role("button", name="Approve", exact=True))


def test_publish_a_new_definition(office, fresh, clocks):
    from wagtail.models import Page, WorkflowState

    waiting = set(WorkflowState.objects.values_list("pk", flat=True))
    with Walk("Publish a new definition", clocks) as walk:
        walk.step("As the editor, open *Pages*, *Definitions*, and choose *Add child page*.")
        editor, reader = office("editor"), fresh()
        parent = Page.objects.get(slug="definitions", locale__language_code="en")
        editor.goto(f"/admin/pages/{parent.pk}/")
        enter(editor, editor.get_by_role("link", name="Add child page").first)

        walk.step("Write the title, the summary, and the term in plain words.")
        watched(editor)
        fill(editor, editor.locator("[name=title]"), "Forced begging")
        fill(editor, editor.locator("[name=summary]"), "Somebody makes you beg and takes the money.")
        focus(editor.locator("#panel-child-content-plain_words-section [contenteditable=true]").first)
        editor.keyboard.type("You are made to ask strangers for money, and somebody else keeps it.")
        indicator = editor.locator("#w-autosave-indicator")
        expect(indicator).to_have_attribute("data-w-autosave-state-value", "saved", timeout=PATIENCE)

        walk.step("Send it with *Send for review*, in the menu beside *Save draft*.")
        more(editor, SUBMIT)
        told = editor.get_by_role("alert").filter(has_text="Kept as a draft, not sent. Fix 1 problem first")
        expect(told).to_contain_text("Name at least one source", timeout=PATIENCE)
        assert "Somebody makes you beg" in editor.locator("[name=summary]").input_value()
        assert not WorkflowState.objects.filter(status="in_progress").exclude(pk__in=waiting).exists()

        walk.step("Add a source with its title and its address.")
        editor.wait_for_load_state("networkidle")
        sources = editor.locator("#panel-child-content-sources-section")
        enter(editor, sources.get_by_role("button", name="Insert a block").first, leads=False)
        title = sources.locator("[name$='-value-title']").first
        fill(editor, title, "What the state's law says")
        fill(editor, sources.locator("[name$='-value-url']").first, "https://www.example.org/law")

        walk.step("Send it again.")
        more(editor, SUBMIT)
        message(editor, "sent for review")
        assert reader.goto("/definitions/forced-begging/").status == 404

        walk.step("As the approver, open the page from your tasks.")
        approver = office("approver")
        from_desk(approver, "Forced begging")
        expect(approver.locator("main")).to_contain_text("Eden Editor")

        walk.step("Choose *Approve*.")
        approve(approver)
        message(approver, "is approved and live")

        walk.step("Open the list of definitions without signing in.")
        reader.goto("/definitions/")
        reader.get_by_role("link", name="Forced begging").first.focus()
        with reader.expect_navigation():
            reader.keyboard.press("Enter")
        assert "somebody else keeps it" in reader.locator("main").inner_text()


def test_run_the_january_campaign_again_next_year(office, fresh, clocks):
    with Walk("Run the January campaign again next year", clocks) as walk:
        walk.step("As the editor, open this year's edition under *Pages*, *Campaigns*.")
        editor, reader = office("editor"), fresh()
        before = reader.goto(JANUARY).text()
        edit(editor, f"Human trafficking prevention month, January {YEAR}")

        walk.step("Choose *Start next year's edition* in the menu *Actions* beside the title.")
        actions(editor, "Start next year's edition")
        assert editor.locator("[name=title]").input_value().endswith(f"January {YEAR + 1}")
        assert editor.locator("[name=start]").input_value() == f"{YEAR + 1}-01-01"

        walk.step("Press *Make the draft*.")
        enter(editor, editor.get_by_role("button", name="Make the draft"))
        message(editor, "Check every text")
        assert editor.locator("[name=proclamation_title]").input_value() == ""
        assert reader.goto(f"/campaigns/january-{YEAR + 1}/").status == 404

        walk.step("Check each text, and send it with *Send for review*.")
        more(editor, SUBMIT)
        message(editor, "sent for review")

        walk.step("As the approver, open it from your tasks and choose *Approve*.")
        approver = office("approver")
        from_desk(approver, f"January {YEAR + 1}")
        approve(approver)
        message(approver, "is approved and live")

        walk.step("Open the new edition without signing in.")
        assert reader.goto(f"/campaigns/january-{YEAR + 1}/").status == 200
        shown = reader.locator("main").inner_text()
        assert f"January {YEAR + 1}" in shown and "Earlier years" in shown and f"January {YEAR}" in shown
        assert reader.goto(JANUARY).text() == before


def test_approve_an_event(office, fresh, clocks):
    with Walk("Approve an event", clocks) as walk:
        walk.step("Open *Submissions* in the menu.")
        approver, reader = office("approver"), fresh()
        enter(approver, approver.get_by_role("link", name=re.compile("Submissions")).first)

        walk.step("Open the first new event.")
        row = approver.locator("main tbody tr", has_text=re.compile("Event.*New", re.DOTALL | re.IGNORECASE))
        link = row.first.get_by_role("link").first
        title = link.inner_text().strip()
        enter(approver, link)
        shown = approver.locator("main")
        expect(shown).to_contain_text("All checks passed.")
        expect(shown).to_contain_text("Organization")

        walk.step("Choose *Request changes* without a reason.")
        enter(approver, approver.get_by_role("button", name="Request changes"))
        expect(approver.get_by_role("alert")).to_contain_text("reason", ignore_case=True)

        walk.step("Choose *Approve*.")
        approve(approver)
        expect(approver.locator("main table")).not_to_contain_text(title)

        walk.step("Open the event without signing in.")
        from partners.models import EventPage

        event = EventPage.objects.get(title=title, live=True)
        assert reader.goto(event.url).status == 200
        assert title in reader.locator("main h1").inner_text()


def test_take_down_a_page_in_an_emergency(office, fresh, clocks):
    address, title = "/definitions/debt-bondage/", "Debt bondage"
    with Walk("Take down a page in an emergency", clocks) as walk:
        walk.step("As one approver, open the page in the editor.")
        first, reader = office("approver"), fresh()
        assert reader.goto(address).status == 200
        edit(first, title)

        walk.step("Choose *Unpublish* in the menu *Actions* beside the title.")
        actions(first, "Unpublish")

        walk.step("Say yes.")
        enter(first, first.locator("main form").get_by_role("button", name=re.compile("unpublish")).first)
        message(first, "unpublished")

        walk.step("Open the page's address without signing in.")
        assert reader.goto(address).status == 404
        assert reader.locator(".help-bar a[href='tel:911']").is_visible()

        walk.step("To bring it back, correct it and send it with *Send for review*.")
        edit(first, title)
        first.wait_for_load_state("networkidle")
        fill(first, first.locator("[name=summary]"), "A debt that is made so that it can never be paid.")
        more(first, SUBMIT)
        message(first, "sent for review")
        assert reader.goto(address).status == 404

        walk.step("As another approver, open it from your tasks and choose *Approve*.")
        second = office("approver2")
        from_desk(second, title)
        approve(second)
        message(second, "is approved and live")
        assert reader.goto(address).status == 200
        summary = reader.locator("meta[name=description]").get_attribute("content")
        assert "can never be paid" in summary


def test_answer_a_format_request(office, clocks):
    from home.models import FormatRequest
    from portal.models import OutboxMessage

    record = FormatRequest.objects.create(
        need="The page on wage theft in large print.",
        answer_by="email",
        contact="reader@example.org",
        safe="discreet",
    )
    with Walk("Answer a format request", clocks) as walk:
        walk.step("Open *Format requests* in the menu.")
        page = office("coordinator")
        enter(page, page.get_by_role("link", name="Format requests").first)

        walk.step("Open the request.")
        enter(page, page.locator("main").get_by_role("link", name=record.reference).first)
        expect(page.locator("main")).to_contain_text("wage theft in large print")

        walk.step("Choose *Answer by email*.")
        enter(page, page.get_by_role("link", name="Answer by email"))
        expect(page.locator("main")).to_contain_text("wage theft in large print")

        walk.step("Write the answer and press *Send the answer*.")
        focus(page.locator("[name=text]"))
        page.keyboard.type("It lies ready for you at the desk.")
        enter(page, page.get_by_role("button", name="Send the answer"))
        message(page, "The answer is being sent")
        record.refresh_from_db()
        assert record.status == "answered" and "coordinator@example.org" in record.notes
        mail = OutboxMessage.objects.order_by("pk").last()
        assert mail.recipients == ["reader@example.org"]
        assert "traffick" not in (mail.sender + mail.subject).lower()
