"""A second rating beside the first one, never over it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from audit.choices import AnswerState, ModerationReason, ModerationStyle
from core.access import councils_where
from core.models import User
from core.models.base import Record, Stamped
from core.permissions import Permission
from safeguard.models._coded import coded, known


class ModerationQuerySet(models.QuerySet["Moderation"]):
    """Row selection."""

    def readable_by(self, user: User | AnonymousUser) -> ModerationQuerySet:
        """Those given to `user`, and all of the councils whose rounds they run."""
        if not isinstance(user, User):
            return self.none()
        runs = councils_where(user, Permission.AUDIT_ROUND_MANAGE)
        entitled = councils_where(user, Permission.AUDIT_PERSONNEL_VIEW)
        moderates = councils_where(user, Permission.AUDIT_MODERATE)
        casework = Q(audit__is_personnel=False) | Q(audit__council__in=entitled)
        return self.filter(
            (Q(audit__council__in=runs) & casework)
            | Q(moderator=user, audit__council__in=moderates)
        )

    def blind_to(self, user: User) -> ModerationQuerySet:
        """Those in which `user` is to rate without having seen the first ratings, and has not."""
        blind = self.filter(style=ModerationStyle.BLIND, started_at__isnull=True)
        return blind.filter(moderator=user, decided_at__isnull=True)

    def open(self) -> ModerationQuerySet:
        return self.filter(decided_at__isnull=True)


class Moderation(Stamped):
    """One moderation of one audit. The first auditor is copied, so that nobody moderates their own.

    `outcome` is one of those that the version's workflow lists. `started_at` is when the second
    ratings were saved; a blind moderator sees the first ones from then on.
    """

    audit = models.ForeignKey("audit.CaseAudit", models.CASCADE, related_name="moderations")
    style = coded(ModerationStyle)
    reason = coded(ModerationReason)
    reason_note = models.CharField("which rule, or who asked", max_length=300, blank=True)
    first_auditor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="moderations",
    )
    panel = models.TextField("who was on the panel", blank=True)
    due_on = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    outcome_reason = models.TextField(blank=True)

    objects = ModerationQuerySet.as_manager()

    class Meta:
        ordering = ["audit_id", "id"]
        constraints = [
            known("moderation", "style", ModerationStyle),
            known("moderation", "reason", ModerationReason),
            models.CheckConstraint(
                condition=Q(moderator__isnull=True)
                | Q(first_auditor__isnull=True)
                | ~Q(moderator=F("first_auditor")),
                name="nobody_moderates_their_own_audit",
                violation_error_message="Nobody moderates their own audit.",
            ),
            models.UniqueConstraint(
                fields=["audit"],
                condition=Q(decided_at__isnull=True),
                name="one_open_moderation_of_an_audit",
                violation_error_message="This audit is being moderated already.",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="")
                | (Q(decided_at__isnull=False, moderator__isnull=False) & ~Q(outcome="")),
                name="moderation_is_decided_by_somebody",
                violation_error_message="A moderation needs a moderator and an outcome.",
            ),
        ]

    def __str__(self) -> str:
        return f"Moderation of {self.audit}"


class ModeratedAnswer(Record):
    """The second rating of one answer, with the first as it stood then."""

    moderation = models.ForeignKey(Moderation, models.CASCADE, related_name="answers")
    question = models.ForeignKey("audit.Question", models.PROTECT, related_name="+")
    part = models.CharField(max_length=80, blank=True)
    repeat = models.PositiveSmallIntegerField(default=0)
    first_option = models.CharField(max_length=160, blank=True)
    first_value = models.JSONField(null=True, blank=True)
    first_state = coded(AnswerState, null=True, blank=True)
    option = models.CharField(max_length=160, blank=True)
    value = models.JSONField(null=True, blank=True)
    state = coded(AnswerState, default=AnswerState.ANSWERED)
    comment = models.TextField(blank=True)
    agreed_option = models.CharField("agreed after discussion", max_length=160, blank=True)

    class Meta:
        ordering = ["moderation_id", "question__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["moderation", "question", "part", "repeat"],
                name="one_second_rating_of_a_part_of_a_question",
            ),
            known("moderatedanswer", "first_state", AnswerState),
            known("moderatedanswer", "state", AnswerState),
            models.CheckConstraint(
                condition=~Q(option="") | Q(value__isnull=False),
                name="second_rating_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_option or self.first_value} / {self.option or self.value}"


class ModeratedGrade(Record):
    """The grade of one result as the moderator has it, beside the auditor's."""

    moderation = models.ForeignKey(Moderation, models.CASCADE, related_name="grades")
    result = models.CharField("key of the result", max_length=60)
    first = models.CharField("auditor's grade", max_length=40, blank=True)
    suggested = models.CharField("suggested by the second ratings", max_length=40, blank=True)
    grade = models.CharField(max_length=40)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["moderation_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["moderation", "result"], name="one_moderated_grade_of_a_result"
            ),
            models.CheckConstraint(condition=~Q(grade=""), name="moderated_grade_is_one"),
            models.CheckConstraint(
                condition=Q(grade=F("first")) | Q(first="") | ~Q(reason=""),
                name="moderated_grade_differs_with_a_reason",
                violation_error_message="Say why the grade differs from the auditor's.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result}: {self.first} / {self.grade}"
