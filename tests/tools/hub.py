"""Starts a demonstration hub of its own for the tools that measure or photograph one."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "only-for-this-run-and-gone-after-it"
# Settings that would reach somebody's data or mail server, or change what is measured.
OTHERS = {"DATABASE_URL", "REDIS_URL", "CACHE_PREFIX", "EMAIL_URL", "LANGUAGES", "THEME_DIR", "PAGE_CACHE"}
PATIENCE = 180  # seconds: a busy machine with two cores has been seen to need 60.
APPLICATION = "portal.wsgi:application"
# It loads the hub, with the hub's settings, before it serves anything.
WEB_SERVER = "portal.operations.web_server"


@dataclass
class Hub:
    """A hub that answers: its address, the demo accounts' password, the server's process number and environment."""

    url: str
    password: str
    pid: int | None
    environment: dict | None = None


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _server_command(application):
    """The web server's command, as `make serve` runs it, with the hub or another WSGI application."""
    for line in (ROOT / "Procfile").read_text().splitlines():
        if line.startswith("web:") and APPLICATION in line:
            command = line.removeprefix("web:").strip()
            if application != APPLICATION:
                command = command.replace(APPLICATION, application).replace(WEB_SERVER, "granian")
            return ["/bin/sh", "-c", command]
    raise RuntimeError("The Procfile names no web server.")


def _wait(url, process):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended at once, with status {process.returncode}.")
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"The server did not answer at {url} within {PATIENCE} seconds.")


@contextlib.contextmanager
def prepared_hub(settings="portal.settings.demo", notice=True, workers=1, prepare=None, **more):
    """A freshly loaded demonstration in a folder of its own, for server().

    Args:
        settings: the settings module of its processes.
        notice: whether the demonstration notice is on.
        workers: how many processes each server of it has.
        prepare: called with the folder before anything is loaded; what it puts there is not loaded again.
        **more: more of the environment, such as the DATABASE_URL of an empty database; by default SQLite in the folder.

    Yields:
        The environment of its processes. The folder is deleted when the block is left.

    Raises:
        RuntimeError: `manage.py setup` failed.
    """
    with tempfile.TemporaryDirectory(prefix="hub-tool-") as folder:
        port = _free_port()
        environment = {name: value for name, value in os.environ.items() if name not in OTHERS}
        environment |= {
            "VAR_DIR": folder,
            "DJANGO_SETTINGS_MODULE": settings,
            "DEMO_PASSWORD": PASSWORD,
            "DEMONSTRATION_NOTICE": "1" if notice else "0",
            "PORT": str(port),
            "BASE_URL": f"http://127.0.0.1:{port}",
            "WEB_CONCURRENCY": str(workers),
        }
        environment |= {name: value for name, value in more.items() if value}
        if prepare:
            prepare(Path(folder))
        print("Loading the demonstration into a folder of its own …", file=sys.stderr)
        setup = subprocess.run(
            [sys.executable, "manage.py", "setup"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if setup.returncode:
            raise RuntimeError(f"manage.py setup failed:\n{setup.stdout[-2000:]}")
        yield environment


@contextlib.contextmanager
def server(environment, application=APPLICATION, **more):
    """A web server of a prepared hub, or of another application, as `make serve` starts it.

    Args:
        environment: see prepared_hub(). The server takes its PORT, or a free one where a server of it runs already.
        application: the WSGI application, "module:name".
        **more: more of the environment.

    Yields:
        A Hub. The server ends when the block is left.

    Raises:
        RuntimeError: the server did not start.
    """
    port = int(environment["PORT"])
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            port = _free_port()
    environment = environment | {"PORT": str(port)} | more
    with (Path(environment["VAR_DIR"]) / f"log-{port}.txt").open("w") as output:
        process = subprocess.Popen(
            _server_command(application), cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, process)
            yield Hub(url=url, password=PASSWORD, pid=process.pid, environment=environment)
        finally:
            process.terminate()
            try:
                process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                process.kill()


@contextlib.contextmanager
def served_hub(**options):
    """A freshly loaded demonstration, served on a free port of this machine.

    Args:
        **options: see prepared_hub().

    Yields:
        A Hub. The server ends, and the folder is deleted, when the block is left.
    """
    with prepared_hub(**options) as environment, server(environment) as hub:
        yield hub


@contextlib.contextmanager
def hub_to_visit(**options):
    """The running hub that HUB_URL names (its accounts have DEMO_PASSWORD), or one started for this run.

    Args:
        **options: see served_hub.

    Yields:
        A Hub.

    Raises:
        SystemExit: no hub answers at HUB_URL.
    """
    url = os.environ.get("HUB_URL", "").rstrip("/")
    if url:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=20).close()
        except OSError as error:  # urllib's errors are OSErrors too.
            raise SystemExit(f"No hub answers at {url} (HUB_URL): {error}") from None
        yield Hub(url=url, password=os.environ.get("DEMO_PASSWORD", ""), pid=None)
    else:
        with served_hub(**options) as hub:
            yield hub
