"""What was said when a concern was raised here: how it came, who is thought to be the source."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.access import councils_where
from core.models import User
from core.models.base import Record
from core.permissions import Permission
from safeguard.choices import SourceOfRisk
from safeguard.choices_work import Agreement, AtRisk, Channel, YesNoUnknown
from safeguard.models._coded import coded, known


class ConcernReport(Record):
    """What only a concern recorded here holds; one loaded from an extract has none."""

    concern = models.OneToOneField(
        "safeguard.Concern", models.CASCADE, primary_key=True, related_name="report"
    )
    channel = coded(Channel, verbose_name="how the council was told")
    referrer_name = models.CharField("who is telling us", max_length=160, blank=True)
    referrer_contact = models.CharField("how to reach them", max_length=200, blank=True)
    wants_feedback = models.BooleanField("is to be told what was decided", default=True)
    happened_when = models.CharField(
        "when it happened", max_length=200, blank=True, help_text="A year alone will do."
    )
    in_danger = coded(YesNoUnknown, verbose_name="in danger now")
    safety_steps = models.TextField("what has been done to keep the adult safe", blank=True)
    agreement = coded(Agreement, verbose_name="agreed to the report")
    agreement_reason = models.TextField("why they were not asked, or why it was made", blank=True)
    capacity_to_agree = coded(YesNoUnknown, verbose_name="had capacity to agree to the report")
    outcomes_asked = coded(YesNoUnknown, verbose_name="was asked what they want to happen")
    outcomes_reason = models.TextField("why they were not asked what they want", blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    feedback_on = models.DateField("referrer told on", null=True, blank=True)
    feedback_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    feedback_note = models.TextField("how the referrer was told, or why not", blank=True)
    feedback_not_possible = models.BooleanField("the referrer cannot be told", default=False)

    class Meta:
        constraints = [
            known("concernreport", "channel", Channel),
            known("concernreport", "in_danger", YesNoUnknown),
            known("concernreport", "agreement", Agreement),
            known("concernreport", "capacity_to_agree", YesNoUnknown),
            known("concernreport", "outcomes_asked", YesNoUnknown),
            models.CheckConstraint(
                condition=~Q(agreement=Agreement.NOT_ASKED) | ~Q(agreement_reason=""),
                name="report_says_why_agreement_was_not_asked",
                violation_error_message="Say why the adult was not asked.",
            ),
            models.CheckConstraint(
                condition=Q(feedback_on__isnull=True, feedback_by__isnull=True)
                | Q(feedback_on__isnull=False, feedback_by__isnull=False),
                name="feedback_is_dated_and_signed",
            ),
            models.CheckConstraint(
                condition=Q(feedback_not_possible=False) | ~Q(feedback_note=""),
                name="feedback_not_possible_says_why",
                violation_error_message="Say why the referrer cannot be told.",
            ),
            models.CheckConstraint(
                condition=Q(feedback_not_possible=False) | Q(feedback_on__isnull=True),
                name="feedback_given_or_not_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"Report of {self.concern}"


class AllegedSource(Record):
    """A person or body thought to be the source of the risk. Alleged, until an enquiry says."""

    concern = models.ForeignKey("safeguard.Concern", models.CASCADE, related_name="alleged_sources")
    name = models.CharField(max_length=160, blank=True, help_text="Empty when not known.")
    kind = coded(SourceOfRisk, verbose_name="source of risk")
    relationship = models.CharField("relationship to the adult", max_length=120, blank=True)
    lives_with_adult = coded(YesNoUnknown, default=YesNoUnknown.NOT_KNOWN)
    also_at_risk = coded(
        YesNoUnknown, verbose_name="is an adult at risk too", default=YesNoUnknown.NOT_KNOWN
    )
    knows_of_concern = coded(
        YesNoUnknown, verbose_name="knows of the concern", default=YesNoUnknown.NOT_KNOWN
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            known("allegedsource", "kind", SourceOfRisk),
            known("allegedsource", "lives_with_adult", YesNoUnknown),
            known("allegedsource", "also_at_risk", YesNoUnknown),
            known("allegedsource", "knows_of_concern", YesNoUnknown),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class OtherAtRisk(Record):
    """Another adult, or a child, who may be at risk from the same source."""

    concern = models.ForeignKey("safeguard.Concern", models.CASCADE, related_name="others_at_risk")
    kind = coded(AtRisk, verbose_name="who")
    name = models.CharField(max_length=160, blank=True, help_text="Empty when not known.")
    what_was_done = models.TextField(
        "what has been done about it", blank=True, help_text="For example, told children's services"
    )

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "others at risk"
        constraints = [known("otheratrisk", "kind", AtRisk)]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class ConcernDraftQuerySet(models.QuerySet["ConcernDraft"]):
    """Row selection."""

    def visible_to(self, user: User | AnonymousUser) -> ConcernDraftQuerySet:
        """A person's own, in the councils where they may still record cases."""
        councils = councils_where(user, Permission.CASE_RECORD)
        if not isinstance(user, User):
            return self.none()
        return self.filter(started_by=user, council__in=councils)


class ConcernDraft(Record):
    """A concern being raised, page by page. It is no concern, and counts nowhere, until raised."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="+")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="concern_drafts"
    )
    adult = models.ForeignKey(
        "safeguard.Adult", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    notification = models.ForeignKey(
        "safeguard.Notification", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    provider_notification = models.ForeignKey(
        "safeguard.ProviderNotification", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    pages = models.JSONField("answers, by page", default=dict)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = ConcernDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"Concern begun {timezone.localtime(self.started_at):%d/%m/%Y %H:%M}"
