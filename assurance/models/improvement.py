"""The improvement plan: delivery told by its actions, effect shown and verified apart."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assurance.choices_improvement import Effect, ItemNoteKind, ItemSource
from core.coded import coded, filled, known
from core.models import User
from core.models.base import Record, Stamped
from core.permissions import Permission
from core.scoping import ScopedQuerySet
from sab.choices_recommendation import Progress

USER = settings.AUTH_USER_MODEL
KEY_LENGTH = 80


class ImprovementItemQuerySet(ScopedQuerySet["ImprovementItem"]):
    permission = Permission.IMPROVEMENT_VIEW

    def open(self) -> ImprovementItemQuerySet:
        return self.filter(closed_on__isnull=True)

    def overdue_on(self, day: date) -> ImprovementItemQuerySet:
        return self.open().filter(due_on__lt=day)

    def owned_by(self, user: User | AnonymousUser) -> ImprovementItemQuerySet:
        return self.filter(owner=user) if isinstance(user, User) else self.none()


class ImprovementItem(Stamped):
    """One thing to improve. It is closed on evidence of effect that another has verified."""

    council = models.ForeignKey(
        "core.Organisation", models.PROTECT, related_name="improvement_items"
    )
    reference = models.CharField(max_length=40)
    source = coded(ItemSource)
    source_note = models.CharField("reference of the source", max_length=200, blank=True)
    finding = models.ForeignKey(
        "assurance.AssessmentFinding",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
    )
    audit_theme = models.ForeignKey(
        "audit.Theme", models.PROTECT, null=True, blank=True, related_name="improvement_items"
    )
    statement = models.ForeignKey(
        "assurance.QualityStatement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="improvement_items",
        verbose_name="quality statement",
    )
    text = models.TextField("what is to be improved")
    difference = models.TextField("what should be different for adults", blank=True, default="")
    owner = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="improvement_items"
    )
    owner_name = models.CharField("owner outside this product", max_length=150, blank=True)
    first_due_on = models.DateField("first due", editable=False)
    due_on = models.DateField("due")
    changed_on = models.DateField("day the change began in practice", null=True, blank=True)
    measure = models.CharField("measure that would show it", max_length=KEY_LENGTH, blank=True)
    baseline = models.CharField("how it is now", max_length=200, blank=True, default="")
    aim = models.CharField("how it should be", max_length=200, blank=True, default="")
    effect = coded(Effect, default=Effect.NONE)
    effect_evidence = models.TextField("what shows the effect", blank=True, default="")
    effect_on = models.DateField(null=True, blank=True)
    effect_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    verified_note = models.TextField("how it was verified", blank=True, default="")
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    closing_reason = models.TextField(blank=True, default="")

    objects = ImprovementItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "reference"],
                name="one_improvement_item_of_a_reference_in_a_council",
            ),
            known("improvementitem", "source", ItemSource),
            known("improvementitem", "effect", Effect),
            filled("improvementitem", "text", "Say what is to be improved."),
            models.CheckConstraint(
                condition=Q(finding__isnull=False)
                | Q(audit_theme__isnull=False)
                | Q(source=ItemSource.VOICE)
                | ~Q(source_note=""),
                name="improvement_item_says_where_it_comes_from",
                violation_error_message="Say which finding, theme or document it comes from.",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(owner_name=""),
                name="improvement_item_has_an_owner",
                violation_error_message="Say who owns it.",
            ),
            models.CheckConstraint(
                condition=Q(
                    effect=Effect.NONE,
                    effect_evidence="",
                    effect_on__isnull=True,
                    effect_by__isnull=True,
                )
                | ~Q(effect=Effect.NONE)
                & ~Q(effect_evidence="")
                & Q(effect_on__isnull=False, effect_by__isnull=False),
                name="improvement_effect_is_evidenced",
                violation_error_message="Say what shows the effect.",
            ),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, verified_by__isnull=True, verified_note="")
                | Q(effect=Effect.SHOWN, verified_on__isnull=False, verified_by__isnull=False)
                & ~Q(verified_note=""),
                name="improvement_effect_is_verified_by_somebody",
                violation_error_message="Say how the effect was verified.",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | (
                    (Q(owner__isnull=True) | ~Q(verified_by=F("owner")))
                    & ~Q(verified_by=F("effect_by"))
                ),
                name="improvement_effect_is_verified_by_another",
                violation_error_message="Somebody other than the owner verifies the effect.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_by__isnull=True, closing_reason="")
                | Q(closed_on__isnull=False, closed_by__isnull=False, verified_on__isnull=False)
                & ~Q(closing_reason=""),
                name="improvement_item_is_closed_on_verified_effect",
                violation_error_message="An item is closed on evidence that another verified.",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True)
                | Q(owner__isnull=True)
                | ~Q(closed_by=F("owner")),
                name="improvement_item_is_closed_by_another",
                violation_error_message="Somebody other than the owner closes an item.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def since(self) -> date:
        """The day from which a linked measure should show the change."""
        return self.changed_on or self.due_on


class ImprovementStep(Record):
    """One action of an item, as its owner says it stands."""

    item = models.ForeignKey(ImprovementItem, models.CASCADE, related_name="steps")
    text = models.TextField("what will be done")
    owner_name = models.CharField("who does it", max_length=150)
    due_on = models.DateField("due")
    progress = coded(Progress, default=Progress.NOT_STARTED)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            known("improvementstep", "progress", Progress),
            filled("improvementstep", "text", "Say what will be done."),
            filled("improvementstep", "owner_name", "Say who does it."),
            models.CheckConstraint(
                condition=Q(progress=Progress.COMPLETE, done_on__isnull=False)
                | ~Q(progress=Progress.COMPLETE) & Q(done_on__isnull=True),
                name="improvement_step_is_complete_on_a_day",
                violation_error_message="Give the day it was completed.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ImprovementNote(Record):
    """What happened to an item on the way, in the order it was written."""

    item = models.ForeignKey(ImprovementItem, models.CASCADE, related_name="notes")
    kind = coded(ItemNoteKind, default=ItemNoteKind.PROGRESS)
    words = models.TextField()
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            known("improvementnote", "kind", ItemNoteKind),
            filled("improvementnote", "words", "Write the note."),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.item}"
