"""A cycle of partner assurance returns: each agency's answers, and what the board made of them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.coded import coded, filled, known
from core.models.base import Record, Stamped
from sab.choices_board import Rating, ReturnStatus
from sab.choices_recommendation import EvidenceKind
from sab.models._scoped import AgencyRows, BoardRows
from sab.models.return_template import ReturnStandard, ReturnTemplate

USER = settings.AUTH_USER_MODEL
SENT = [
    ReturnStatus.SUBMITTED,
    ReturnStatus.CHANGES_REQUESTED,
    ReturnStatus.MODERATION,
    ReturnStatus.CHALLENGE,
    ReturnStatus.VALIDATED,
    ReturnStatus.CLOSED,
]


class ReturnCycleQuerySet(BoardRows["ReturnCycle"]):
    """Row selection."""


class ReturnCycle(Stamped):
    """One round of returns, with the window in which they are taken. Both days belong to it."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="return_cycles")
    template = models.ForeignKey(ReturnTemplate, models.PROTECT, related_name="cycles")
    title = models.CharField(max_length=120)
    opens_on = models.DateField()
    closes_on = models.DateField()

    objects = ReturnCycleQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "title"],
                name="one_return_cycle_of_a_title_on_a_board",
                violation_error_message="The board has a cycle of this title already.",
            ),
            filled("returncycle", "title", "Give the cycle a title."),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="a_return_window_closes_on_or_after_it_opens",
                violation_error_message="The window cannot close before it opens.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssuranceReturnQuerySet(AgencyRows["AssuranceReturn"]):
    """Row selection."""

    def received(self) -> AssuranceReturnQuerySet:
        """Those submitted at least once."""
        return self.filter(submitted_on__isnull=False)


class AssuranceReturn(Stamped):
    """One agency's return of one cycle. The signature is of this cycle; it is never carried on."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="+")
    cycle = models.ForeignKey(ReturnCycle, models.CASCADE, related_name="returns")
    partner = models.ForeignKey("sab.Partner", models.PROTECT, related_name="returns")
    status = coded(ReturnStatus, default=ReturnStatus.NOT_STARTED)
    signed_by = models.CharField("executive lead", max_length=150, blank=True, default="")
    signed_job_title = models.CharField(max_length=150, blank=True, default="")
    signed_on = models.DateField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    submitted_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    late_until = models.DateField("may be sent after the window until", null=True, blank=True)
    validated_on = models.DateField(null=True, blank=True)
    validated_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssuranceReturnQuerySet.as_manager()

    class Meta:
        ordering = ["partner__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "partner"],
                name="an_agency_has_one_return_a_cycle",
                violation_error_message="This agency has a return in this cycle already.",
            ),
            known("assurancereturn", "status", ReturnStatus),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, signed_by="", signed_job_title="")
                | Q(signed_on__isnull=False) & ~Q(signed_by="") & ~Q(signed_job_title=""),
                name="a_signature_has_a_name_a_job_and_a_day",
                violation_error_message="A signature has a name, a job title and a day.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_on__isnull=True)
                | Q(signed_on__isnull=False, signed_on__lte=F("submitted_on")),
                name="a_submitted_return_was_signed_first",
                violation_error_message="The executive lead signs a return before it is submitted.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=SENT) | Q(submitted_on__isnull=False),
                name="a_return_past_submission_has_its_day",
                violation_error_message="This status needs a submitted return.",
            ),
            models.CheckConstraint(
                condition=Q(validated_on__isnull=True, validated_by__isnull=True)
                | Q(
                    validated_on__isnull=False,
                    validated_by__isnull=False,
                    submitted_on__isnull=False,
                ),
                name="a_validated_return_was_submitted",
                violation_error_message="Only a submitted return is validated, by somebody.",
            ),
            models.CheckConstraint(
                condition=Q(validated_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(validated_by=F("submitted_by")),
                name="who_submits_a_return_does_not_validate_it",
                violation_error_message="Nobody validates a return that they submitted.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.cycle}"


class ReturnStep(Record):
    """One change of a return's status, with the words that went with it."""

    assurance_return = models.ForeignKey(AssuranceReturn, models.CASCADE, related_name="steps")
    status = coded(ReturnStatus)
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            known("returnstep", "status", ReturnStatus),
            models.CheckConstraint(
                condition=~Q(status=ReturnStatus.CHANGES_REQUESTED) | ~Q(note=""),
                name="a_request_for_changes_says_which",
                violation_error_message="Say what should be changed.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_status_display()


class StandardAnswer(Record):
    """An agency's answer on one standard, and beside it, never over it, the board's rating.

    One `carried_from` an earlier return has to be confirmed or changed before it is submitted.
    """

    assurance_return = models.ForeignKey(AssuranceReturn, models.CASCADE, related_name="answers")
    standard = models.ForeignKey(ReturnStandard, models.PROTECT, related_name="answers")
    self_rating = models.PositiveSmallIntegerField(choices=Rating, null=True, blank=True)
    is_not_applicable = models.BooleanField(default=False)
    narrative = models.TextField(blank=True, default="")
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    is_confirmed = models.BooleanField(default=True)
    validated_rating = models.PositiveSmallIntegerField(choices=Rating, null=True, blank=True)
    validation_reason = models.TextField(blank=True, default="")
    validated_on = models.DateField(null=True, blank=True)
    validated_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    agency_reply = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["standard"]
        constraints = [
            models.UniqueConstraint(
                fields=["assurance_return", "standard"],
                name="a_return_answers_a_standard_once",
                violation_error_message="This standard is answered already.",
            ),
            models.CheckConstraint(
                condition=Q(self_rating__isnull=True) | Q(self_rating__in=Rating.values),
                name="self_rating_is_of_the_scale",
                violation_error_message="Choose one of the listed ratings.",
            ),
            models.CheckConstraint(
                condition=Q(validated_rating__isnull=True) | Q(validated_rating__in=Rating.values),
                name="validated_rating_is_of_the_scale",
                violation_error_message="Choose one of the listed ratings.",
            ),
            models.CheckConstraint(
                condition=Q(is_not_applicable=False)
                | Q(self_rating__isnull=True) & ~Q(narrative=""),
                name="not_applicable_has_a_reason_and_no_rating",
                violation_error_message="Say why the standard does not apply, and give no rating.",
            ),
            models.CheckConstraint(
                condition=Q(
                    validated_rating__isnull=True,
                    validated_on__isnull=True,
                    validated_by__isnull=True,
                )
                | Q(
                    validated_rating__isnull=False,
                    validated_on__isnull=False,
                    validated_by__isnull=False,
                ),
                name="a_validated_rating_has_a_day_and_a_person",
                violation_error_message="A validated rating has a day and a person.",
            ),
            models.CheckConstraint(
                condition=Q(validated_rating__isnull=True)
                | Q(self_rating__isnull=False, validated_rating=F("self_rating"))
                | ~Q(validation_reason=""),
                name="a_rating_that_differs_says_why",
                violation_error_message="Say why the rating differs from the agency's own.",
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed=True) | Q(carried_from__isnull=False),
                name="only_a_carried_answer_waits_to_be_confirmed",
                violation_error_message="Only an answer carried forward is confirmed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assurance_return}: {self.standard}"


class AnswerEvidence(Record):
    """What an answer rests on: described or linked, without personal data."""

    answer = models.ForeignKey(StandardAnswer, models.CASCADE, related_name="evidence")
    kind = coded(EvidenceKind)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    link = models.URLField(blank=True, default="")
    dated_on = models.DateField()

    class Meta:
        ordering = ["-dated_on", "-id"]
        constraints = [
            known("answerevidence", "kind", EvidenceKind),
            filled("answerevidence", "title", "Give the evidence a title."),
        ]

    def __str__(self) -> str:
        return self.title


class WorkbookPack(Record):
    """A workbook sent to a partner without an account, known again by its sealed id and hash."""

    pack_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assurance_return = models.ForeignKey(AssuranceReturn, models.CASCADE, related_name="packs")
    seal = models.CharField("SHA-256 of what must not change", max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("taken back", null=True, blank=True)
    taken_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    file_sha256 = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            filled("workbookpack", "seal", "A pack is sealed by a SHA-256 hash."),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True, file_sha256="")
                | Q(taken_at__isnull=False, taken_by__isnull=False) & ~Q(file_sha256=""),
                name="a_pack_taken_back_has_a_person_and_a_hash",
                violation_error_message="A workbook taken back has a person and a hash.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pack_id)
