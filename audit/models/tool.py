"""Audit tools and their versions.

The content of a version is one checked document, because it is read, compared and frozen whole;
its questions stand beside it as rows, so that answers point at them and figures can count them.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from audit.choices import Subject, VersionStatus
from core.access import councils_where
from core.models import User
from core.models.base import Stamped
from core.permissions import Permission
from safeguard.models._coded import coded, known

KEY = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]*\Z",
    "Use small letters, digits, dots, hyphens and underscores, and begin with a letter or digit.",
)


class AuditToolQuerySet(models.QuerySet["AuditTool"]):
    """Row selection."""

    def visible_to(self, user: User | AnonymousUser) -> AuditToolQuerySet:
        """Those of councils whose tools `user` reads, and for them the shared ones."""
        councils = councils_where(user, Permission.AUDIT_TOOL_VIEW)
        shared = Q(council__isnull=True) if councils.exists() else Q(pk__in=[])
        return self.filter(Q(council__in=councils) | shared)


class AuditTool(Stamped):
    """A set of questions with its rules, through all its versions.

    One without a council is shared: every council may use it, and copies it to change it.
    """

    council = models.ForeignKey(
        "core.Organisation", models.PROTECT, null=True, blank=True, related_name="audit_tools"
    )
    key = models.CharField(max_length=60, validators=[KEY])
    title = models.CharField(max_length=200)
    subject = coded(Subject)
    is_personnel = models.BooleanField(
        "about a worker, not a case",
        default=False,
        help_text="Audits with it are seen only by those entitled to personnel matters.",
    )

    objects = AuditToolQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "key"],
                name="one_audit_tool_of_a_key_in_a_council",
                violation_error_message="There is a tool with this key already.",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(council__isnull=True),
                name="one_shared_audit_tool_of_a_key",
                violation_error_message="There is a shared tool with this key already.",
            ),
            known("audittool", "subject", Subject),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(title=""),
                name="audit_tool_has_a_key_and_a_title",
                violation_error_message="Give the tool a key and a title.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ToolVersionQuerySet(models.QuerySet["ToolVersion"]):
    """Row selection. Who may see a version is decided by its tool."""

    def published(self) -> ToolVersionQuerySet:
        return self.filter(status=VersionStatus.PUBLISHED)


class ToolVersion(Stamped):
    """One version: a draft that may change, or content that was published and stands for good.

    `content` is what `audit.documents` makes of a file or of the editor: self-contained, with its
    scales, grades and shared questions spelt out. Once published, `content_sha256` must match it.
    """

    tool = models.ForeignKey(AuditTool, models.PROTECT, related_name="versions")
    number = models.CharField("version", max_length=30)
    status = coded(VersionStatus, default=VersionStatus.DRAFT)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(
        default=1, help_text="Counts the changes of a draft, so that two editors notice each other."
    )
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="drafts_from_it"
    )
    change_note = models.TextField("what changed", blank=True)
    source = models.CharField("where it comes from", max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    retired_reason = models.TextField(blank=True)

    objects = ToolVersionQuerySet.as_manager()

    class Meta:
        ordering = ["tool_id", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tool", "number"],
                name="one_version_of_a_number_in_a_tool",
                violation_error_message="There is a version with this number already.",
            ),
            models.UniqueConstraint(
                fields=["tool"],
                condition=Q(status=VersionStatus.DRAFT),
                name="one_draft_at_a_time_in_a_tool",
                violation_error_message="There is a draft of this tool already.",
            ),
            known("toolversion", "status", VersionStatus),
            models.CheckConstraint(
                condition=~Q(number=""),
                name="tool_version_has_a_number",
                violation_error_message="Give the version a number.",
            ),
            models.CheckConstraint(
                condition=~Q(content_sha256=""), name="tool_version_content_is_hashed"
            ),
            models.CheckConstraint(
                condition=Q(status=VersionStatus.DRAFT, published_at__isnull=True)
                | (~Q(status=VersionStatus.DRAFT) & Q(published_at__isnull=False)),
                name="tool_version_published_exactly_when_dated",
            ),
            models.CheckConstraint(
                condition=Q(status=VersionStatus.RETIRED, retired_at__isnull=False)
                | (~Q(status=VersionStatus.RETIRED) & Q(retired_at__isnull=True)),
                name="tool_version_retired_exactly_when_dated",
            ),
            models.CheckConstraint(
                condition=~Q(status=VersionStatus.RETIRED) | ~Q(retired_reason=""),
                name="tool_version_retired_with_a_reason",
                violation_error_message="Say why the version is retired.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tool}, version {self.number}"
