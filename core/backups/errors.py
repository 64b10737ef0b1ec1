"""What stops a backup or a restore, in words for whoever holds the machine."""


class BackupError(Exception):
    """A backup was not made, or not restored. `str(error)` says why and what to do."""
