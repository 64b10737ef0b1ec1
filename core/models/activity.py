"""The change log. It is written by services through `core.activity` and by nothing else."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.base import Record


class ActivityEvent(Record):
    """One thing that was done, kept after its target is gone: no foreign key leaves this table.

    `about_model` and `about_id` name the record that the target is a part of, where it is of one.
    """

    council_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    target_model = models.CharField(max_length=60)
    target_id = models.CharField(max_length=36)
    about_model = models.CharField(max_length=60, blank=True, default="", db_default="")
    about_id = models.CharField(max_length=36, blank=True, default="", db_default="")
    changes = models.JSONField(default=dict)
    actor_id = models.CharField(max_length=36)
    actor_name = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["target_model", "target_id", "created_at"], name="activity_by_target"
            ),
            models.Index(fields=["council_id", "id"], name="activity_by_council"),
            models.Index(
                fields=["about_model", "about_id", "created_at"],
                name="activity_by_whole",
                condition=~Q(about_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_model} {self.target_id}"
