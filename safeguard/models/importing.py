"""What is kept of every load of a case extract, so that it can be explained and undone."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet
from safeguard.choices import ImportState
from safeguard.models._coded import coded, known


class ExtractMappingQuerySet(ScopedQuerySet["ExtractMapping"]):
    permission = Permission.EXTRACT_VIEW


class ImportRunQuerySet(ScopedQuerySet["ImportRun"]):
    permission = Permission.EXTRACT_VIEW


class ExtractMapping(Record):
    """How one council's own codes, column names and dates read in ours (a YAML file)."""

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="mappings")
    name = models.CharField(max_length=80)
    text = models.TextField("mapping file")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ExtractMappingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="mapping_has_a_name"),
            models.UniqueConstraint(fields=["council", "name"], name="one_mapping_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportRun(Record):
    """One load, or attempt at one: what came, what was found, what it changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="import_runs")
    mapping = models.ForeignKey(
        ExtractMapping, models.SET_NULL, null=True, blank=True, related_name="runs"
    )
    state = coded(ImportState, default=ImportState.WAITING)
    dry_run = models.BooleanField(default=False)
    accept_valid = models.BooleanField(default=False)
    source = models.CharField("what was loaded", max_length=300)
    sha256 = models.CharField(max_length=64, blank=True)
    data_cut_on = models.DateField(null=True, blank=True)
    previous_cut_on = models.DateField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    fault_count = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="import_runs"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            known("importrun", "state", ImportState),
            models.CheckConstraint(
                condition=Q(state=ImportState.UNDONE, undone_at__isnull=False)
                | (~Q(state=ImportState.UNDONE) & Q(undone_at__isnull=True)),
                name="import_run_undone_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.started_at:%Y-%m-%d %H:%M}"


class ImportChange(Record):
    """One row that a run changed, as it was before: what an undo puts back."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="changes")
    entity = models.CharField(max_length=20)
    row_id = models.BigIntegerField()
    reference = models.CharField(max_length=40)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "entity", "row_id"], name="one_change_per_row_and_run"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.reference}"
