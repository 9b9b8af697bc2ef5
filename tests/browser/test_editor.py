"""What the editor of the admin does for people who work together: drafts kept, conflicts told, locks, comments by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.conftest import DEMO_PASSWORD

PATIENCE = 30_000  # milliseconds: a busy machine saves slowly.


@pytest.fixture
def article(site_url):
    """A draft of the office."""
    from django.contrib.auth import get_user_model

    from home.models import HomePage, InformationPage
    from tests.portal.public import new_page

    home = HomePage.objects.get(locale__language_code="en")
    page = new_page(home, InformationPage, slug="shared-draft", title="Shared draft", summary="As it began.")
    page.save_revision(user=get_user_model().objects.get(email="editor@example.org"))
    return page


@pytest.fixture
def at_work(fresh, article):
    """Opens the draft's editor as a person of the office: at_work("editor") → the browser's page."""

    def sign_in(name):
        page = fresh()
        page.set_default_timeout(PATIENCE)
        page.goto(f"/accounts/login/?next=/admin/pages/{article.pk}/edit/")
        page.fill("[name=login]", f"{name}@example.org")
        page.fill("[name=password]", DEMO_PASSWORD)
        page.click("main form:has([name=password]) button[type=submit]")
        page.wait_for_url(f"**/admin/pages/{article.pk}/edit/")
        page.wait_for_load_state("networkidle")
        # The editor looks at the form a moment after it is there; what is typed before counts as its beginning.
        page.wait_for_timeout(3000)
        return page

    return sign_in


def newest(page):
    return page.revisions.order_by("-created_at", "-pk").first().as_object()


def kept(answer):
    """Whether a request saved the page: autosave and the button send the same form."""
    return answer.request.method == "POST" and answer.url.endswith("/edit/")


def write(window, text):
    """Types and waits until the hub has answered what autosave sent."""
    with window.expect_response(kept, timeout=PATIENCE):
        window.fill("[name=summary]", text)
        window.keyboard.press("Tab")


def state(window, word):
    """The indicator of autosave says so."""
    expect(window.locator("#w-autosave-indicator")).to_have_attribute(
        "data-w-autosave-state-value", word, timeout=PATIENCE
    )


def test_two_people_edit_one_page_the_second_is_told_and_nothing_is_overwritten(at_work, article):
    first, second = at_work("editor"), at_work("approver")
    write(first, "What the first one wrote.")
    state(first, "saved")
    assert newest(article).summary == "What the first one wrote."
    # The second had opened the page before. Autosave writes nothing over the newer version.
    write(second, "What the second one wrote.")
    state(second, "paused")
    assert newest(article).summary == "What the first one wrote."
    # Saving by hand asks first, names who saved, and leads to the newer version.
    who = second.get_by_role("button", name="Eden Editor saved a new version")
    expect(who).to_be_visible(timeout=PATIENCE)
    second.keyboard.press("Control+s")
    dialog = second.locator("#w-save-confirmation-dialog")
    expect(dialog).to_contain_text("Eden Editor saved a new version", timeout=PATIENCE)
    expect(dialog.get_by_role("link", name="View latest version")).to_be_visible()
    second.keyboard.press("Escape")
    assert newest(article).summary == "What the first one wrote."
    assert second.input_value("[name=summary]") == "What the second one wrote.", "nothing typed is lost"


def test_a_draft_is_kept_without_a_button_and_is_there_after_the_browser_has_gone(at_work, article):
    window = at_work("editor")
    write(window, "Kept by itself.")
    window.context.close()
    again = at_work("editor")
    assert again.input_value("[name=summary]") == "Kept by itself."
    article.refresh_from_db()
    assert not article.live


def test_what_is_typed_while_autosave_sends_the_form_is_kept_too(at_work, article):
    window = at_work("editor")
    # Wagtail waits for half a second before it sends the form as it stood: this is typed after that.
    window.evaluate(
        """() => document.addEventListener("w-autosave:save", () => setTimeout(() => {
            const summary = document.querySelector("[name=summary]");
            summary.focus();
            document.execCommand("insertText", false, " And a little later.");
        }, 550), { once: true })"""
    )
    write(window, "Typed first.")
    with window.expect_response(kept, timeout=PATIENCE):
        pass
    state(window, "saved")
    assert newest(article).summary == "Typed first. And a little later."


def test_a_locked_page_is_not_changed_by_others_and_says_who_locked_it(at_work, article):
    window = at_work("approver")
    window.focus("[data-side-panel-toggle=status]")
    window.keyboard.press("Enter")
    window.get_by_label("Lock", exact=True).focus()
    with window.expect_navigation(timeout=PATIENCE):
        window.keyboard.press("Space")
    expect(window.locator(".messages")).to_contain_text("locked", ignore_case=True)
    other = at_work("editor")
    expect(other.locator(".messages")).to_contain_text("locked", ignore_case=True)
    assert other.locator("[name=action-submit]").count() == 0
    expect(other.locator("footer")).not_to_contain_text("Save draft")
    article.refresh_from_db()
    assert article.locked and article.locked_by.email == "approver@example.org"


def test_a_comment_is_made_answered_and_resolved_by_keyboard(at_work, article):
    from wagtail.models import Comment, CommentReply

    def open_comments(window):
        window.focus("[data-side-panel-toggle=comments]")
        window.keyboard.press("Enter")
        expect(window.locator("[data-side-panel=comments]")).to_be_visible()
        window.focus("[name=summary]")
        # The button beside the field makes a comment, or leads to the one that is there.
        window.keyboard.press("Tab")
        assert window.evaluate("document.activeElement.getAttribute('aria-label')") == "Add comment"
        window.keyboard.press("Enter")

    editor = at_work("editor")
    open_comments(editor)
    expect(editor.locator(".comment__input")).to_be_focused()
    editor.keyboard.type("Is this the newest figure?")
    editor.keyboard.press("Tab")
    with editor.expect_response(kept, timeout=PATIENCE):
        editor.keyboard.press("Enter")
    made = Comment.objects.get(page=article)
    assert made.text == "Is this the newest figure?" and made.contentpath == "summary"
    editor.context.close()

    approver = at_work("approver")
    open_comments(approver)
    expect(approver.locator(".comment--focused")).to_contain_text("Is this the newest figure?")
    expect(approver.locator(".comment--focused")).to_be_focused()
    approver.keyboard.press("Tab")
    expect(approver.locator(".comment--focused summary").first).to_be_focused()
    approver.keyboard.press("Tab")
    expect(approver.locator(".comment--focused .comment__reply-input")).to_be_focused()
    approver.keyboard.type("Yes, checked today.")
    approver.keyboard.press("Tab")
    with approver.expect_response(kept, timeout=PATIENCE):
        approver.keyboard.press("Enter")
    assert CommentReply.objects.get(comment=made).text == "Yes, checked today."
    menu = approver.locator(".comment--focused details").first
    for _try in range(20):
        # Wagtail takes the focus once more when the answer has been saved, sooner or later.
        menu.locator("summary").focus()
        if not menu.evaluate("menu => menu.open"):
            approver.keyboard.press("Enter")
        approver.keyboard.press("Tab")
        if approver.evaluate("document.activeElement.textContent") == "Resolve":
            break
        approver.wait_for_timeout(250)
    assert approver.evaluate("document.activeElement.textContent") == "Resolve"
    with approver.expect_response(kept, timeout=PATIENCE):
        approver.keyboard.press("Enter")
    expect(approver.locator(".comment")).to_have_count(0)
    made.refresh_from_db()
    assert made.resolved_by.email == "approver@example.org"


def test_the_preview_shows_what_is_typed_and_has_the_pages_own_look(at_work):
    window = at_work("editor")
    write(window, "Seen before it is saved.")
    window.focus("[data-side-panel-toggle=preview]")
    window.keyboard.press("Enter")
    frame = window.frame_locator("iframe[title=Preview]").first
    expect(frame.locator("main")).to_contain_text("Seen before it is saved.", timeout=PATIENCE)
    expect(frame.locator("a.exit")).to_have_count(1)
