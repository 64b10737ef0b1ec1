"""The information return that an assessor asks for with the notice of an assessment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assurance.choices_visit import ReturnItemStatus
from core.coded import coded, filled, known
from core.models.base import Record, Stamped
from core.permissions import Permission
from core.scoping import ScopedQuerySet


class InformationReturnQuerySet(ScopedQuerySet["InformationReturn"]):
    permission = Permission.VISIT_MANAGE


class InformationReturn(Stamped):
    """One return. Its items are copied from a version of the framework and then its own."""

    council = models.ForeignKey(
        "core.Organisation", models.PROTECT, related_name="information_returns"
    )
    framework = models.ForeignKey("assurance.Framework", models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    notice_on = models.DateField("day of the notice")
    visit_on = models.DateField("first day of the visit", null=True, blank=True)
    sent_on = models.DateField("day the return was sent", null=True, blank=True)

    objects = InformationReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-notice_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "title"],
                name="one_information_return_of_a_title_in_a_council",
                violation_error_message="There is a return of this title already.",
            ),
            filled("informationreturn", "title", "Give the return a title."),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(sent_on__gte=F("notice_on")),
                name="information_return_is_sent_after_the_notice",
                violation_error_message="The return cannot be sent before the notice came.",
            ),
            models.CheckConstraint(
                condition=Q(visit_on__isnull=True) | Q(visit_on__gte=F("notice_on")),
                name="information_return_visit_follows_the_notice",
                violation_error_message="The visit cannot be before the notice came.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReturnItem(Record):
    """One thing asked for, in words the council may change to those of its own letter.

    `entry` is the item of the framework it came from; None for one the council added.
    """

    of_return = models.ForeignKey(InformationReturn, models.CASCADE, related_name="items")
    entry = models.ForeignKey(
        "assurance.FrameworkEntry", models.PROTECT, null=True, blank=True, related_name="+"
    )
    order = models.PositiveSmallIntegerField()
    number = models.CharField("number in the letter", max_length=12, blank=True)
    text = models.TextField("what is asked for")
    look_back_months = models.PositiveSmallIntegerField(
        "months to look back", null=True, blank=True
    )
    due_on = models.DateField("due")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = coded(ReturnItemStatus, default=ReturnItemStatus.NOT_STARTED)
    answer = models.TextField("pointer or answer", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["of_return", "order"], name="one_return_item_at_a_place"
            ),
            known("returnitem", "status", ReturnItemStatus),
            filled("returnitem", "text", "Say what is asked for."),
            models.CheckConstraint(
                condition=~Q(status=ReturnItemStatus.NOT_HELD) | ~Q(answer=""),
                name="return_item_not_held_says_why",
                violation_error_message="Say why nothing is held.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ReturnDocument(Record):
    """A piece of evidence that answers an item, and where in it the answer is."""

    item = models.ForeignKey(ReturnItem, models.CASCADE, related_name="documents")
    evidence = models.ForeignKey("assurance.EvidenceItem", models.PROTECT, related_name="+")
    pointer = models.CharField("where in it", max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "evidence"],
                name="one_return_document_of_an_item",
                violation_error_message="This evidence is chosen for the item already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.evidence}"
