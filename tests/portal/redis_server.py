"""A Redis of one test, which can be stopped, frozen and started again."""

import contextlib
import os
import shutil
import socket
import subprocess

import pytest
from django.conf import settings
from django.core.cache import caches

from portal.core.cache_backends import HubRedisCache
from portal.core.cache_version import version_source

DEAD_REDIS = {
    "default": {
        **settings.CACHES["default"],
        "BACKEND": "portal.core.cache_backends.HubRedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
        "OPTIONS": {},
    }
}


@pytest.fixture
def redis(tmp_path):
    """A Redis of this test: `redis.start()`, `redis.stop()`."""
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")

    class Redis:
        process = None

        def __init__(self):
            # A free port: several processes of tests run side by side.
            with contextlib.closing(socket.socket()) as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]

        def start(self):
            arguments = [
                "--port",
                str(self.port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                str(tmp_path),
            ]
            self.process = subprocess.Popen(["redis-server", *arguments], stdout=subprocess.PIPE, text=True)
            for line in self.process.stdout:
                if "eady to accept connections" in line:
                    break

        def freeze(self):
            os.kill(self.process.pid, 19)

        def thaw(self):
            os.kill(self.process.pid, 18)

        def stop(self):
            self.process.kill()
            self.process.wait()

        def caches(self, **more):
            return {
                "default": {
                    **DEAD_REDIS["default"],
                    "LOCATION": f"redis://127.0.0.1:{self.port}/15",
                    "OPTIONS": {},
                    **more,
                }
            }

    server = Redis()
    server.start()
    forget_outages()
    yield server
    server.stop()
    forget_outages()


def forget_outages():
    """Ask Redis again at once: after a failure it is not asked for two seconds, and then emptied in the middle of another test."""
    HubRedisCache.outage.noticed, HubRedisCache.outage.next_try = False, 0


def ask_again():
    """Ask a cache that failed at once, and not after its pause."""
    caches["default"].outage.next_try = 0
    version_source()._next_try = 0
