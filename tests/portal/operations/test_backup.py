"""Backups: made while the hub runs, unreadable without the private key, restored as they were, kept by the rule."""

import datetime
import json
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from portal.models import TaxonomyTerm
from portal.operations.backup import checks, encryption, keeping, services
from portal.operations.backup.errors import BackupError
from portal.operations.backup.temporary import TemporaryFolder
from portal.operations.findings import DUE, OK, WRONG

pytestmark = pytest.mark.usefixtures("real_commits")
UPLOAD, WORDS = "documents/lantern-evening.txt", b"Come to the lantern evening. " * 50


@pytest.fixture
def folder(settings, tmp_path):
    """A hub with a folder of backups and a key, and one upload."""
    settings.BACKUP_DIR = str(tmp_path / "backups")
    settings.BACKUP_RECIPIENTS = [encryption.new_key(tmp_path / "key.txt")]
    settings.BACKUP_KEEP, settings.BACKUP_IDENTITY_FILE, settings.BACKUP_STAMP = "7d 5w 12m", "", ""
    settings.MEDIA_ROOT = str(tmp_path / "uploads")
    default_storage.save(UPLOAD, ContentFile(WORDS))
    return Path(settings.BACKUP_DIR)


@pytest.fixture
def key(tmp_path):
    return tmp_path / "key.txt"


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_nothing_in_the_folder_can_be_read_without_the_key(folder, key, capsys):
    call_command("backup")
    backup = services.archive().named("latest")
    assert {path.name for path in backup.folder.iterdir()} == {"database", "manifest", "SHA256SUMS"}
    for path in files_in(folder):
        content = path.read_bytes()
        assert b"lantern" not in content and b"SQLite format" not in content and b"PGDMP" not in content
        assert "lantern" not in path.name
        if path.name not in ("SHA256SUMS", ".lock"):
            assert content.startswith(b"age-encryption.org/v1")
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "1 uploads (1 new)" in capsys.readouterr().out
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


@pytest.mark.one_database  # On PostgreSQL a schema with the rows of the tests would be in the way; rehearsed there instead.
def test_a_restored_hub_is_as_it_was(folder, key, capsys):
    page = Page.objects.get(slug="get-help", locale__language_code="en")
    names = set(TaxonomyTerm.objects.values_list("name", flat=True))
    before = page.title, Page.objects.count()
    call_command("backup")
    Page.objects.filter(pk=page.pk).update(title="Overwritten by mistake")
    TaxonomyTerm.objects.update(name="Lost")
    default_storage.delete(UPLOAD)
    default_storage.save("documents/later.txt", ContentFile(b"later"))
    call_command("restore", "--identity", str(key), "--yes")
    page = Page.objects.get(pk=page.pk)
    assert (page.title, Page.objects.count()) == before
    assert set(TaxonomyTerm.objects.values_list("name", flat=True)) == names
    assert default_storage.open(UPLOAD).read() == WORDS
    assert default_storage.exists("documents/later.txt"), "Nothing is deleted that the backup does not have."
    assert "1 uploads" in capsys.readouterr().out


def test_an_upload_is_stored_once_for_all_backups(folder, capsys):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False):
        call_command("backup")
    default_storage.save("documents/copy.txt", ContentFile(WORDS))
    with time_machine.travel(begin + datetime.timedelta(days=1), tick=False):
        call_command("backup")
    assert "2 uploads (0 new)" in capsys.readouterr().out
    assert len(files_in(folder / "objects")) == 1
    assert len(services.archive().backups()) == 2
    call_command("backup", "--check")
    assert capsys.readouterr().out.count("as they were written") == 2


def test_old_backups_and_uploads_that_nobody_needs_are_deleted(folder, settings):
    settings.BACKUP_KEEP = "1d 0w 0m"
    begin = timezone.now()
    with time_machine.travel(begin, tick=False):
        call_command("backup")
    default_storage.delete(UPLOAD)
    default_storage.save(UPLOAD, ContentFile(b"Another text."))
    with time_machine.travel(begin + datetime.timedelta(days=1), tick=False):
        call_command("backup")
        assert len(services.archive().backups()) == 1
        assert len(files_in(folder / "objects")) == 1
        services.archive().named("latest").check()


@pytest.mark.parametrize("broken", ["database", "manifest", "upload", "missing"])
def test_a_backup_that_is_damaged_is_not_restored(folder, key, broken):
    call_command("backup")
    backup = services.archive().named("latest")
    path = files_in(folder / "objects")[0] if broken in ("upload", "missing") else backup.folder / broken
    if broken == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    titles = set(Page.objects.values_list("title", flat=True))
    for command in (
        ["backup", "--check"],
        ["rehearse_restore", "--identity", str(key)],
        ["restore", "--identity", str(key), "--yes"],
    ):
        with pytest.raises(CommandError, match=r"was changed or is damaged|is missing"):
            call_command(*command)
    assert set(Page.objects.values_list("title", flat=True)) == titles
    assert checks.check_rehearsal().state == WRONG


def test_another_key_opens_nothing(folder, tmp_path):
    call_command("backup")
    encryption.new_key(tmp_path / "other.txt")
    with pytest.raises(CommandError, match="cannot be decrypted"):
        call_command("restore", "--identity", str(tmp_path / "other.txt"), "--yes")


def test_a_rehearsal_restores_into_a_scratch_database(folder, key, capsys, settings):
    assert checks.check_rehearsal().state == DUE
    call_command("backup")
    call_command("rehearse_restore", "--identity", str(key))
    assert "can be restored" in capsys.readouterr().out
    assert checks.check_rehearsal().state == OK
    with time_machine.travel(timezone.now() + datetime.timedelta(days=32)):
        assert checks.check_rehearsal().state == DUE
    # The rows are compared with those that the hub had.
    backup = services.archive().named("latest")
    manifest = folder / "manifest.json"
    with manifest.open("wb") as file:
        encryption.decrypt(backup.folder / "manifest", file, encryption.identities(key))
    said = json.loads(manifest.read_text())
    said["rows"]["wagtailcore_page"] += 1
    manifest.write_text(json.dumps(said))
    with manifest.open("rb") as file:
        _content, digest, _size = encryption.encrypt(
            file, backup.folder / "manifest", encryption.recipients(settings.BACKUP_RECIPIENTS)
        )
    sums = backup.sums() | {"manifest": digest}
    (backup.folder / "SHA256SUMS").write_text("".join(f"{found}  {name}\n" for name, found in sums.items()))
    with pytest.raises(CommandError, match="Other numbers of rows than in the hub: wagtailcore_page"):
        call_command("rehearse_restore", "--identity", str(key))
    assert "wagtailcore_page" in checks.check_rehearsal().message


def test_a_backup_that_fails_leaves_nothing_and_says_why(folder, settings, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(encryption, "encrypt", full)
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("backup")
    assert services.archive().backups() == [] and not list(folder.glob(".making*"))
    assert not list(Path(settings.VAR_DIR).glob("backup-*")), "What is not encrypted is deleted."
    assert checks.check_backup().state == WRONG


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("BACKUP_DIR", "", "Set BACKUP_DIR"),
        ("BACKUP_RECIPIENTS", [], "Set BACKUP_RECIPIENTS"),
        ("BACKUP_RECIPIENTS", ["age1nonsense"], "no public key of age"),
        ("BACKUP_KEEP", "some", "BACKUP_KEEP says how many"),
        ("BACKUP_KEEP", "0d 0w 0m", "BACKUP_KEEP says how many"),
        ("BACKUP_DIR", "/proc/nowhere", "cannot be written"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(folder, settings, name, value, says):
    setattr(settings, name, value)
    with pytest.raises(CommandError, match=says):
        call_command("backup")


def test_two_backups_do_not_run_at_once(folder):
    with services.archive().locked(), pytest.raises(CommandError, match="Another backup is under way"):
        call_command("backup")


def test_a_new_key_replaces_no_file(folder, key):
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", "--new-key", str(key))


def test_a_restore_asks_first_and_names_what_there_is(folder, key):
    with pytest.raises(CommandError, match="There is no backup"):
        call_command("restore", "--identity", str(key), "--yes")
    call_command("backup")
    with pytest.raises(CommandError, match="Add --yes"):
        call_command("restore", "--identity", str(key))
    with pytest.raises(CommandError, match="There is no backup 2001"):
        call_command("restore", "2001-01-01T000000Z", "--identity", str(key), "--yes")


def test_the_scheduler_begins_what_is_due(folder, settings, key, monkeypatch):
    begun = []
    # Only of this command: pg_dump is a program, too.
    programs = SimpleNamespace(Popen=lambda command, **_options: begun.append(command[2]), DEVNULL=None)
    monkeypatch.setattr("portal.management.commands.run_backups.subprocess", programs)
    call_command("run_backups")
    assert begun == ["backup"]
    call_command("backup")
    call_command("run_backups")
    assert begun == ["backup"], "Without the private key there is no rehearsal."
    settings.BACKUP_IDENTITY_FILE = str(key)
    call_command("run_backups")
    assert begun == ["backup", "rehearse_restore"]
    call_command("rehearse_restore")
    call_command("run_backups")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1, minutes=1)):
        call_command("run_backups")
    assert begun == ["backup", "rehearse_restore", "backup"]
    settings.BACKUP_DIR = ""
    call_command("run_backups")
    assert len(begun) == 3


def test_doctor_says_when_the_last_backup_was(folder):
    assert "There is no backup" in checks.check_backup().message
    call_command("backup")
    assert checks.check_backup().state == OK and "Nobody has tried" in checks.check().message
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=27)):
        found = checks.check_backup()
    assert found.state == WRONG and "27 hours ago" in found.message


def test_the_newest_of_each_day_week_and_month_is_kept():
    begin = datetime.datetime(2027, 1, 1, 3, tzinfo=datetime.UTC)
    # Twice a day for a year.
    moments = [begin + datetime.timedelta(hours=12 * number) for number in range(730)]
    kept = sorted(keeping.kept(moments, (7, 5, 12)), reverse=True)
    assert kept[:7] == sorted(moments, reverse=True)[:14:2]
    assert {moment.month for moment in kept} == set(range(1, 13))
    assert len(kept) <= 7 + 5 + 12
    assert keeping.kept([], (7, 5, 12)) == set()
    with pytest.raises(BackupError):
        keeping.rule_of("7 days")


def test_after_a_new_key_uploads_are_encrypted_to_it(folder, settings, tmp_path):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False):
        call_command("backup")
    settings.BACKUP_RECIPIENTS = [encryption.new_key(tmp_path / "second.txt")]
    with time_machine.travel(begin + datetime.timedelta(days=1), tick=False):
        call_command("backup")
        call_command("rehearse_restore", "--identity", str(tmp_path / "second.txt"))


def test_a_damaged_upload_is_stored_again(folder, key):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False):
        call_command("backup")
    path = files_in(folder / "objects")[0]
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with time_machine.travel(begin + datetime.timedelta(days=1), tick=False):
        call_command("backup")
        call_command("rehearse_restore", "--identity", str(key))
    with pytest.raises(BackupError, match="was changed or is damaged"):
        services.archive().backups()[0].check()


def test_nothing_is_replaced_if_an_upload_cannot_be_decrypted(folder, key, settings, tmp_path):
    call_command("backup")
    backup = services.archive().named("latest")
    path = files_in(folder / "objects")[0]
    with path.open("rb") as file:
        _content, digest, _size = encryption.encrypt(
            file, tmp_path / "other", encryption.recipients([encryption.new_key(tmp_path / "second.txt")])
        )
    path.write_bytes((tmp_path / "other").read_bytes())
    sums = backup.sums() | {f"../objects/{path.parent.name}/{path.name}": digest}
    (backup.folder / "SHA256SUMS").write_text("".join(f"{found}  {name}\n" for name, found in sums.items()))
    TaxonomyTerm.objects.update(name="Entered since")
    with pytest.raises(CommandError, match="cannot be decrypted"):
        call_command("restore", "--identity", str(key), "--yes")
    assert set(TaxonomyTerm.objects.values_list("name", flat=True)) == {"Entered since"}


def test_what_a_killed_backup_left_is_deleted_by_the_next(folder, settings):
    left = Path(settings.VAR_DIR) / "backup-killed"
    left.mkdir()
    (left / "copy.sqlite3").write_text("names")
    with TemporaryFolder() as used:
        call_command("backup")
        assert not left.exists() and used.exists(), "A process that runs keeps its folder."
    assert not used.exists()


@pytest.mark.parametrize(
    ("place", "says"), [("backups", "absolute path"), ("{uploads}/backups", "is among the uploads")]
)
def test_a_place_that_cannot_hold_backups_is_refused(folder, settings, place, says):
    settings.BACKUP_DIR = place.format(uploads=settings.MEDIA_ROOT)
    with pytest.raises(CommandError, match=says):
        call_command("backup")
    assert not Path(settings.BACKUP_DIR).exists()


def test_a_check_of_an_empty_folder_fails(folder):
    with pytest.raises(CommandError, match="There is no backup in"):
        call_command("backup", "--check")
