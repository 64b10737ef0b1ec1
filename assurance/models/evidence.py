"""Items of evidence that a council holds of what it does, and which of them count."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from assurance.choices_evidence import (
    BROKEN,
    EvidenceKind,
    EvidenceStatus,
    EvidenceStrength,
    LinkState,
)
from assurance.models.evidence_parts import DATES_WRONG, EvidenceLink
from audit.choices import ConsentScope, RoundStatus
from core.coded import coded, filled, known, known_or_empty
from core.models.base import Stamped
from core.periods import year_before
from core.permissions import Permission
from core.scoping import ScopedQuerySet


class EvidenceItemQuerySet(ScopedQuerySet["EvidenceItem"]):
    permission = Permission.EVIDENCE_VIEW

    def standing(self, on: date) -> EvidenceItemQuerySet:
        """Those with nothing against them: the source stands, the link was not found broken."""
        story = Q(story__isnull=True) | Q(
            story__consent_given=True,
            story__withdrawn_on__isnull=True,
            story__reviewed_at__isnull=False,
        )
        round_ = Q(audit_round__isnull=True) | ~Q(audit_round__status=RoundStatus.ABANDONED)
        unexpired = Q(link_expires_on__isnull=True) | Q(link_expires_on__gte=on)
        return self.filter(story, round_, unexpired).exclude(link_state__in=BROKEN)

    def counting(self, on: date) -> EvidenceItemQuerySet:
        """Those that count as evidence on a day: approved, and nothing against them."""
        return self.standing(on).filter(status=EvidenceStatus.APPROVED)

    def leaving(self, on: date) -> EvidenceItemQuerySet:
        """Those that count and may be shown outside: a story only if anybody may hear it."""
        told_to_all = Q(story__isnull=True) | Q(story__consent_scope=ConsentScope.PUBLIC)
        return self.counting(on).filter(told_to_all)

    def source_gone(self) -> EvidenceItemQuerySet:
        """Those whose story may not be told any more, or whose round was abandoned."""
        told = Q(
            story__consent_given=True,
            story__withdrawn_on__isnull=True,
            story__reviewed_at__isnull=False,
        )
        return self.exclude(Q(story__isnull=True) | told) | self.filter(
            audit_round__status=RoundStatus.ABANDONED
        )

    def stale(self, on: date) -> EvidenceItemQuerySet:
        """Those not withdrawn whose review day has passed, or that are about a year ago or more.

        As `rules.evidence.is_stale` judges one.
        """
        old = year_before(on)
        ended = Q(effective_to__lte=old) | Q(effective_to__isnull=True, effective_from__lte=old)
        found = self.filter(Q(review_on__lt=on) | ended)
        return found.exclude(status=EvidenceStatus.WITHDRAWN)

    def orphaned(self, framework_id: int | None) -> EvidenceItemQuerySet:
        """Those not withdrawn that answer nothing in a version of a framework."""
        links = EvidenceLink.objects.filter(item=OuterRef("pk"), statement__framework=framework_id)
        return self.filter(~Exists(links)).exclude(status=EvidenceStatus.WITHDRAWN)


class EvidenceItem(Stamped):
    """One thing that shows how the council does: what the library lists, as last revised.

    `effective_from` and `effective_to` are the days it is about, not when it was added. Only an
    approved item counts, while its source and its link stand.
    """

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="evidence_items")
    kind = coded(EvidenceKind)
    title = models.CharField(max_length=160)
    description = models.TextField("what it shows", blank=True, max_length=4000)
    effective_from = models.DateField("first day it is about")
    effective_to = models.DateField("last day it is about", null=True, blank=True)
    strength = coded(EvidenceStrength, default=EvidenceStrength.NEITHER)
    revision_number = models.PositiveSmallIntegerField(default=1)
    revised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    review_on = models.DateField("day to look at it again", null=True, blank=True)
    story = models.ForeignKey(
        "audit.StoryOfDifference", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    audit_round = models.ForeignKey(
        "audit.AuditRound", models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    status = coded(EvidenceStatus, default=EvidenceStatus.DRAFT)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True, max_length=1000)
    link_state = coded(LinkState, blank=True, default="")
    link_expires_on = models.DateField("last day the link works", null=True, blank=True)
    link_checked_on = models.DateField("checked on", null=True, blank=True)
    link_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EvidenceItemQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            known("evidenceitem", "kind", EvidenceKind),
            known("evidenceitem", "status", EvidenceStatus),
            known("evidenceitem", "strength", EvidenceStrength),
            known_or_empty("evidenceitem", "link_state", LinkState),
            filled("evidenceitem", "title", "Enter what the evidence is called."),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="evidence_ends_on_or_after_it_starts",
                violation_error_message=DATES_WRONG,
            ),
            models.CheckConstraint(
                condition=Q(status=EvidenceStatus.WITHDRAWN)
                | Q(status=EvidenceStatus.DRAFT, approved_at__isnull=True, approved_by__isnull=True)
                | Q(
                    status=EvidenceStatus.APPROVED,
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                ),
                name="evidence_counts_once_somebody_approves_it",
                violation_error_message="Evidence is approved by somebody, on a day.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (
                    (Q(created_by__isnull=True) | ~Q(approved_by=F("created_by")))
                    & (Q(revised_by__isnull=True) | ~Q(approved_by=F("revised_by")))
                ),
                name="evidence_is_approved_by_another",
                violation_error_message="Somebody else must approve evidence that you added.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=EvidenceStatus.WITHDRAWN, withdrawn_at__isnull=False)
                    & ~Q(withdrawn_reason="")
                )
                | (~Q(status=EvidenceStatus.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="evidence_is_withdrawn_with_a_reason",
                violation_error_message="Say why the evidence is withdrawn.",
            ),
            models.CheckConstraint(
                condition=Q(story__isnull=True) | Q(audit_round__isnull=True),
                name="evidence_comes_from_one_record",
                violation_error_message="Choose a story or a round, not both.",
            ),
            models.CheckConstraint(
                condition=(Q(kind=EvidenceKind.LINK) & ~Q(link_state=""))
                | (
                    ~Q(kind=EvidenceKind.LINK)
                    & Q(link_state="", link_checked_on__isnull=True, link_expires_on__isnull=True)
                ),
                name="evidence_has_a_link_state_if_it_is_a_link",
                violation_error_message="Only a link is checked.",
            ),
            models.CheckConstraint(
                condition=Q(link_state__in=["", LinkState.NOT_CHECKED])
                | Q(link_checked_on__isnull=False, link_checked_by__isnull=False),
                name="evidence_link_is_checked_by_somebody",
                violation_error_message="Say who opened the link, and on which day.",
            ),
        ]
        indexes = [models.Index(fields=["council", "status"], name="evidence_by_status")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_withdrawn(self) -> bool:
        return self.status == EvidenceStatus.WITHDRAWN

    @property
    def source_is_gone(self) -> bool:
        """Whether its story may not be told any more, or its round was abandoned."""
        if self.story is not None:
            told = self.story.consent_given and self.story.reviewed_at is not None
            return not told or self.story.withdrawn_on is not None
        return self.audit_round is not None and self.audit_round.status == RoundStatus.ABANDONED

    def link_is_broken(self, on: date) -> bool:
        """Whether somebody found the link broken, or it has passed its last day."""
        expired = self.link_expires_on is not None and self.link_expires_on < on
        return expired or self.link_state in BROKEN

    def counts(self, on: date) -> bool:
        """Whether it counts as evidence on a day, as `EvidenceItemQuerySet.counting` selects."""
        against = self.source_is_gone or self.link_is_broken(on)
        return self.status == EvidenceStatus.APPROVED and not against

    def may_leave(self, on: date) -> bool:
        """Whether it may be shown outside, as `EvidenceItemQuerySet.leaving` selects."""
        told_to_all = self.story is None or self.story.consent_scope == ConsentScope.PUBLIC
        return self.counts(on) and told_to_all
