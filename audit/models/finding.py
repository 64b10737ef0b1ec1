"""Themes, voices, and the audits to repeat."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.choices import FindingKind, ReauditScope, Speaker
from core.models.base import Record, Stamped
from core.permissions import Permission
from core.scoping import ScopedQuerySet
from safeguard.models._coded import coded, known


class ThemeQuerySet(ScopedQuerySet["Theme"]):
    permission = Permission.AUDIT_TOOL_VIEW


class Theme(Record):
    """A subject under which a council gathers what its audits found."""

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="audit_themes")
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=120)
    retired_on = models.DateField(null=True, blank=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["label", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "code"],
                name="one_theme_of_a_code_in_a_council",
                violation_error_message="There is a theme with this code already.",
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(label=""),
                name="theme_has_a_code_and_a_label",
                violation_error_message="Give the theme a code and a label.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ThemeFinding(Record):
    """One theme seen in one audit, as a strength or as something to learn."""

    audit = models.ForeignKey("audit.CaseAudit", models.CASCADE, related_name="theme_findings")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="findings")
    kind = coded(FindingKind)
    note = models.TextField(blank=True)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["audit_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "theme", "kind"],
                name="one_finding_of_a_theme_and_kind_in_an_audit",
            ),
            known("themefinding", "kind", FindingKind),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.get_kind_display()}"


class Quotation(Stamped):
    """Somebody's own words, kept for learning; shared only with consent and disguised."""

    audit = models.ForeignKey("audit.CaseAudit", models.CASCADE, related_name="quotations")
    question = models.ForeignKey(
        "audit.Question", models.PROTECT, null=True, blank=True, related_name="+"
    )
    speaker = coded(Speaker)
    words = models.TextField()
    may_share = models.BooleanField("they agreed that it is shared", default=False)
    consent_on = models.DateField(null=True, blank=True)
    is_disguised = models.BooleanField("nobody can be recognised", default=False)

    class Meta:
        ordering = ["audit_id", "id"]
        constraints = [
            known("quotation", "speaker", Speaker),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="quotation_has_words",
                violation_error_message="Write the words.",
            ),
            models.CheckConstraint(
                condition=Q(may_share=False) | Q(consent_on__isnull=False, is_disguised=True),
                name="quotation_is_shared_with_consent_and_disguised",
                violation_error_message="To share it, give the day of consent and disguise it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_speaker_display()}: {self.words[:60]}"


class Reaudit(Stamped):
    """A look again that a result calls for, until it is done or let go with a reason."""

    audit = models.ForeignKey("audit.CaseAudit", models.CASCADE, related_name="reaudits")
    scope = coded(ReauditScope)
    rule = models.CharField("why", max_length=200)
    due_on = models.DateField()
    done_by = models.ForeignKey(
        "audit.CaseAudit", models.PROTECT, null=True, blank=True, related_name="looks_again_at"
    )
    dropped_reason = models.TextField("why it is let go", blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            known("reaudit", "scope", ReauditScope),
            models.UniqueConstraint(
                fields=["audit", "scope"], name="one_reaudit_of_a_scope_of_an_audit"
            ),
            models.CheckConstraint(condition=~Q(rule=""), name="reaudit_says_why"),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | Q(dropped_reason=""),
                name="reaudit_is_done_or_let_go",
                violation_error_message="It is done already, so it cannot be let go.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} by {self.due_on:%d/%m/%Y}"
