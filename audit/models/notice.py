"""What somebody is told inside the product: that an audit, a second reading or an action is due."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.choices import NoticeKind
from core.models import User
from core.models.base import Record
from safeguard.models._coded import coded, known


class AuditNoticeQuerySet(models.QuerySet["AuditNotice"]):
    """Row selection."""

    def unread_by(self, person: User) -> AuditNoticeQuerySet:
        return self.filter(person=person, read_at__isnull=True)


class AuditNotice(Record):
    """One thing told to one person. It names a reference of ours, never a case or an adult.

    `about` and `due_on` say which thing and which deadline, so that nobody is told twice a step.
    """

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="audit_notices"
    )
    kind = coded(NoticeKind)
    about = models.CharField(max_length=60)
    due_on = models.DateField()
    words = models.CharField(max_length=300)
    told_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = AuditNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "-id"]
        constraints = [
            known("auditnotice", "kind", NoticeKind),
            models.UniqueConstraint(
                fields=["person", "kind", "about", "due_on"],
                name="one_notice_of_a_kind_about_a_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(about=""), name="audit_notice_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.words
