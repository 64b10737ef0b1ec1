"""Cases for an assessor to track: whom they were drawn from, by which quotas, and who agreed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assurance.choices_visit import (
    AGREED,
    CaseStage,
    LeftOutReason,
    PreReadState,
    SampleStatus,
    TrackingConsent,
)
from core.coded import coded, known, known_or_empty
from core.models.base import Record, Stamped
from core.permissions import Permission
from core.scoping import ScopedQuerySet


class TrackingSampleQuerySet(ScopedQuerySet["TrackingSample"]):
    permission = Permission.VISIT_MANAGE


class TrackingSample(Stamped):
    """One list of cases, for a visit or to rehearse one. What decided the draw is kept.

    `added` are cases a file brought and facts it adds to those of the register, each with
    `reference` and `facts`.
    """

    council = models.ForeignKey(
        "core.Organisation", models.PROTECT, related_name="tracking_samples"
    )
    title = models.CharField(max_length=160)
    is_rehearsal = models.BooleanField("only a rehearsal", default=False)
    criteria = models.TextField("what the assessor asked for", blank=True)
    starts_on = models.DateField("first day of the period")
    ends_on = models.DateField("last day of the period")
    status = coded(SampleStatus, default=SampleStatus.PLANNED)
    seed = models.CharField(max_length=80)
    algorithm = models.CharField(max_length=40, blank=True)
    list_size = models.PositiveSmallIntegerField("cases listed", default=50)
    pick_size = models.PositiveSmallIntegerField("cases picked", default=10)
    track_size = models.PositiveSmallIntegerField("cases tracked", default=6)
    reserve_size = models.PositiveSmallIntegerField("cases in reserve", default=4)
    added = models.JSONField(default=list, blank=True)
    added_filename = models.CharField(max_length=200, blank=True)
    frame_size = models.PositiveIntegerField(null=True, blank=True)
    frame_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(blank=True)

    objects = TrackingSampleQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "title"],
                name="one_tracking_sample_of_a_title_in_a_council",
                violation_error_message="There is a sample of this title already.",
            ),
            known("trackingsample", "status", SampleStatus),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(seed=""),
                name="tracking_sample_has_a_title_and_a_seed",
                violation_error_message="Give the sample a title and a seed.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="tracking_sample_ends_on_or_after_it_starts",
                violation_error_message="The period cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(track_size__gt=0, list_size__gte=F("pick_size")),
                name="tracking_sample_lists_at_least_what_is_picked",
                violation_error_message="List at least as many cases as are picked.",
            ),
            models.CheckConstraint(
                condition=Q(pick_size=F("track_size") + F("reserve_size")),
                name="tracking_sample_tracks_or_reserves_what_is_picked",
                violation_error_message=(
                    "The cases tracked and those in reserve must together be those picked."
                ),
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True, frame_size__isnull=True, frame_sha256="")
                | (Q(frozen_at__isnull=False, frame_size__isnull=False) & ~Q(frame_sha256="")),
                name="tracking_sample_frame_is_dated_counted_and_hashed",
            ),
            models.CheckConstraint(
                condition=Q(listed_at__isnull=True)
                | (Q(frozen_at__isnull=False) & ~Q(algorithm="")),
                name="tracking_sample_is_listed_from_a_fixed_frame",
                violation_error_message="Fix the cases before drawing the list.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TrackingQuota(Record):
    """At least so many listed cases whose fact has this value."""

    sample = models.ForeignKey(TrackingSample, models.CASCADE, related_name="quotas")
    fact = models.CharField(max_length=40)
    value = models.CharField(max_length=40)
    wanted = models.PositiveSmallIntegerField("at least")
    available = models.PositiveIntegerField(null=True, blank=True)
    listed = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "fact", "value"],
                name="one_tracking_quota_of_a_value_in_a_sample",
            ),
            models.CheckConstraint(
                condition=Q(wanted__gt=0),
                name="tracking_quota_wants_at_least_one",
                violation_error_message="A quota asks for at least one case.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.value}: {self.wanted}"


class TrackingCaseQuerySet(models.QuerySet["TrackingCase"]):
    """Row selection."""

    def eligible(self) -> TrackingCaseQuerySet:
        return self.filter(left_out_because="")

    def ever_listed(self) -> TrackingCaseQuerySet:
        return self.filter(place__isnull=False)


class TrackingCase(Record):
    """One person whose case could be tracked. The code stands for them wherever the list goes."""

    sample = models.ForeignKey(TrackingSample, models.CASCADE, related_name="cases")
    reference = models.CharField(max_length=80)
    adult = models.ForeignKey(
        "safeguard.Adult", models.PROTECT, null=True, blank=True, related_name="tracking_cases"
    )
    facts = models.JSONField(default=dict, blank=True, help_text="As they stood on that day.")
    left_out_because = coded(LeftOutReason, blank=True)
    left_out_note = models.CharField(max_length=300, blank=True)
    stage = coded(CaseStage, default=CaseStage.FRAME)
    place = models.PositiveSmallIntegerField("place on the list", null=True, blank=True)
    code = models.CharField("pseudonym", max_length=12, blank=True)
    consent = coded(TrackingConsent, default=TrackingConsent.NOT_ASKED)
    consent_on = models.DateField("day of the answer", null=True, blank=True)
    consent_note = models.TextField("who asked, and what was said", blank=True)
    stood_down_because = coded(LeftOutReason, blank=True)
    stood_down_note = models.CharField(max_length=300, blank=True)
    stood_down_at = models.DateTimeField(null=True, blank=True)
    stood_down_from = coded(CaseStage, blank=True)
    stands_in_for = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="stand_in"
    )

    objects = TrackingCaseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "reference"], name="one_tracking_case_of_a_reference_in_a_sample"
            ),
            models.UniqueConstraint(
                fields=["sample", "place"], name="one_tracking_case_at_a_place_on_the_list"
            ),
            known("trackingcase", "stage", CaseStage),
            known("trackingcase", "consent", TrackingConsent),
            known_or_empty("trackingcase", "left_out_because", LeftOutReason),
            known_or_empty("trackingcase", "stood_down_because", LeftOutReason),
            known_or_empty("trackingcase", "stood_down_from", CaseStage),
            models.CheckConstraint(
                condition=~Q(reference=""), name="tracking_case_has_a_reference"
            ),
            models.CheckConstraint(
                condition=Q(stage=CaseStage.FRAME, place__isnull=True, code="")
                | (~Q(stage=CaseStage.FRAME) & Q(place__isnull=False) & ~Q(code="")),
                name="tracking_case_is_listed_under_a_code",
                violation_error_message="A case is listed under a code and at a place.",
            ),
            models.CheckConstraint(
                condition=Q(left_out_because="") | Q(stage=CaseStage.FRAME),
                name="tracking_case_left_out_is_not_listed",
                violation_error_message="A case that is left out cannot be listed.",
            ),
            models.CheckConstraint(
                condition=~Q(stage=CaseStage.TRACKED) | Q(consent__in=AGREED),
                name="tracking_case_is_tracked_with_agreement",
                violation_error_message=(
                    "A case is tracked only when the person agreed, or it was agreed in their best "
                    "interests."
                ),
            ),
            models.CheckConstraint(
                condition=Q(consent=TrackingConsent.NOT_ASKED, consent_on__isnull=True)
                | (~Q(consent=TrackingConsent.NOT_ASKED) & Q(consent_on__isnull=False)),
                name="tracking_case_consent_is_dated",
                violation_error_message="Give the day on which the person was asked or answered.",
            ),
            models.CheckConstraint(
                condition=~Q(consent=TrackingConsent.BEST_INTERESTS) | ~Q(consent_note=""),
                name="tracking_case_best_interests_say_whose_view",
                violation_error_message="Say who decided in the person's best interests, and why.",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(stage=CaseStage.STOOD_DOWN)
                    & Q(stood_down_because="", stood_down_at__isnull=True, stood_down_from="")
                )
                | (
                    Q(stage=CaseStage.STOOD_DOWN, stood_down_at__isnull=False)
                    & ~Q(stood_down_because="")
                    & ~Q(stood_down_from="")
                ),
                name="tracking_case_stands_down_with_a_reason",
                violation_error_message="Say why the case stands down.",
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.reference


class PreReadNote(Record):
    """What somebody found of one point when they read a listed case through."""

    case = models.ForeignKey(TrackingCase, models.CASCADE, related_name="pre_read")
    point = models.CharField(max_length=40)
    state = coded(PreReadState)
    note = models.TextField(blank=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "point"], name="one_pre_read_note_of_a_point_in_a_case"
            ),
            known("prereadnote", "state", PreReadState),
            models.CheckConstraint(
                condition=~Q(state=PreReadState.GAP) | ~Q(note=""),
                name="pre_read_gap_says_what_is_missing",
                violation_error_message="Say what is missing.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.point}"
