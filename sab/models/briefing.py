"""Seven-minute briefings, and how agencies say they used them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from core.access import councils_where
from core.coded import filled
from core.models import User
from core.models.base import Record, Stamped
from core.permissions import Permission
from sab.models._scoped import AgencyRows, BoardRows
from sab.models.board import Partner

PARTS = (
    *("why_this_matters", "what_happened", "what_we_found", "what_worked"),
    *("what_to_change", "what_the_board_does", "talk_about_it"),
)


class BriefingQuerySet(BoardRows["Briefing"]):
    """Row selection."""

    def for_agency(self, user: User | AnonymousUser) -> BriefingQuerySet:
        """Published ones of the boards on which an organisation sits that `user` answers for."""
        own = Partner.objects.filter(
            organisation__in=councils_where(user, Permission.AGENCY_ANSWER), left_on__isnull=True
        )
        return self.filter(published_on__isnull=False, board__in=own.values("board"))


class Briefing(Stamped):
    """One page in seven parts about what a review taught. It names nobody."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="briefings")
    review = models.ForeignKey(
        "sab.Review", models.PROTECT, null=True, blank=True, related_name="briefings"
    )
    other_review = models.ForeignKey(
        "sab.OtherReview", models.PROTECT, null=True, blank=True, related_name="briefings"
    )
    title = models.CharField(max_length=160)
    why_this_matters = models.TextField(blank=True, default="")
    what_happened = models.TextField("the person and what happened", blank=True, default="")
    what_we_found = models.TextField(blank=True, default="")
    what_worked = models.TextField(blank=True, default="")
    what_to_change = models.TextField("what to change in practice", blank=True, default="")
    what_the_board_does = models.TextField("what the board is doing", blank=True, default="")
    talk_about_it = models.TextField(blank=True, default="")
    # The newest edition; none is ever changed. None is read by partners while this day is empty.
    edition = models.PositiveSmallIntegerField(default=0)
    published_on = models.DateField(null=True, blank=True)

    objects = BriefingQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-id"]
        constraints = [
            filled("briefing", "title", "Give the briefing a title."),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True)
                | ~Q(why_this_matters="")
                & ~Q(what_happened="")
                & ~Q(what_we_found="")
                & ~Q(what_worked="")
                & ~Q(what_to_change="")
                & ~Q(what_the_board_does="")
                & ~Q(talk_about_it=""),
                name="a_published_briefing_has_all_seven_parts",
                violation_error_message="Write all seven parts before the briefing is published.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BriefingEdition(Record):
    """A briefing as it was published, part by part. It is never changed."""

    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    parts = models.JSONField()
    published_on = models.DateField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["briefing", "number"],
                name="one_edition_of_a_number_of_a_briefing",
                violation_error_message="The briefing has this edition already.",
            ),
            filled("briefingedition", "title", "Give the briefing a title."),
        ]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"


class BriefingReceiptQuerySet(AgencyRows["BriefingReceipt"]):
    """Row selection."""


class BriefingReceipt(Record):
    """That a team of an agency used a briefing, with how many people, and what they will do."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="+")
    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="receipts")
    partner = models.ForeignKey("sab.Partner", models.PROTECT, related_name="briefing_receipts")
    edition = models.PositiveSmallIntegerField(default=1)
    team = models.CharField(max_length=120)
    used_on = models.DateField()
    people = models.PositiveSmallIntegerField("number of people")
    what_we_will_do = models.TextField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_on = models.DateField()

    objects = BriefingReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["-used_on", "-id"]
        constraints = [
            filled("briefingreceipt", "team", "Say which team used it."),
            filled("briefingreceipt", "what_we_will_do", "Say what the team will do."),
            models.CheckConstraint(
                condition=Q(people__gte=1),
                name="a_briefing_was_used_by_somebody",
                violation_error_message="Give a number of people of 1 or more.",
            ),
            models.CheckConstraint(
                condition=Q(used_on__lte=F("given_on")),
                name="a_briefing_was_used_by_the_day_it_is_told",
                violation_error_message="A briefing cannot have been used in the future.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team}, {self.used_on}"
