"""The chain that proves the trail. It is written by `core.trail_linking` and by nothing else."""

from django.db import models
from django.db.models import Q

from core.models.base import Record


class TrailLink(Record):
    """One entry of the trail in its place: what it held, and that it follows the link before it.

    `content` is the SHA-256 of the entry, `digest` that of the digest before and this link. A link
    never changes; the database refuses it.
    """

    position = models.PositiveBigIntegerField(primary_key=True)
    source = models.CharField(max_length=60)
    entry_id = models.BigIntegerField()
    content = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "entry_id"], name="one_link_to_an_entry")
        ]

    def __str__(self) -> str:
        return f"link {self.position} to {self.source} {self.entry_id}"


class TrailHead(Record):
    """The one row that says where the chain ends; whoever makes links holds its lock.

    `newest` is the greatest number that was linked of each source: only a hint where to look for
    what has no link yet.
    """

    ONLY = 1

    position = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    newest = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="the_trail_has_one_head"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.digest}"
