"""A round of audits: which version, of which population, drawn how, by whom and by when."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from audit.choices import PopulationSource, ReauditScope, RoundStatus, SamplingMethod
from core.access import councils_where
from core.models import User
from core.models.base import Record, Stamped
from core.permissions import Permission
from safeguard.models._coded import coded, known


class AuditRoundQuerySet(models.QuerySet["AuditRound"]):
    """Row selection."""

    def visible_to(self, user: User | AnonymousUser) -> AuditRoundQuerySet:
        """Those of councils where `user` runs rounds or reads audits, and those they audit in."""
        if not isinstance(user, User):
            return self.none()
        runs = councils_where(user, Permission.AUDIT_ROUND_MANAGE)
        reads = councils_where(user, Permission.AUDIT_VIEW)
        does = councils_where(user, Permission.AUDIT_DO)
        mine = RoundAuditor.objects.filter(person=user).values("round")
        visible = self.filter(
            Q(council__in=runs) | Q(council__in=reads) | Q(council__in=does, pk__in=mine)
        )
        entitled = councils_where(user, Permission.AUDIT_PERSONNEL_VIEW)
        return visible.filter(
            Q(version__tool__is_personnel=False) | Q(council__in=entitled) | Q(pk__in=mine)
        )

    def figures_visible_to(self, user: User | AnonymousUser) -> AuditRoundQuerySet:
        """Those whose results `user` may read as figures, without the cases behind them.

        Figures of a round about workers are for those entitled to personnel matters only.
        """
        if not isinstance(user, User):
            return self.none()
        entitled = councils_where(user, Permission.AUDIT_PERSONNEL_VIEW)
        about_workers = Q(version__tool__is_personnel=True) | Q(audits__is_personnel=True)
        reads = councils_where(user, Permission.AUDIT_FIGURES_VIEW)
        return self.filter(council__in=reads).exclude(about_workers, ~Q(council__in=entitled))


class AuditRound(Stamped):
    """One round. Everything that decided the draw is kept, so that anybody can repeat it."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="audit_rounds")
    version = models.ForeignKey("audit.ToolVersion", models.PROTECT, related_name="rounds")
    name = models.CharField(max_length=160)
    theme = models.CharField(max_length=160, blank=True)
    purpose = models.TextField(blank=True)
    status = coded(RoundStatus, default=RoundStatus.PLANNED)
    starts_on = models.DateField("first day of the period")
    ends_on = models.DateField("last day of the period")
    population_source = coded(PopulationSource, default=PopulationSource.FILTERS)
    population = models.JSONField(
        "filters", default=dict, blank=True, help_text="As the list of cases understands them."
    )
    population_filename = models.CharField(max_length=200, blank=True)
    method = coded(SamplingMethod, default=SamplingMethod.RANDOM)
    method_reason = models.TextField(
        "why these cases", blank=True, help_text="Needed where cases are not drawn by chance."
    )
    seed = models.CharField(max_length=80)
    algorithm = models.CharField(max_length=40, blank=True)
    stratify_by = models.JSONField(default=list, blank=True)
    wanted_total = models.PositiveIntegerField("how many cases", null=True, blank=True)
    wanted_per_team = models.PositiveIntegerField("how many from each team", null=True, blank=True)
    exclusions = models.JSONField(default=list, blank=True)
    allows_repeats = models.BooleanField(
        "cases audited in the last year may be drawn", default=False
    )
    repeats_reason = models.TextField(blank=True)
    second_read_share = models.DecimalField(max_digits=4, decimal_places=3, default=0)
    frame_taken_at = models.DateTimeField(null=True, blank=True)
    frame_size = models.PositiveIntegerField(null=True, blank=True)
    frame_sha256 = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    strands_due_on = models.DateField(null=True, blank=True)
    moderation_due_on = models.DateField(null=True, blank=True)
    reaudit_below = models.CharField(
        "look again at results below", max_length=40, blank=True, help_text="A grade of the tool."
    )
    reaudit_weeks = models.PositiveSmallIntegerField("within so many weeks", null=True, blank=True)
    reaudit_scope = coded(ReauditScope, null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(blank=True)

    objects = AuditRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name"],
                name="one_audit_round_of_a_name_in_a_council",
                violation_error_message="There is a round of this name already.",
            ),
            known("auditround", "status", RoundStatus),
            known("auditround", "population_source", PopulationSource),
            known("auditround", "method", SamplingMethod),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(seed=""),
                name="audit_round_has_a_name_and_a_seed",
                violation_error_message="Give the round a name and a seed.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="audit_round_ends_on_or_after_it_starts",
                violation_error_message="The period cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(second_read_share__gte=0, second_read_share__lte=1),
                name="audit_round_second_reads_are_a_share",
                violation_error_message="The share of second reads is from 0 to 1.",
            ),
            models.CheckConstraint(
                condition=~Q(method=SamplingMethod.TARGETED) | ~Q(method_reason=""),
                name="audit_round_targeted_with_a_reason",
                violation_error_message="Say why these cases are chosen.",
            ),
            models.CheckConstraint(
                condition=Q(allows_repeats=False) | ~Q(repeats_reason=""),
                name="audit_round_repeats_with_a_reason",
                violation_error_message="Say why a case may be audited twice in a year.",
            ),
            models.CheckConstraint(
                condition=Q(wanted_total__isnull=True) | Q(wanted_total__gt=0),
                name="audit_round_wants_at_least_one_case",
                violation_error_message="A round needs at least one case.",
            ),
            known("auditround", "reaudit_scope", ReauditScope),
            models.CheckConstraint(
                condition=Q(reaudit_below="", reaudit_weeks__isnull=True)
                | (~Q(reaudit_below="") & Q(reaudit_weeks__gt=0, reaudit_scope__isnull=False)),
                name="audit_round_looks_again_with_a_rule_that_is_whole",
                violation_error_message=(
                    "To look again, give the grade, the weeks and what is looked at."
                ),
            ),
            models.CheckConstraint(
                condition=Q(frame_taken_at__isnull=True, frame_size__isnull=True, frame_sha256="")
                | (Q(frame_taken_at__isnull=False, frame_size__isnull=False) & ~Q(frame_sha256="")),
                name="audit_round_frame_is_dated_counted_and_hashed",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True)
                | (Q(frame_taken_at__isnull=False) & ~Q(algorithm="")),
                name="audit_round_is_drawn_from_a_fixed_frame",
                violation_error_message="Fix the population before drawing from it.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoundQuota(Record):
    """So large a share of a round, or so many cases, of one kind."""

    round = models.ForeignKey(AuditRound, models.CASCADE, related_name="quotas")
    label = models.CharField(max_length=160)
    condition = models.JSONField(help_text="A condition on record facts, as tools write them.")
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    wanted = models.PositiveIntegerField("number wanted", null=True, blank=True)
    drawn = models.PositiveIntegerField("number drawn", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "label"], name="one_quota_of_a_label_in_a_round"
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1),
                name="round_quota_is_a_share",
                violation_error_message="A share is above 0 and at most 1.",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=False) | Q(wanted__isnull=False),
                name="round_quota_says_how_many",
                violation_error_message="Give a share or a number.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class RoundAuditor(Record):
    """Somebody who audits or moderates in a round, and how much they can take on."""

    round = models.ForeignKey(AuditRound, models.CASCADE, related_name="auditors")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="audit_rounds"
    )
    capacity = models.PositiveSmallIntegerField(
        "most audits", null=True, blank=True, help_text="Empty: no limit."
    )
    share = models.DecimalField("share of the work", max_digits=5, decimal_places=2, default=1)
    audits = models.BooleanField("does first audits", default=True)
    moderates = models.BooleanField("moderates and reads second", default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"],
                name="one_place_for_a_person_in_a_round",
                violation_error_message="This person is in the round already.",
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0),
                name="round_auditor_share_is_not_negative",
                violation_error_message="A share of the work cannot be below zero.",
            ),
            models.CheckConstraint(
                condition=Q(audits=True) | Q(moderates=True),
                name="round_auditor_has_something_to_do",
                violation_error_message="Choose at least one: audits, or moderates.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.round}"
