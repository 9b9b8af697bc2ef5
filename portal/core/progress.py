"""Shows what a long command does: one line that is rewritten on a terminal, plain lines elsewhere.

No colors and no escape sequences: NO_COLOR, logs and screen readers need no exception.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, TypeVar

Item = TypeVar("Item")

# Seconds between two writes of one step.
PAUSE_ON_A_TERMINAL, PAUSE_ELSEWHERE = 0.1, 2.0
# An estimate before that many seconds would jump.
ESTIMATE_AFTER = 2.0


class Progress:
    """The steps of a command, one after the other."""

    def __init__(self, output: Any = None, verbosity: int = 1, clock: Callable[[], float] = time.monotonic):
        """Write nothing yet.

        Args:
            output: a command's `stdout` or `stderr`; None shows nothing.
            verbosity: the command's option; 0 shows nothing.
            clock: seconds, for tests.
        """
        self.output = output if verbosity else None
        self.clock = clock
        self.on_terminal = self.output is not None and self.output.isatty()
        self.pause = PAUSE_ON_A_TERMINAL if self.on_terminal else PAUSE_ELSEWHERE
        self.width = 0

    def step(self, message: str) -> None:
        """Say what begins now and cannot be counted.

        Args:
            message: such as "Preparing the database".
        """
        self._write(f"{message} …", ends=True)

    def track(
        self, items: Iterable[Item], message: str, total: int | None = None, announce: bool = True
    ) -> Iterator[Item]:
        """Count items while they are worked on.

        Args:
            items: what is worked on, one after the other.
            message: what is done with them, such as "Publishing pages".
            total: how many there are, if `items` does not know.
            announce: whether the step is named at once, not only when it takes longer than two seconds.

        Yields:
            The items.
        """
        if total is None:
            total = len(items) if isinstance(items, Collection) else 0
        begin = last = self.clock()
        if announce and (total or not isinstance(items, Collection)):
            self._write(f"{message}: {total or ''} …".replace(":  …", " …"), ends=not self.on_terminal)
        done = 0
        for item in items:
            yield item
            done += 1
            now = self.clock()
            if now - last >= self.pause and done != total:
                last = now
                self._write(self._line(message, done, total, now - begin), ends=not self.on_terminal)
        if self.on_terminal and done:
            self._write(f"{message}: {done}", ends=True)

    @staticmethod
    def _line(message: str, done: int, total: int, seconds: float) -> str:
        if not total:
            return f"{message}: {done}"
        left = ""
        if seconds >= ESTIMATE_AFTER:
            left = f", about {max(1, round(seconds / done * (total - done)))} s left"
        return f"{message}: {done} of {total}{left}"

    def _write(self, line: str, ends: bool) -> None:
        if self.output is None:
            return
        if self.on_terminal:
            # Spaces over what is left of the line before.
            text = "\r" + line.ljust(self.width)
            self.width = 0 if ends else len(line)
            self.output.write(text, ending="\n" if ends else "")
        else:
            self.output.write(line)
        self.output.flush()


SILENT = Progress()
