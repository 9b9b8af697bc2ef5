"""Leaves out what libraries would load although the hub does not use it, to save memory in each process.

Wagtail's API (v3): five of Wagtail's apps load it when they start, whether it is installed or not, and with it Django Ninja: 20 MB (measured
with Wagtail 8.0.1). No address of the hub leads to it. In place of its modules stand empty ones, whose names are functions that do
nothing; they are used only to register what the API would answer.

The decoder of HEIC pictures, which the hub refuses: Willow loads it if it is installed: 5 MB.

The driver of PostgreSQL: Django REST framework, on which Wagtail's admin is built, loads it if it is installed: 9 MB. A web server on
another database answers as if it were not installed.
"""

import re
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec

MODULES = re.compile(r"wagtail(?:media)?\.(?:\w+\.)*api\.v3(?:\.\w+)*")


class _Nothing:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args, **kwargs):
        return self


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, fullname, path=None, target=None):
        """The module in the place of one of the API; None for all others."""
        return ModuleSpec(fullname, self, is_package=True) if MODULES.fullmatch(fullname) else None

    def create_module(self, spec):
        """As usual."""

    def exec_module(self, module):
        """Whatever is imported from the module does nothing."""
        module.__getattr__ = _Nothing().__getattr__


def leave_out_api(installed_apps):
    """Leave Wagtail's API out of this process, unless it is one of the installed apps or loaded already.

    Args:
        installed_apps: the setting INSTALLED_APPS.
    """
    if "wagtail.api.v3" in installed_apps or "wagtail.api.v3" in sys.modules:
        return
    sys.meta_path.insert(0, _Finder())


def leave_out_decoder():
    """Leave the decoder of HEIC pictures out of this process. Pillow reads AVIF without it."""
    # Python then raises an ImportError.
    sys.modules.setdefault("pillow_heif", None)  # type: ignore[arg-type]


def leave_out_driver(engine):
    """Leave the driver of PostgreSQL out of this process, unless the database needs it.

    Args:
        engine: the ENGINE of the database.
    """
    if not engine.endswith("postgresql"):
        sys.modules.setdefault("psycopg", None)  # type: ignore[arg-type]
