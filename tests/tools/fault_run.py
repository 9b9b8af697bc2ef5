"""Takes Redis, the database and the disk away from a served hub under load, in turn: `python -m tests.tools.fault_run`.

As root on Linux: the hub's folder is a small tmpfs. The database is SQLite, and is taken away by a lock that nothing waits out; with
`HUB_DATABASE=postgresql` it is a PostgreSQL server of its own, which is stopped, and then killed, with writers at work.
Prints the answers by status; whether each request for an accessible format that was acknowledged is stored and told to the office; and
whether each draft of an event that a member was told to be saved is there. Ends with status 1 when something is lost, an answer was 500, a failure
showed no help lines, or a process ended.
"""

import contextlib
import http.client
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from tests.tools.hub import OTHERS, PASSWORD, ROOT, _free_port, _server_command, _wait

PAGES = ["/", "/es/", "/so/get-help/", "/events/", "/search/?q=help"]
FORM = "/request-accessible-format/"
SECONDS = int(os.environ.get("HUB_SECONDS", "15"))  # Of each phase.
SIZE = "120m"
SIGN_IN, NEW_EVENT = "/accounts/login/", "/workspace/riverside-example-coalition/events/new/"
TITLE = "Draft of a fault run"
FORM_TYPE = "application/x-www-form-urlencoded"


class Sqlite:
    """The database of one machine."""

    url = None

    def __init__(self, folder, prepared=None):
        self.path = folder / "hub.sqlite3"
        if prepared:
            shutil.copy(prepared, self.path)

    def faults(self):
        """Pairs of a name and what takes the database away for as long as its block lasts."""
        return [("database locked", self._locked)]

    @contextlib.contextmanager
    def _locked(self):
        with closing(sqlite3.connect(self.path, isolation_level=None)) as holder:
            holder.execute("BEGIN EXCLUSIVE")
            yield
            holder.execute("ROLLBACK")

    def rows(self, query):
        """What a query finds."""
        with closing(sqlite3.connect(self.path, timeout=20)) as database:
            return database.execute(query).fetchall()

    def notice_a_full_disk(self):
        """Else there is room in SQLite's log, and nobody notices for long that the disk is full."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def end(self):
        """Nothing runs."""


class Postgresql:
    """A server of its own, on a free port, whose files lie outside the hub's folder."""

    def __init__(self, _folder, _prepared=None):
        self.port = _free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/hub"
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
        self.data = tempfile.mkdtemp(prefix="hub-fault-postgresql-")
        shutil.chown(self.data, "postgres")
        self._run("initdb", "-D", self.data, "--auth", "trust", "--no-sync")
        self._start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "hub")

    def _run(self, program, *arguments):
        # PostgreSQL refuses to run as root. A server that goes on would hold a pipe open.
        command = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
        command += [str(self.programs / program), *arguments]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data}"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", f"{self.data}/server.log", "-o", options, "start")

    def faults(self):
        """See Sqlite."""
        return [
            ("PostgreSQL stopped", lambda: self._away("fast")),
            ("PostgreSQL killed", lambda: self._away("immediate")),
        ]

    @contextlib.contextmanager
    def _away(self, mode):
        self._run("pg_ctl", "-D", self.data, "-m", mode, "stop")
        yield
        self._start()

    def rows(self, query):
        """See Sqlite."""
        import psycopg  # Only where this database is.

        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()

    def notice_a_full_disk(self):
        """Its files lie on another disk."""

    def end(self):
        """Stop it, and delete its files."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.data)


class Load:
    """Readers, people who leave, people who ask, and a member who writes, each in a thread of its own."""

    def __init__(self, port):
        self.port, self.phase, self.stop = port, "as usual", threading.Event()
        self.answers, self.acknowledged, self.number, self.without_help = Counter(), set(), 0, 0
        self.saved, self.cookies = set(), self._sign_in()
        work = [self._read, self._read, self._leave, self._ask, self._ask, self._write]
        self.threads = [threading.Thread(target=self._again, args=(act,)) for act in work]

    def _again(self, act):
        while not self.stop.is_set():
            phase, kind = self.phase, act.__name__.strip("_")
            try:
                status = act()
            except (OSError, http.client.HTTPException) as error:
                status = type(error).__name__
            self.answers[(phase, kind, str(status))] += 1
            time.sleep(0.1)

    def _send(self, method, path, body=None, headers=None):
        # Each comes from another address of this machine: the form counts them.
        self.number += 1
        source = f"127.1.{self.number // 250 % 250}.{self.number % 250 + 1}"
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=60, source_address=(source, 0)
        )
        with closing(connection):
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        if answer.status >= 400 and not ("tel:911" in text and 'href="/exit/"' in text):
            self.without_help += 1
        return answer, text

    def _read(self):
        return self._send("GET", PAGES[self.number % len(PAGES)])[0].status

    def _leave(self):
        answer, _body = self._send("GET", "/exit/")
        return answer.status

    def _fill_in(self, path, cookies, **fields):
        """Open a form and send it.

        Returns:
            The answer, or "form …" with the status of a form that did not come.
        """
        answer, body = self._send("GET", path, headers={"Cookie": _header(cookies)})
        if answer.status == 302:  # The form of a new event has an address of its own.
            path = answer.headers["Location"]
            answer, body = self._send("GET", path, headers={"Cookie": _header(cookies)})
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        if answer.status != 200 or not token:
            return f"form {answer.status}"
        cookies |= _cookies_of(answer)
        headers = {"Cookie": _header(cookies), "Content-Type": FORM_TYPE}
        data = urlencode({"csrfmiddlewaretoken": token[1], **fields})
        return self._send("POST", path, data, headers)[0]

    def _ask(self):
        answer = self._fill_in(FORM, {}, need="Large print", answer_by="phone", safe="no")
        if isinstance(answer, str):
            return answer
        if answer.status == 302:
            self.acknowledged.add(answer.headers["Location"].strip("/").rpartition("/")[2])
        return answer.status

    def _sign_in(self):
        cookies = {}
        answer = self._fill_in(SIGN_IN, cookies, login="riverside@example.org", password=PASSWORD)
        if isinstance(answer, str) or answer.status != 302:
            raise RuntimeError("The member cannot sign in.")
        return cookies | _cookies_of(answer)

    def _write(self):
        title = f"{TITLE} {self.number}"
        answer = self._fill_in(NEW_EVENT, dict(self.cookies), title=title, action="save")
        if isinstance(answer, str):
            return answer
        if answer.status == 302 and "/events/" in answer.headers["Location"]:
            self.saved.add(title)
        return answer.status


def _cookies_of(answer):
    pairs = (line.partition(";")[0].partition("=") for line in answer.headers.get_all("Set-Cookie") or ())
    return {name: value for name, _sign, value in pairs}


def _header(cookies):
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


@contextlib.contextmanager
def process(command, environment, log):
    """A process for as long as the block lasts."""
    running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(timeout=30)
        except subprocess.TimeoutExpired:
            running.kill()


@contextlib.contextmanager
def small_disk():
    """An empty folder on a disk of its own."""
    folder = tempfile.mkdtemp(prefix="hub-fault-")
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
    try:
        yield Path(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
        Path(folder).rmdir()


def fill(folder):
    """Leave no byte on the disk of a folder; returns the file that fills it."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 65536)
    with path.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x")
    return path


def run(folder, log, store):
    """One run; returns what is printed."""
    redis_port, port = _free_port(), _free_port()
    environment = {name: value for name, value in os.environ.items() if name not in OTHERS}
    environment |= {
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
        "DEMO_PASSWORD": PASSWORD,
        "PORT": str(port),
        "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
    }
    if store.url:
        environment["DATABASE_URL"] = store.url
    redis = ["redis-server", "--port", str(redis_port), "--save", "", "--appendonly", "no"]
    with contextlib.ExitStack() as stack:
        cache = subprocess.Popen(redis, stdout=log, stderr=log)
        subprocess.run(
            [sys.executable, "manage.py", "setup"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            check=True,
        )
        web = stack.enter_context(process(_server_command(), environment, log))
        worker, scheduler = (
            stack.enter_context(process([sys.executable, "manage.py", command], environment, log))
            for command in ("run_worker", "run_scheduler")
        )
        _wait(f"http://127.0.0.1:{port}", web)
        load = Load(port)
        for thread in load.threads:
            thread.start()
        time.sleep(SECONDS)
        load.phase = "without Redis"
        cache.terminate()
        cache.wait()
        time.sleep(SECONDS)
        cache = subprocess.Popen(redis, stdout=log, stderr=log)
        load.phase = "Redis back"
        time.sleep(SECONDS)
        for name, take_away in store.faults():
            load.phase = name
            with take_away():
                time.sleep(max(SECONDS, 30))  # Longer than a writer waits.
            load.phase = f"{name}, back"
            time.sleep(SECONDS)
        load.phase = "disk full"
        store.notice_a_full_disk()
        filler = fill(folder)
        time.sleep(SECONDS)
        filler.unlink()
        load.phase = "disk back"
        time.sleep(SECONDS)
        load.stop.set()
        for thread in load.threads:
            thread.join()
        ended = {"web": web.poll(), "worker": worker.poll(), "scheduler": scheduler.poll()}
        stored, sent = _outcome(store, load.acknowledged)
        drafts = {row[0] for row in store.rows("SELECT title FROM wagtailcore_page")}
        cache.terminate()
        cache.wait()
    return load, ended, stored, sent, drafts


def _outcome(store, acknowledged):
    """The numbers of the requests that are stored, and of those of which the office has a mail; waits for the worker."""
    for _second in range(120):
        stored = {row[0] for row in store.rows("SELECT reference FROM home_formatrequest")}
        mails = store.rows("SELECT subject FROM portal_outboxmessage WHERE sent_at IS NOT NULL")
        subjects = " ".join(row[0] for row in mails)
        sent = {number for number in stored if number in subjects}
        if acknowledged <= sent:
            break
        time.sleep(1)
    return stored, sent


def main():
    """Run and print."""
    kind = {"postgresql": Postgresql}.get(os.environ.get("HUB_DATABASE", ""), Sqlite)
    with small_disk() as folder, tempfile.TemporaryFile("w+") as log:
        store = kind(folder, os.environ.get("HUB_PREPARED"))
        try:
            load, ended, stored, sent, drafts = run(folder, log, store)
        finally:
            store.end()
            log.seek(0)
            written = log.read()
            if path := os.environ.get("HUB_LOG"):
                Path(path).write_text(written)
        signals = Counter(
            re.findall(r"SIG\w+|killed by signal \d+|exited with \w+ \d+|Unexpected exit", written)
        )
    rows = {}
    for (phase, kind, status), number in load.answers.items():
        rows.setdefault(phase, {}).setdefault(kind, {})[status] = number
    for phase, kinds in rows.items():
        print(f"{phase}: {json.dumps(kinds, sort_keys=True)}")
    known = load.acknowledged
    print(f"acknowledged {len(known)}, of these stored {len(known & stored)}, delivered {len(known & sent)}")
    print(f"failures without help lines and exit {load.without_help}")
    print(f"drafts told to be saved {len(load.saved)}, of these there {len(load.saved & drafts)}")
    print(
        f"stored without acknowledgement {len(stored - known)}; ended processes {ended}; in the log {dict(signals)}"
    )
    if not known <= stored & sent or not load.saved <= drafts:
        raise SystemExit("Something that was acknowledged is lost.")
    if wrong := sorted({status for _phase, _kind, status in load.answers if status.endswith("500")}):
        raise SystemExit(f"Some answers were {', '.join(wrong)}.")
    if load.without_help:
        raise SystemExit("Some failures showed no way to help.")
    if any(status is not None for status in ended.values()):
        raise SystemExit(f"Some processes ended: {ended}.")


if __name__ == "__main__":
    main()
