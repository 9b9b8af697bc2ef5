"""Makes small databases as hubs of earlier commits have them, for the test that upgrades each: `python -m tests.tools.old_schemas`.

Each is the text that sqlite3 dumps, compressed. When work has landed whose migrations changed, add its last commit to COMMITS.
A dump that is there is not made again: only a commit knows what it wrote.
"""

import gzip
import io
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "old_schemas"
# The last commit before a pause in which hubs may have been started from it.
COMMITS = ["eac3742", "bce2fa7", "4a95dd7", "35c1166"]

# A few rows of what must survive, made by the commit's own code.
ROWS = """
import django
django.setup()
from django.apps import apps
from django.core.management import call_command
call_command("migrate", verbosity=0)
names = {model._meta.label: model for model in apps.get_models()}
person = names["portal.User"].objects.create_user("keeper@example.org", "river-stone-lantern-42", first_name="Kim")
request = names["home.FormatRequest"](need="Large print, from an earlier version", answer_by="phone", safe="no")
request.save()
names["portal.OutboxMessage"].objects.create(recipients=["office@example.org"], sender="hub@example.org", subject="Waits", body="…")
locale = names["wagtailcore.Locale"].objects.first()
page = names["wagtailcore.Page"].objects.get(depth=1)
if "portal.TaxonomyTerm" in names:
    names["portal.TaxonomyTerm"].objects.bulk_create(
        [names["portal.TaxonomyTerm"](kind="topic", slug="kept", name="Kept topic", locale=locale)]
    )
if "portal.Approval" in names:
    revision = names["wagtailcore.Revision"].objects.create(
        content_type=names["contenttypes.ContentType"].objects.get_for_model(page),
        base_content_type=names["contenttypes.ContentType"].objects.get_for_model(page),
        object_id=str(page.pk), content={"title": "Root"},
    )
    names["portal.Approval"].objects.bulk_create([names["portal.Approval"](revision=revision, approver=person)])
"""


def make(commit, path):
    """Write the database of a commit.

    Args:
        commit: its hash.
        path: of the compressed dump.
    """
    with tempfile.TemporaryDirectory() as folder:
        code = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(code)) as archive:
            archive.extractall(folder, filter="data")
        database = Path(folder) / "old.sqlite3"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "DATABASE_URL": f"sqlite:///{database}",
            "VAR_DIR": f"{folder}/var",
        }
        subprocess.run([sys.executable, "-c", ROWS], cwd=folder, env=environment, check=True)
        with closing(sqlite3.connect(database)) as connection:
            text = "\n".join(connection.iterdump())
    # Without the time of writing: the same database is the same file.
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def main():
    """Make the dumps that are not there."""
    FOLDER.mkdir(exist_ok=True)
    for commit in COMMITS:
        path = FOLDER / f"{commit}.sql.gz"
        if not path.exists():
            make(commit, path)
            print(f"{path.name}: {path.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
