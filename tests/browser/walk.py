"""Walks that docs/journeys.md describes, and hands on a keyboard."""

import re
from pathlib import Path

from tests.conftest import DEMO_PASSWORD

JOURNEYS = Path(__file__).resolve().parents[2] / "docs" / "journeys.md"
PATIENCE = 30_000  # milliseconds: a busy machine saves slowly.


class Walk:
    """The steps of one journey as the page tells them, taken one after the other."""

    def __init__(self, title, clocks):
        """Read the journey of a title from docs/journeys.md; between its steps time passes on the Clocks."""
        self.clocks = clocks
        text = JOURNEYS.read_text().partition(f"\n## {title}\n")[2].partition("\n## ")[0]
        self.steps = [
            " ".join(step.split()) for step in re.findall(r"^\d+\. \*\*(.+?[.?])\*\*", text, re.M | re.S)
        ]
        assert self.steps, f"docs/journeys.md has no journey “{title}”."

    def step(self, sentence):
        """Say which step is taken: it is the next one of the page."""
        assert self.steps, f"docs/journeys.md ends before “{sentence}”."
        assert self.steps.pop(0) == sentence
        self.clocks.pause()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        """At its end no step of the page is left."""
        if kind is None:
            assert self.steps == [], "Steps of docs/journeys.md that the test does not take."


def notice_when_watched(page):
    """Let the windows' pages remember when Wagtail last began to watch the form: `watched` waits for it."""
    page.add_init_script(
        "addEventListener('w-unsaved:watch-edits', () => { window.watchedAt = performance.now() })"
    )


def watched(page):
    """Wait until Wagtail watches the form, two seconds after it is there: what is typed before counts as its beginning.

    While a page loads, Wagtail may connect its form twice and begin anew shortly after; so nothing has begun for half a second.
    """
    page.wait_for_function("() => performance.now() - window.watchedAt > 500")


def tab_to(page, locator):
    """Press Tab until the element has focus."""
    for _stop in range(120):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"The keyboard does not reach {locator}.")


def write(page, name, text):
    """Go to a field of the form and type."""
    tab_to(page, page.locator(f"form [name={name}]:visible").first)
    page.keyboard.type(text)


def press(page, locator):
    """Go to a link or button and press Enter; wait for what comes."""
    tab_to(page, locator)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sign_in(page, email, password=DEMO_PASSWORD):
    """Sign in by keyboard."""
    page.goto("/accounts/login/")
    write(page, "login", email)
    write(page, "password", password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def focus(locator):
    """Give focus to what a long form of the admin has somewhere, if the keyboard can reach it."""
    locator.wait_for(state="visible", timeout=PATIENCE)
    assert locator.evaluate("element => element.tabIndex >= 0 || element.isContentEditable")
    locator.focus()


def enter(page, locator, leads=True):
    """Press Enter on a link or button of the admin; wait for the page to which it leads."""
    focus(locator)
    if not leads:
        page.keyboard.press("Enter")
        return
    with page.expect_navigation(timeout=PATIENCE):
        page.keyboard.press("Enter")


def fill(page, locator, text):
    """Replace what a field holds by typing."""
    focus(locator)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
