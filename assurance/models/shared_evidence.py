"""Evidence chosen for a visiting assessor to read, until a day; the same choice makes a pack."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.access import councils_where
from core.coded import filled
from core.models import User
from core.models.base import Record, Stamped
from core.permissions import Permission


class SharedSetQuerySet(models.QuerySet["SharedSet"]):
    """Row selection."""

    def visible_to(self, user: User | AnonymousUser) -> SharedSetQuerySet:
        """Those of councils where `user` chooses evidence for others."""
        return self.filter(council__in=councils_where(user, Permission.SHARE_EVIDENCE))

    def readable_by(self, user: User | AnonymousUser) -> SharedSetQuerySet:
        """Those chosen for `user` to read, today: not closed, and their last day not over."""
        if not isinstance(user, User):
            return self.none()
        mine = SharedSetReader.objects.filter(person=user).values("shared_set")
        return self.filter(
            council__in=councils_where(user, Permission.SHARED_EVIDENCE_VIEW),
            pk__in=mine,
            closed_at__isnull=True,
            until__gte=timezone.localdate(),
        )


class SharedSet(Stamped):
    """One choice of evidence. `until` is the last day on which its readers see it."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="shared_sets")
    title = models.CharField(max_length=160)
    purpose = models.TextField("what it is for", blank=True)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField("last day")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = SharedSetQuerySet.as_manager()

    class Meta:
        ordering = ["-until", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "title"],
                name="one_shared_set_of_a_title_in_a_council",
                violation_error_message="Evidence is shared under this title already.",
            ),
            filled("sharedset", "title", "Give it a title."),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="shared_set_lasts_at_least_a_day",
                violation_error_message="The last day is before the first.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SharedSetReader(Record):
    """Somebody for whom a set is chosen."""

    shared_set = models.ForeignKey(SharedSet, models.CASCADE, related_name="readers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="shared_evidence"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shared_set", "person"],
                name="one_place_of_a_reader_in_a_shared_set",
                violation_error_message="This person reads it already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} reads {self.shared_set}"


class SharedItem(Record):
    """One piece of evidence in a set. It is shown while it counts, and not a day longer."""

    shared_set = models.ForeignKey(SharedSet, models.CASCADE, related_name="items")
    evidence = models.ForeignKey("assurance.EvidenceItem", models.PROTECT, related_name="shared_in")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shared_set", "evidence"],
                name="one_shared_item_of_an_evidence_in_a_set",
                violation_error_message="This evidence is in the set already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.evidence} in {self.shared_set}"
