"""A web server does not load libraries that nothing of the hub uses: they take memory in each process."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings

from portal.core import unused_libraries

pytestmark = pytest.mark.one_database
LOADED = """
import sys
import portal.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(",".join(name for name in ("ninja", "psycopg", "pillow_heif", "wagtail.admin.api.urls") if sys.modules.get(name)))
"""


@pytest.mark.slow
def test_a_web_server_on_sqlite_loads_no_library_that_it_does_not_use(tmp_path):
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
    }
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=settings.BASE_DIR,
        env={**environment, "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    # The pages of the admin need the API that it has used before.
    assert done.stdout.strip() == "wagtail.admin.api.urls"


def test_who_installs_the_api_or_uses_postgresql_gets_them(monkeypatch):
    process = SimpleNamespace(meta_path=[], modules={})
    monkeypatch.setattr(unused_libraries, "sys", process)
    unused_libraries.leave_out_api(["wagtail.api.v3"])
    unused_libraries.leave_out_driver("django.db.backends.postgresql")
    assert process.meta_path == [] and process.modules == {}
    unused_libraries.leave_out_api(["wagtail"])
    unused_libraries.leave_out_driver("django.db.backends.sqlite3")
    (finder,) = process.meta_path
    assert list(process.modules) == ["psycopg"]
    for name in ("wagtail.api.v3.api", "wagtail.contrib.redirects.api.v3", "wagtail.images.api.v3.router"):
        assert finder.find_spec(name), name
    for name in ("wagtail.api.v2", "wagtail.admin.api", "wagtail.api", "home.api.v3"):
        assert not finder.find_spec(name), name
