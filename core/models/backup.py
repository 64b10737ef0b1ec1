"""Backups that were made of this installation."""

from django.db import models
from django.db.models import F, Q

from core.models.base import Record


class BackupMade(Record):
    """One file that was proved to bring back the installation as it was at `made_at`.

    A backup that was not proved is not kept, so it has no row. Whether the file still exists, this
    table cannot know.
    """

    made_at = models.DateTimeField()
    proved_at = models.DateTimeField()
    filename = models.CharField(max_length=255)
    size = models.BigIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)
    tables = models.PositiveIntegerField()
    rows = models.BigIntegerField()
    files = models.PositiveIntegerField()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(filename=""), name="backup_has_a_file"),
            models.CheckConstraint(
                condition=Q(proved_at__gte=F("made_at")), name="backup_is_proved_once_it_is_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename}, {self.made_at:%Y-%m-%d %H:%M}"
