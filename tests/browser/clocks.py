"""A person's pace: between two steps 40 seconds pass on the server's clock and on those of the windows, and nobody waits."""

from datetime import UTC, datetime

READING = 40  # seconds, in which autosave, its pings and all that looks at the time have their turn.


class Clocks:
    """The clock of the server, which runs in this process, and those of the windows; they go on together."""

    def __init__(self, server):
        """Take the server's clock, a Traveller of time-machine. It has no windows yet."""
        self.server, self.pages = server, []

    def add(self, page):
        """Set a window's clock by the server's, before it opens its first page."""
        page.clock.install(time=datetime.now(UTC))
        self.pages.append(page)

    def pause(self, seconds=READING):
        """Let time pass: what is due in the windows happens once, as after a computer has slept."""
        self.server.shift(seconds)
        for page in self.pages:
            if not page.is_closed():
                page.clock.fast_forward(seconds * 1000)
