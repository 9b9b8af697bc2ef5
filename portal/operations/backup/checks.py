"""Whether there is a backup, and whether one could be restored, for `doctor`."""

from __future__ import annotations

import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.operations.findings import DUE, OK, WRONG, Finding

from . import services

# A daily backup, and two hours in which it may run.
LATE_AFTER = datetime.timedelta(hours=26)
REHEARSED_WITHIN = datetime.timedelta(days=31)


def check() -> Finding:
    """Both in one: what is wrong with the backup, else what the last rehearsal found."""
    backup = check_backup()
    if backup.state != OK or not settings.BACKUP_DIR:
        return backup
    rehearsal = check_rehearsal()
    return Finding(rehearsal.state, f"{backup.message} {rehearsal.message}")


def check_backup() -> Finding:
    """When the last backup succeeded."""
    if settings.BACKUP_DIR:
        backups = services.archive().backups()
        made = backups[-1].made if backups else None
        nothing = (
            f"There is no backup in {settings.BACKUP_DIR} yet. Run manage.py backup and look at what it says."
        )
    elif settings.BACKUP_STAMP:
        stamp = Path(settings.BACKUP_STAMP)
        made = (
            datetime.datetime.fromtimestamp(stamp.stat().st_mtime, datetime.UTC) if stamp.exists() else None
        )
        nothing = (
            f"{stamp} does not exist: no backup has succeeded yet. Run the backup and look at what it says."
        )
    elif settings.DEMO_ALLOWED:
        return Finding(OK, "Not watched: this is a demonstration.")
    else:
        return Finding(DUE, "There is none. Set BACKUP_DIR and BACKUP_RECIPIENTS (docs/operators.md).")
    if made is None:
        return Finding(WRONG, nothing)
    if timezone.now() - made > LATE_AFTER:
        return Finding(
            WRONG, f"The last one succeeded {_ago(made)}. Run the backup and look at what it says."
        )
    return Finding(OK, f"The last one succeeded {_ago(made)}.")


def check_rehearsal() -> Finding:
    """Whether the last rehearsal could restore a backup of BACKUP_DIR."""
    last = services.last_rehearsal()
    command = "Run manage.py rehearse_restore --identity FILE where the private key is."
    if last is None:
        return Finding(DUE, f"Nobody has tried whether a backup can be restored. {command}")
    at = datetime.datetime.fromisoformat(last["at"])
    if last["problem"]:
        return Finding(WRONG, f"{last['backup']} could not be restored {_ago(at)}: {last['problem']}")
    if timezone.now() - at > REHEARSED_WITHIN:
        return Finding(DUE, f"The last rehearsal was {_ago(at)}. {command}")
    return Finding(OK, f"{last['backup']} was restored for a test {_ago(at)}.")


def _ago(moment: datetime.datetime) -> str:
    minutes = int((timezone.now() - moment).total_seconds()) // 60
    if minutes < 120:
        return f"{minutes} minutes ago"
    return f"{minutes // 60} hours ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"
