"""Who uses the hub during `make load`: readers, members who post events, approvers, and an organization that imports its calendar.

Each runs in a thread of its own, waits like a person, and is told by an Event when it is over. What somebody does not get as
expected is counted as an error; nobody stops because of one.
"""

import contextlib
import datetime
import random
import re
import threading
import time
import uuid

from tests.bench.people import Person
from tests.tools.hub import PASSWORD

TITLE = "Load test"
WORDS = ["wage", "trafficking", "help", "passport", "library", "training", "lawyer", "shelter", "workers"]
# What only a request that is expected to find nothing may answer.
NOTHING_HERE = "/nothing-here/"
EXPECTED = {200, 302}


class Notes:
    """What happened, from all threads.

    Attributes:
        rows: tuples of (seconds since the beginning, kind, status, seconds).
        errors: tuples of (kind, what was asked for, what was wrong).
    """

    def __init__(self):
        self.rows, self.errors = [], []
        self.lock, self.begin = threading.Lock(), time.monotonic()

    def answer(self, kind, method, path, status, seconds, expected=EXPECTED):
        """Note an answer; another status than the expected ones is an error."""
        with self.lock:
            self.rows.append((round(time.monotonic() - self.begin, 3), kind, status, seconds))
            if status not in expected:
                self.errors.append((kind, f"{method} {path}", f"status {status}"))

    def error(self, kind, what, problem):
        """Note that something is not as it should be."""
        with self.lock:
            self.errors.append((kind, what, problem))


class Somebody(threading.Thread):
    """A person who does the same again and again until it is over.

    Args:
        kind: what the person's requests are counted as.
        urls: of the hub's servers; which of them is asked changes from time to time, as behind a balancer.
        notes: Notes.
        over: an Event.
        pause: seconds between two rounds, on average.
    """

    def __init__(self, kind, urls, notes, over, pause):
        super().__init__(daemon=True)
        self.kind, self.urls, self.notes, self.over, self.pause = kind, urls, notes, over, pause
        self.chance = random.Random(uuid.uuid4().int)
        self.person = self.newcomer()

    def newcomer(self):
        """A browser without cookies."""
        return Person(self.chance.choice(self.urls), self.notes.answer)

    def run(self):
        """Do rounds until it is over."""
        with contextlib.suppress(StopIteration):
            self.guarded(self.prepare)
            while not self.over.wait(self.chance.uniform(0.5, 1.5) * self.pause):
                self.person.url = self.chance.choice(self.urls)
                self.guarded(self.round)

    def guarded(self, step):
        """Do something; what goes wrong is an error of the run."""
        try:
            step()
        except Exception as error:  # Whatever it is: the others go on, and it is reported.
            if not self.over.is_set():
                self.notes.error(self.kind, step.__qualname__, f"{type(error).__name__}: {error}"[:300])

    def prepare(self):
        """What is done once, such as signing in."""

    def round(self):
        """What is done again and again."""
        raise NotImplementedError

    def check(self, answer, words=""):
        """Note an error when an answer is not 200, or lacks words."""
        if answer.status == 200 and words and words not in answer.text:
            self.notes.error(self.kind, answer.url, f"“{words}” is missing")
        return answer


class Reader(Somebody):
    """Reads pages without an account: nine of ten requests are for addresses that many ask for.

    Args:
        common: addresses that the page cache can answer.
        *rest: see Somebody.
    """

    def __init__(self, common, *rest):
        self.common, self.etags = common, {}
        super().__init__(*rest)

    def round(self):
        """One request."""
        draw = self.chance.random()
        if draw < 0.88:
            self.person.ask("common page", self.chance.choice(self.common))
        elif draw < 0.9:
            self.nothing()
        elif draw < 0.95:
            word, other = self.chance.sample(WORDS, 2)
            self.person.ask("search", f"/search/?q={word}+{other}+{self.chance.randrange(10_000)}")
        else:
            day = datetime.date.today() + datetime.timedelta(days=self.chance.randrange(200))
            self.person.ask("filtered list", f"/events/?from={day}&q={self.chance.choice(WORDS)}")

    def nothing(self):
        """Ask for what is not there."""
        browser = Person(
            self.person.url,
            lambda kind, method, path, status, seconds: self.notes.answer(
                kind, method, path, status, seconds, {404}
            ),
        )
        browser.ask("not found", NOTHING_HERE)


class OfWorkspace(Somebody):
    """A member who works in the workspace of an organization.

    Args:
        email: of the account.
        slug: of the organization.
        *rest: see Somebody.
    """

    def __init__(self, email, slug, *rest):
        self.email, self.slug, self.number = email, slug, 0
        super().__init__(*rest)

    def prepare(self):
        """Sign in."""
        self.person.sign_in(self.email, PASSWORD)


class Member(OfWorkspace):
    """Writes an event and sends it to the office."""

    def round(self):
        """Look at the workspace, write an event, send it."""
        self.number += 1
        title = f"{TITLE} {self.slug.partition('-')[0]} {self.number}"
        day = datetime.date.today() + datetime.timedelta(days=self.chance.randint(10, 200))
        self.check(self.person.ask("workspace", f"/workspace/{self.slug}/"))
        page = self.person.ask("workspace", f"/workspace/{self.slug}/events/new/")
        values = {
            "title": title,
            "summary": "Invented for a load test.",
            "start_date": day.isoformat(),
            "start_time": f"{self.chance.randint(8, 19):02}:00",
            "attendance": "place",
            "venue_name": "Example Library",
            "accessibility_contact": "access@example.org",
            "action": "send",
        }
        self.check(self.person.send("event sent", page, "start_date", values), "In review")


class Approver(Somebody):
    """Approves what members send, and looks whether it is public.

    Args:
        email: of the account.
        share: (which, of how many): so that two approvers do not decide about the same.
        *rest: see Somebody.
    """

    def __init__(self, email, share, *rest):
        self.email, self.share = email, share
        super().__init__(*rest)

    def prepare(self):
        """Sign in."""
        self.person.sign_in(self.email, PASSWORD)

    def round(self):
        """Look at the dashboard and at what waits; approve the first event of the load test."""
        self.check(self.person.ask("admin", "/admin/"))
        queue = self.person.ask("admin", "/admin/partner-submissions/")
        links = re.findall(
            rf'href="(/admin/partner-submissions/(\d+)/)"[^>]*>\s*({TITLE} [^<]+?)\s*<', queue.text
        )
        mine = [
            (path, title) for path, number, title in links if int(number) % self.share[1] == self.share[0]
        ]
        if not mine:
            return
        path, title = mine[0]
        page = self.person.ask("admin", path)
        answer = self.person.send("event approved", page, "decision", {"decision": "approve", "comment": ""})
        self.check(answer, "is approved")
        self.look(title)

    def look(self, title):
        """Whoever reads, at whatever server, sees it at once."""
        for url in self.urls:
            browser = Person(url, self.notes.answer)
            path = f"/events/{title.lower().replace(' ', '-')}/"
            self.check(browser.ask("just approved", path), title)


class Importer(OfWorkspace):
    """Imports a calendar of ten events into the workspace, with other dates each time."""

    def round(self):
        """Send the calendar."""
        self.number += 1
        path = f"/workspace/{self.slug}/import/"
        page = self.person.ask("workspace", path)
        files = {"file": ("calendar.ics", "text/calendar", calendar(self.number).encode())}
        self.check(self.person.send("calendar imported", page, "address", {"address": ""}, files))


def calendar(number, events=10):
    """An iCalendar file (RFC 5545).

    Args:
        number: another one moves the events.
        events: how many it holds.
    """
    first = datetime.datetime.combine(
        datetime.date.today() + datetime.timedelta(days=20 + number % 9), datetime.time(17)
    )
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bench//EN"]
    for place in range(events):
        start = first + datetime.timedelta(days=7 * place)
        lines += [
            "BEGIN:VEVENT",
            f"UID:load-{place}@bench.example.org",
            "DTSTAMP:20261101T000000Z",
            f"DTSTART:{start:%Y%m%dT%H%M%S}",
            f"DTEND:{start + datetime.timedelta(hours=1):%Y%m%dT%H%M%S}",
            f"SUMMARY:Imported evening {place}",
            "DESCRIPTION:Invented for a load test.",
            "LOCATION:Example Library",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
