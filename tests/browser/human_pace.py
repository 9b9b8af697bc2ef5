"""How long a person takes for what a browser does: the keystroke-level model, counted while the steps are really taken.

Card, S. K., Moran, T. P., Newell, A.: "The keystroke-level model for user performance time with interactive systems",
Communications of the ACM 23 (7), 1980, 396-410. Its operators, in seconds:

- K, a key: 0.3, which is 40 words of five characters a minute (the paper's "average non-secretary typist": 0.28);
- P, pointing at something: 1.1; B, pressing and releasing the button: 0.2; H, a hand from the mouse to the keyboard or back: 0.4;
- M, thinking what to do next: 1.35, before each field and each press;
- R, waiting for a page: one second each, whatever this machine takes.

The model knows no reading. A newcomer also reads, on each page, all that she sees of the main part down to what she presses
next, each text once, at 238 words a minute: what adults read silently of English non-fiction (Brysbaert, M.: "How many
words do we read per minute?", Journal of Memory and Language 109, 2019).
"""

from collections import Counter

# The texts that are seen in the main part before an element, and in it.
SEEN = """last => {
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const seen = [];
    while (texts.nextNode()) {
        const text = texts.currentNode, around = text.parentElement;
        if (!last.contains(text) && last.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING) break;
        if (around.closest("option, script, style, .visually-hidden") || !around.checkVisibility()) continue;
        seen.push(text.data);
    }
    return seen;
}"""
SECONDS = {"K": 0.3, "P": 1.1, "B": 0.2, "H": 0.4, "M": 1.35, "R": 1.0, "word": 60 / 238}


class Person:
    """Somebody who uses a page of the browser: what she does is done, and counted."""

    def __init__(self, page):
        """Take the browser's page. Nothing is counted yet."""
        self.page = page
        self.done = Counter()
        self._read = set()

    @property
    def seconds(self):
        """How long all of it takes her."""
        return sum(SECONDS[operator] * number for operator, number in self.done.items())

    def open(self, address):
        """Follow a link that was sent to her: one click and one page."""
        self.done.update("MPBR")
        self.page.goto(address)

    def read_to(self, locator):
        """Read what is seen of the main part down to an element, and of it what she has not read yet."""
        for text in locator.evaluate(SEEN):
            if text not in self._read:
                self._read.add(text)
                self._look_at(text)

    def read(self, locator):
        """Read one part, as who knows the page does."""
        self._look_at(locator.inner_text())

    def _look_at(self, text):
        self.done["word"] += len(text.split())

    def write(self, name, keys):
        """Point at a field, press, and type."""
        self.done.update("MPBH")
        field = self.page.locator(f"form [name={name}]:visible").first
        # At its left: there a date or a time begins.
        field.click(position={"x": 16, "y": 16})
        self.type(keys)
        self.done["H"] += 1

    def type(self, keys):
        """Type, one key after the other."""
        self.done["K"] += len(keys)
        self.page.keyboard.type(keys)

    def press(self, locator):
        """Point at a link or button and press it; a page comes."""
        self.done.update("MPBR")
        with self.page.expect_navigation():
            locator.click()

    def __str__(self):
        counted = ", ".join(f"{number} × {operator}" for operator, number in sorted(self.done.items()))
        return f"{self.seconds:.0f} s ({counted})"
