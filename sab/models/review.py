"""A Safeguarding Adults Review from its referral on. "SAR" is also a subject access request."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.coded import coded, filled, known, known_or_empty
from core.models.base import Stamped
from sab.choices import REVIEWED, Life, LimbAnswer, Method, Outcome, Stage
from sab.models._scoped import BoardRows

CRITERIA_MET = Q(
    needs=LimbAnswer.YES,
    working_together=LimbAnswer.YES,
    life__in=[Life.DIED, Life.ALIVE],
    harm=LimbAnswer.YES,
)
A_LIMB_FAILS = Q(needs=LimbAnswer.NO) | Q(working_together=LimbAnswer.NO) | Q(harm=LimbAnswer.NO)
NO_REVIEW = [code for code in Outcome.values if code not in REVIEWED]


class ReviewQuerySet(BoardRows["Review"]):
    """Row selection."""

    def held(self) -> ReviewQuerySet:
        """Those that the chair decided to hold under section 44."""
        return self.filter(criteria__outcome__in=REVIEWED)

    def concluded_in(self, start: date, end: date) -> ReviewQuerySet:
        """Reviews held and concluded from `start` to `end`, both included."""
        return self.held().filter(concluded_on__range=(start, end))

    def ongoing_on(self, day: date) -> ReviewQuerySet:
        """Reviews decided on by the end of `day` and not concluded by then."""
        not_yet = Q(concluded_on__isnull=True) | Q(concluded_on__gt=day)
        return self.held().filter(not_yet, criteria__decided_on__lte=day)


class Review(Stamped):
    """A case referred to the board. It becomes a review when the chair decides so.

    It holds what was written for the board, and a case reference as text; it leads to no record of
    a case. The people in it are kept apart, in `ReviewPerson`.
    """

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="reviews")
    council = models.ForeignKey(
        "core.Organisation", models.PROTECT, related_name="+", verbose_name="in the area of"
    )
    reference = models.CharField(max_length=30)
    title = models.CharField("working title", max_length=120)
    received_on = models.DateField("referral received on")
    referrer_name = models.CharField("who refers", max_length=150)
    referrer = models.ForeignKey(
        "sab.Partner", models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    case_reference = models.CharField(max_length=60, blank=True)
    event_on = models.DateField("day of the death or the harm", null=True, blank=True)
    circumstances = models.TextField("what happened")
    why_criteria = models.TextField("why the criteria may be met")
    acknowledged_on = models.DateField(null=True, blank=True)
    stage = coded(Stage, default=Stage.REFERRAL)
    method = coded(Method, blank=True, default="")
    method_reason = models.TextField(blank=True, default="")
    lines_of_enquiry = models.TextField(blank=True, default="")
    period_from = models.DateField("period looked at, from", null=True, blank=True)
    period_to = models.DateField("period looked at, to", null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    concluded_on = models.DateField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "reference"],
                name="one_review_of_a_reference_on_a_board",
                violation_error_message="The board has a review with this reference already.",
            ),
            filled("review", "reference", "Give the review a reference."),
            filled("review", "title", "Give the review a working title, without a name."),
            filled("review", "referrer_name", "Say who refers the case."),
            filled("review", "circumstances", "Say what happened."),
            filled("review", "why_criteria", "Say why the criteria may be met."),
            known("review", "stage", Stage),
            known_or_empty("review", "method", Method),
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True)
                | Q(acknowledged_on__gte=F("received_on")),
                name="review_acknowledged_on_or_after_receipt",
                violation_error_message="A referral is acknowledged on or after its receipt.",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True) | Q(concluded_on__gte=F("received_on")),
                name="review_concludes_on_or_after_receipt",
                violation_error_message="A review cannot conclude before its referral.",
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_to__isnull=True)
                | Q(period_to__gte=F("period_from")),
                name="review_period_ends_on_or_after_it_begins",
                violation_error_message="The period looked at ends before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CriteriaTest(Stamped):
    """The test of section 44 for one case, limb by limb, and what the chair decided on it.

    `harm` asks of an adult who died whether the death is known or suspected to result from abuse or
    neglect, of one who is alive whether there was serious abuse or neglect.
    """

    review = models.OneToOneField(Review, models.CASCADE, related_name="criteria")
    needs = coded(LimbAnswer)
    needs_reason = models.TextField()
    working_together = coded(LimbAnswer)
    working_together_reason = models.TextField()
    life = coded(Life)
    harm = coded(LimbAnswer)
    harm_reason = models.TextField()
    consulted = models.TextField("who was consulted", blank=True, default="")
    is_quorate = models.BooleanField("was quorate", null=True, blank=True)
    recommended = coded(Outcome, blank=True, default="")
    outcome = coded(Outcome, blank=True, default="")
    decision_reason = models.TextField(blank=True, default="")
    dissent = models.TextField(blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    referrer_told_on = models.DateField(null=True, blank=True)
    family_told_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            known("criteriatest", "needs", LimbAnswer),
            known("criteriatest", "working_together", LimbAnswer),
            known("criteriatest", "life", Life),
            known("criteriatest", "harm", LimbAnswer),
            known_or_empty("criteriatest", "recommended", Outcome),
            known_or_empty("criteriatest", "outcome", Outcome),
            filled("criteriatest", "needs_reason", "Give the reason for this part of the test."),
            filled(
                "criteriatest",
                "working_together_reason",
                "Give the reason for this part of the test.",
            ),
            filled("criteriatest", "harm_reason", "Give the reason for this part of the test."),
            models.CheckConstraint(
                condition=~CRITERIA_MET | Q(outcome__in=["", Outcome.MANDATORY]),
                name="a_review_is_held_where_the_criteria_are_met",
                violation_error_message=(
                    "The criteria of section 44(1) to (3) are met, so the board must hold a review."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.MANDATORY) | CRITERIA_MET,
                name="a_mandatory_review_meets_the_criteria",
                violation_error_message="A review is mandatory only where the criteria are met.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.DISCRETIONARY) | Q(needs=LimbAnswer.YES),
                name="a_discretionary_review_is_of_an_adult_with_needs",
                violation_error_message=(
                    "Section 44(4) is about adults with needs for care and support."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=NO_REVIEW) | A_LIMB_FAILS,
                name="no_review_needs_a_limb_that_is_not_met",
                violation_error_message=(
                    "No part of the test is answered no, so it is not known that the criteria are "
                    "not met."
                ),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True, decided_by__isnull=True)
                | (
                    ~Q(outcome="")
                    & Q(decided_on__isnull=False, decided_by__isnull=False)
                    & ~Q(decision_reason="")
                ),
                name="review_decision_has_day_person_and_reason",
                violation_error_message="A decision has a day, a person and a reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"Section 44 test of {self.review}"

    @property
    def is_held(self) -> bool:
        return self.outcome in REVIEWED
