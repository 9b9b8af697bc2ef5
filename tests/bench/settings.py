"""As in the demonstration, with queries counted where the bench asks for it."""

from portal.settings.demo import *  # noqa: F403
from portal.settings.demo import MIDDLEWARE

MIDDLEWARE = ["tests.bench.counting.CountingMiddleware", *MIDDLEWARE]
