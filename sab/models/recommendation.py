"""A recommendation: what the board answered, how far it is delivered, how sure anybody is."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.coded import coded, filled, known, known_or_empty
from core.models.base import Record, Stamped
from sab.choices_recommendation import NEEDS_REASON, Assurance, LinkKind, ReopenTrigger, Response
from sab.models._scoped import AgencyRows

USER = settings.AUTH_USER_MODEL


class RecommendationQuerySet(AgencyRows["Recommendation"]):
    """Row selection."""

    def open(self) -> RecommendationQuerySet:
        """Those to be carried out and not closed: accepted, whole or in part."""
        accepted = [Response.ACCEPTED, Response.IN_PART]
        return self.filter(response__in=accepted, closed_on__isnull=True)

    def overdue_on(self, day: date) -> RecommendationQuerySet:
        """Open ones due before `day` that have no action, or one that is not complete."""
        undone = Recommendation.objects.filter(due_on__lt=day, actions__completed_on__isnull=True)
        return self.open().filter(pk__in=undone.values("pk"))


class Recommendation(Stamped):
    """What a review asks for. Delivery is told by its actions; `assurance` is judged apart."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="recommendations")
    review = models.ForeignKey(
        "sab.Review", models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    other_review = models.ForeignKey(
        "sab.OtherReview", models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    finding = models.ForeignKey(
        "sab.Finding", models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    reference = models.CharField(max_length=40)
    text = models.TextField()
    themes = models.ManyToManyField("sab.Theme", blank=True, related_name="recommendations")
    partner = models.ForeignKey(
        "sab.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name="agency that owns it",
    )
    owner = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    owner_name = models.CharField(max_length=150, blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    # What makes it specific and measurable.
    measure = models.TextField("how anybody will know", blank=True, default="")
    baseline = models.CharField(max_length=200, blank=True, default="")
    target = models.CharField(max_length=200, blank=True, default="")
    intended_difference = models.TextField(blank=True, default="")
    risk_if_not_done = models.TextField(blank=True, default="")
    response = coded(Response, blank=True, default="")
    response_reason = models.TextField(blank=True, default="")
    responded_on = models.DateField(null=True, blank=True)
    responded_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    assurance = models.PositiveSmallIntegerField(choices=Assurance, default=Assurance.NONE)
    assurance_reason = models.TextField(blank=True, default="")
    assured_on = models.DateField(null=True, blank=True)
    assured_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    closing_reason = models.TextField(blank=True, default="")
    recheck_on = models.DateField("look again on", null=True, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "reference"],
                name="one_recommendation_of_a_reference_on_a_board",
                violation_error_message="The board has a recommendation with this reference.",
            ),
            filled("recommendation", "reference", "Give the recommendation a reference."),
            filled("recommendation", "text", "Write the recommendation."),
            known_or_empty("recommendation", "response", Response),
            models.CheckConstraint(
                condition=Q(review__isnull=False, other_review__isnull=True)
                | Q(review__isnull=True, other_review__isnull=False),
                name="a_recommendation_comes_from_one_review",
                violation_error_message="A recommendation comes from one review.",
            ),
            models.CheckConstraint(
                condition=~Q(response__in=NEEDS_REASON) | ~Q(response_reason=""),
                name="a_recommendation_not_wholly_accepted_has_a_reason",
                violation_error_message="Give the reason: it goes into the annual report.",
            ),
            models.CheckConstraint(
                condition=Q(response="", responded_on__isnull=True, responded_by__isnull=True)
                | ~Q(response="") & Q(responded_on__isnull=False, responded_by__isnull=False),
                name="a_response_has_a_day_and_a_person",
                violation_error_message="A response has a day and a person.",
            ),
            models.CheckConstraint(
                condition=~Q(response__in=[Response.ACCEPTED, Response.IN_PART])
                | Q(partner__isnull=False, due_on__isnull=False),
                name="an_accepted_recommendation_has_an_agency_and_a_day",
                violation_error_message="Say which agency owns it, and by when it is due.",
            ),
            models.CheckConstraint(
                condition=Q(assurance__in=Assurance.values),
                name="recommendation_assurance_is_a_level",
                violation_error_message="Choose one of the listed levels.",
            ),
            models.CheckConstraint(
                condition=Q(assurance=Assurance.NONE)
                | Q(assured_on__isnull=False, assured_by__isnull=False) & ~Q(assurance_reason=""),
                name="assurance_has_a_day_a_person_and_a_reason",
                violation_error_message="Say what the assurance rests on.",
            ),
            models.CheckConstraint(
                condition=Q(assured_by__isnull=True)
                | Q(owner__isnull=True)
                | ~Q(assured_by=F("owner")),
                name="the_owner_does_not_judge_the_assurance",
                violation_error_message="Somebody other than the owner judges the assurance.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_by__isnull=True, closing_reason="")
                | Q(closed_on__isnull=False, closed_by__isnull=False) & ~Q(closing_reason=""),
                name="a_closing_has_a_day_a_person_and_a_reason",
                violation_error_message="A closing has a day, a person and a reason.",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True)
                | Q(owner__isnull=True)
                | ~Q(closed_by=F("owner")),
                name="the_owner_does_not_close_a_recommendation",
                violation_error_message="Somebody other than the owner closes a recommendation.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(assurance__gte=Assurance.SHOWN),
                name="a_closed_recommendation_was_at_least_shown",
                violation_error_message="Being told is not enough to close a recommendation.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(recheck_on__isnull=False, recheck_on__gt=F("closed_on")),
                name="a_closed_recommendation_is_looked_at_again_later",
                violation_error_message="Give a later day on which to look again.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class RecommendationReopening(Record):
    """A recommendation that was opened again, with the closing it had before."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="reopenings")
    trigger = coded(ReopenTrigger)
    reason = models.TextField()
    reopened_on = models.DateField()
    reopened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    was_closed_on = models.DateField()
    was_closing_reason = models.TextField()
    was_assurance = models.PositiveSmallIntegerField(choices=Assurance)

    class Meta:
        ordering = ["reopened_on", "id"]
        constraints = [
            known("boardreopening", "trigger", ReopenTrigger),
            filled("boardreopening", "reason", "Say why it is opened again."),
            models.CheckConstraint(
                condition=Q(reopened_on__gte=F("was_closed_on")),
                name="a_recommendation_reopens_on_or_after_closing",
                violation_error_message="It cannot be opened again before it was closed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation} opened again"


class RecommendationLink(Record):
    """A measure or audit question that would show a recommendation at work, by its key."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="links")
    kind = coded(LinkKind)
    key = models.CharField(max_length=80)

    class Meta:
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "kind", "key"],
                name="a_recommendation_is_linked_once",
                violation_error_message="It is linked already.",
            ),
            known("recommendationlink", "kind", LinkKind),
            filled("recommendationlink", "key", "Choose what to link."),
        ]

    def __str__(self) -> str:
        return self.key
