"""What every record of ours has: a public key that says nothing, and who made or changed it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Stamped(models.Model):
    """Adds a public id for URLs, and the time and person of making and of the last change."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True
