"""What prevents a backup or a restore."""


class BackupError(Exception):
    """A sentence that says what happened and what to do."""
