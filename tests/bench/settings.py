"""As in the demonstration, with a bare answer to compare with, and queries counted where the bench asks for it."""

from portal.settings.demo import *  # noqa: F403
from portal.settings.demo import MIDDLEWARE

ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.counting.CountingMiddleware", *MIDDLEWARE]
