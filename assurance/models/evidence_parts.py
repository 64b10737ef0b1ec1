"""What an item of evidence held at one time, the cases of a pinned figure, what an item answers."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from assurance.choices_evidence import EvidenceStrength
from core.coded import coded, filled, known
from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet

DATES_WRONG = "The last day must be the same as or after the first."


def stored_under(revision: EvidenceRevision, filename: str) -> str:
    """Return where a file is kept: a name that says nothing of its content."""
    return f"evidence/{revision.public_id}"


class EvidenceRevision(Record):
    """An item as it was at one time: its words and what it held. Never changed afterwards.

    It holds one of a file, an address, a text or a pinned figure (`pin`: the figure and what it was
    counted from). `sha256` is of what it holds.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey("assurance.EvidenceItem", models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    strength = coded(EvidenceStrength, default=EvidenceStrength.NEITHER)
    file = models.FileField(upload_to=stored_under, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField("size in bytes", default=0)
    url = models.CharField("link", max_length=2000, blank=True)
    text = models.TextField("note", blank=True)
    pin = models.JSONField("pinned figure", null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    what_changed = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["item", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"],
                name="one_evidence_revision_a_number",
                violation_error_message="Somebody else revised this evidence meanwhile.",
            ),
            known("evidencerevision", "strength", EvidenceStrength),
            filled("evidencerevision", "sha256", "The hash of what it holds is missing."),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="evidence_revision_ends_on_or_after_it_starts",
                violation_error_message=DATES_WRONG,
            ),
            models.CheckConstraint(
                condition=(~Q(file="") & ~Q(filename="") & Q(url="", text="", pin__isnull=True))
                | (~Q(url="") & Q(file="", text="", pin__isnull=True))
                | (~Q(text="") & Q(file="", url="", pin__isnull=True))
                | Q(pin__isnull=False, file="", url="", text=""),
                name="evidence_revision_holds_one_thing",
                violation_error_message="Evidence is a file, a link, a note or a figure.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, revision {self.number}"


class PinnedCasesQuerySet(ScopedQuerySet["PinnedCases"]):
    permission = Permission.CASE_VIEW


class PinnedCases(Record):
    """Which cases a pinned figure was counted from, and how each read then.

    Apart from the figure, because many who may see a figure may not see the cases behind it: only
    `assurance.evidence.rerun` reads it for them, and tells them counts alone.
    """

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="+")
    revision = models.OneToOneField(
        EvidenceRevision, models.CASCADE, related_name="pinned_cases", primary_key=True
    )
    parts = models.JSONField()
    n = models.PositiveIntegerField("how many cases")

    objects = PinnedCasesQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.n} cases of revision {self.revision_id}"


class EvidenceLinkQuerySet(models.QuerySet["EvidenceLink"]):
    def of(self, items: QuerySet[Any]) -> EvidenceLinkQuerySet:
        """Links of these items, which the caller has taken from those that its reader may see."""
        return self.filter(item__in=items)


class EvidenceLink(Record):
    """What one item answers: a cell of the matrix, perhaps one line of required evidence."""

    item = models.ForeignKey("assurance.EvidenceItem", models.CASCADE, related_name="links")
    statement = models.ForeignKey(
        "assurance.QualityStatement", models.PROTECT, related_name="evidence_links"
    )
    category = models.ForeignKey(
        "assurance.EvidenceCategory", models.PROTECT, related_name="evidence_links"
    )
    sub_heading = models.ForeignKey(
        "assurance.SubHeading",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence_links",
    )
    required_evidence = models.ForeignKey(
        "assurance.FrameworkEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence_links",
    )
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EvidenceLinkQuerySet.as_manager()

    class Meta:
        ordering = ["statement__order", "category__order", "id"]
        constraints = [
            # Columns may be empty, and an empty one is never the same as another empty one.
            models.UniqueConstraint(
                fields=["item", "statement", "category"],
                condition=Q(sub_heading__isnull=True, required_evidence__isnull=True),
                name="one_evidence_link_to_a_cell",
                violation_error_message="It is linked there already.",
            ),
            models.UniqueConstraint(
                fields=["item", "statement", "category", "sub_heading"],
                condition=Q(required_evidence__isnull=True),
                name="one_evidence_link_to_a_sub_heading",
                violation_error_message="It is linked there already.",
            ),
            models.UniqueConstraint(
                fields=["item", "required_evidence"],
                name="one_evidence_link_to_a_required_line",
                violation_error_message="It is linked there already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} for {self.statement_id}, {self.category_id}"
