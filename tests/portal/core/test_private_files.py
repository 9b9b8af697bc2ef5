"""What the hub writes belongs to its own account of the machine: other accounts read nothing of it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from portal.core.private_files import close_to_others, open_to_others
from portal.operations.health_checks import WRONG, examine

WRITES = """
import os
os.umask(0o022)  # As a login or a service usually has it.
import django
django.setup()
from pathlib import Path
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, get_connection
from django.core.management import call_command
call_command("migrate", "contenttypes", verbosity=0)
cache.set("a", "b")
default_storage.save("original_images/a.txt", ContentFile(b"a"))
get_connection(settings.DELIVERY_BACKEND).send_messages([EmailMessage("s", "b", "a@example.org", ["b@example.org"])])
"""


@pytest.fixture
def loose(tmp_path, settings):
    """A folder as an earlier release left it, with a link that leads out of it."""
    outside = tmp_path / "outside"
    outside.write_text("not ours")
    outside.chmod(0o644)
    folder = tmp_path / "var"
    (folder / "uploads" / "original_images").mkdir(parents=True)
    (folder / "uploads" / "original_images" / "a.png").write_bytes(b"a")
    (folder / "hub.sqlite3").write_bytes(b"a")
    (folder / "link").symlink_to(outside)
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    settings.VAR_DIR = folder
    return folder


def modes(folder):
    return {path.relative_to(folder).as_posix(): path.stat().st_mode & 0o777 for path in folder.rglob("*")}


def test_all_that_a_process_writes_is_private_whatever_the_umask_was(tmp_path):
    folder = tmp_path / "var"
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    environment = {**kept, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings.demo"}
    subprocess.run([sys.executable, "-c", WRITES], env=environment, cwd=settings.BASE_DIR, check=True)
    written = modes(folder)
    assert {"hub.sqlite3", "secret_key", "uploads/original_images/a.txt"} <= written.keys()
    assert any(name.startswith("cache/") for name in written)
    assert any(name.startswith("mail/") for name in written)
    assert not list(open_to_others(folder))


def test_an_upload_of_this_process_is_private():
    name = default_storage.save("documents/private.txt", ContentFile(b"a"))
    path = settings.MEDIA_ROOT / name
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700


def test_what_an_earlier_release_left_open_is_closed(loose):
    assert len(list(open_to_others(loose))) == 5
    assert close_to_others(loose) == 5
    found = modes(loose)
    assert found["uploads"] == found["uploads/original_images"] == loose.stat().st_mode & 0o777 == 0o700
    assert found["hub.sqlite3"] == found["uploads/original_images/a.png"] == 0o600
    assert (loose.parent / "outside").stat().st_mode & 0o777 == 0o644


@pytest.mark.django_db
def test_setup_closes_them_and_doctor_names_what_is_open(loose, capsys):
    found = dict(examine())["private files"]
    assert found.state == WRONG and str(loose) in found.message
    call_command("setup")
    assert "are private now" in capsys.readouterr().out
    assert dict(examine())["private files"].state == "ok"
