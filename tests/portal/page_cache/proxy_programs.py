"""A served hub that can be stopped, and real proxies in front of it with the configurations of docs/proxy/."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

CONFIGURATIONS = settings.BASE_DIR / "docs" / "proxy"
# Debian has them where ordinary accounts do not look.
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"


def find(program):
    """Where a program is, or None."""
    return shutil.which(program, path=PATH)


def free_port():
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):
        """Say nothing."""


class ServedHub:
    """An application at a port. It counts what it is asked for and how it answers: `seen` has (method, path, status)."""

    def __init__(self):
        # Set by each test.
        self.application = None
        self.port = free_port()
        self.seen = []
        self._server = None
        self.start()

    def _answer(self, environ, start_response):
        def noted(status, headers, exc_info=None):
            self.seen.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], int(status[:3])))
            return start_response(status, headers)

        return self.application(environ, noted)

    def start(self):
        if self._server:
            return
        self._server = ThreadedWSGIServer(("127.0.0.1", self.port), _Quiet)
        self._server.set_app(self._answer)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def asked_for(self, path):
        """The statuses with which the hub has answered requests for a path since the last call, without those of other paths."""
        found = [status for _method, seen, status in self.seen if seen == path]
        self.seen.clear()
        return found


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: str
    cookies: list[str] = field(default_factory=list)

    @property
    def state(self):
        return self.headers.get("x-cache", "")


@dataclass
class Proxy:
    """A running proxy: the port for readers, and the port for purges, if it needs them."""

    name: str
    process: subprocess.Popen
    log: Path
    port: int
    purge_port: int | None = None

    def get(self, path, method="GET", port=None, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=20)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, headers=named)
            answer = connection.getresponse()
            found = answer.getheaders()
            return Answer(
                answer.status,
                {name.lower(): value for name, value in found},
                answer.read().decode(errors="replace"),
                [value for name, value in found if name.lower() == "set-cookie"],
            )
        finally:
            connection.close()

    def wait(self):
        """Wait until it answers and knows that the hub does."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get("/healthz").status == 200:
                    return
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def written(self):
        """What it has logged: files, and for Varnish the log in memory."""
        text = "".join(path.read_text() for path in self.log.parent.glob("*.log"))
        if self.name == "varnish":
            command = [find("varnishlog"), "-n", str(self.log.parent / "varnish"), "-d", "-g", "raw"]
            text += subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout
        return text

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def start_varnish(hub_port, folder):
    text = (CONFIGURATIONS / "hub.vcl").read_text()
    text = _replaced(text, '.port = "8000"', f'.port = "{hub_port}"')
    path = folder / "hub.vcl"
    path.write_text(text)
    path.chmod(0o644)
    port, purge_port = free_port(), free_port()
    process = subprocess.Popen(
        [find("varnishd"), "-F", "-n", str(folder / "varnish"), "-f", str(path)]
        + ["-a", f"http=127.0.0.1:{port}", "-a", f"purge=127.0.0.1:{purge_port}", "-T", "none"]
        + ["-s", "malloc,32m", *varnish_options()],
        stdout=(folder / "varnish.log").open("w"),
        stderr=subprocess.STDOUT,
        umask=0o022,
    )
    return Proxy("varnish", process, folder / "varnish.log", port, purge_port)


def varnish_options():
    """The options that docs/operators.md gives."""
    text = (settings.BASE_DIR / "docs" / "operators.md").read_text()
    line = next(line for line in text.splitlines() if "-p http_gzip_support" in line)
    words = line.replace("\\", " ").split()
    return words[words.index("-p") :]


def start_nginx(hub_port, folder):
    text = (CONFIGURATIONS / "nginx.conf").read_text()
    port = free_port()
    redirect = text.index("server {\n  listen 80;")
    following = text.index("server {\n  listen 443")
    text = text[:redirect] + text[following:]
    for written, here in (
        ("127.0.0.1:8000", f"127.0.0.1:{hub_port}"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        ("  ssl_certificate     /etc/ssl/hub.pem;\n", ""),
        ("  ssl_certificate_key /etc/ssl/private/hub.key;\n", ""),
        ("/run/", f"{folder}/"),
        ("/var/log/nginx/", f"{folder}/"),
    ):
        text = _replaced(text, written, here)
    (folder / "hub.conf").write_text(text)
    own = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.getuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(
        f"{user}daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\n{own}include {folder}/hub.conf;\n}}\n"
    )
    process = subprocess.Popen(
        [find("nginx"), "-c", str(path), "-p", str(folder), "-e", str(folder / "error.log")],
        stdout=subprocess.DEVNULL,
        stderr=(folder / "start.log").open("w"),
    )
    return Proxy("nginx", process, folder / "error.log", port)


PROGRAMS = {"varnishd": start_varnish, "nginx": start_nginx}


@contextlib.contextmanager
def short_folder():
    """A folder whose name is short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="proxy-"))
    # Varnish's worker has an account of its own.
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _replaced(text, written, here):
    assert written in text, written
    return text.replace(written, here)
