"""Somebody at a browser, who finds things by what they are called."""

import re
import time

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import ActionChains

PATIENCE = 20  # seconds
# What can have a role. The names come from the browser, which computes them for screen readers.
ELEMENTS = {
    "link": "a[href]",
    "button": "button, summary, [role=button], input[type=submit]",
    "field": "input:not([type=hidden]), textarea, select",
    "region": "section, nav, [role=region]",
    "heading": "h1, h2, h3",
    "frame": "iframe",
}
SHOWN = """
    return [...(arguments[0] || document).querySelectorAll(arguments[1])].filter((element) =>
        element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length)"""


class Reader:
    """A tab of a browser.

    Attributes:
        driver: Selenium's driver of the browser.
    """

    def __init__(self, driver, site_url):
        self.driver, self.site_url = driver, site_url

    # --- Reading ---
    @property
    def path(self):
        """The path and query of the page of the hub that is open; of another site its whole address."""
        return self.driver.current_url.removeprefix(self.site_url)

    @property
    def text(self):
        """What can be read in the page's main part."""
        return self.driver.find_element("css selector", "main").text

    def script(self, source, *arguments):
        """What a script in the page returns."""
        return self.driver.execute_script(source, *arguments)

    def named(self, role, name, within=None):
        """The elements of a role, a key of ELEMENTS, that can be seen and whose name a pattern describes."""
        for element in self.script(SHOWN, within, ELEMENTS[role]):
            if re.search(name, element.accessible_name):
                yield element

    def all(self, role, name, within=None):
        """All of them that are there now."""
        return list(self.named(role, name, within))

    def find(self, role, name, within=None):
        """The first of them, as soon as it is there."""
        return self.wait(
            lambda: next(self.named(role, name, within), None), f"a {role} that is called {name}"
        )

    def wait(self, condition, what="what was expected"):
        """Wait until a condition holds.

        Returns:
            What the condition returned.
        """
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if result := condition():
                    return result
            except WebDriverException:
                # The page is on its way out, or in.
                if time.monotonic() > end:
                    raise
            assert time.monotonic() < end, f"In vain: {what}, on {self.driver.current_url}"
            time.sleep(0.05)

    def wait_for_path(self, pattern):
        """Wait until an address of the hub is open that a pattern describes."""
        self.wait(lambda: re.search(pattern, self.path), f"an address like {pattern}")

    def attribute(self, name, element=None):
        """An attribute as it is written, of an element or of what has the focus."""
        return self.script(
            "return (arguments[1] || document.activeElement).getAttribute(arguments[0])", name, element
        )

    def has_focus(self, element):
        """Whether an element has the focus."""
        return self.script("return arguments[0] === document.activeElement", element)

    # --- Acting ---
    def open(self, path):
        """Open an address of the hub."""
        self.driver.get(self.site_url + path)

    def resize(self, width, height=800):
        """Make the page as wide as a phone or a desk."""
        frame = self.script("return [outerWidth - innerWidth, outerHeight - innerHeight]")
        self.driver.set_window_size(width + frame[0], height + frame[1])
        self.wait(lambda: self.script("return innerWidth") == width, f"a window of {width} pixels")

    def click(self, element):
        """Scroll to an element and click on it: WebKit's driver does not wait for a page that scrolls smoothly."""
        self.script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    def press(self, *keys):
        """Press keys, one after the other."""
        for key in keys:
            ActionChains(self.driver).key_down(key).key_up(key).perform()

    def tab_to(self, element):
        """Press Tab until an element has the focus."""
        for _stop in range(120):
            self.press("\ue004")
            if self.has_focus(element):
                return
        raise AssertionError("The keyboard does not reach it.")
