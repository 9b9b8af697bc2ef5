"""Prepares the tests' database for the code as it is, while something else runs: `python -m tests.tools.prepare_database`."""

import os

import django
from django.test.utils import setup_test_environment


def main():
    """Do what the first test would wait for."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    setup_test_environment(debug=False)
    # Imported here: they need Django to be set up.
    from django.db import connection

    from portal.management.commands.setup import compile_catalogues
    from tests.conftest import DEMO_PASSWORD
    from tests.database import TestDatabase

    compile_catalogues()
    os.environ["DEMO_PASSWORD"] = DEMO_PASSWORD
    TestDatabase(connection).remove()


if __name__ == "__main__":
    main()
