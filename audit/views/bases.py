"""View bases of audits: a form about one round, audit or action; lists."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from audit.models import AuditRound, CaseAudit
from core import access
from core.permissions import Permission
from core.views import RequiresPermission
from safeguard.views.record_forms import RecordForm


class AuditForm(RecordForm):
    """A form about one record of audits, which calls one service."""

    template_name = "audit/record_form.html"
    permission = Permission.AUDIT_ROUND_MANAGE


class RoundForm(AuditForm):
    """A form about one round, for whoever runs rounds."""

    record: AuditRound

    def rows(self) -> QuerySet[AuditRound]:
        rows = AuditRound.objects.visible_to(self.request.user)
        return rows.select_related("council", "version__tool")

    def back_url(self) -> str:
        return reverse("audit:round-detail", args=[self.record.pk])


class CaseAuditForm(AuditForm):
    """A form about one audit, for whoever runs rounds."""

    record: CaseAudit

    def rows(self) -> QuerySet[CaseAudit]:
        rows = CaseAudit.objects.visible_to(self.request.user)
        return rows.select_related("council", "version__tool", "round", "auditor")

    def back_url(self) -> str:
        if self.record.round_id:
            return reverse("audit:round-detail", args=[self.record.round_id])
        return reverse("audit:round-list")


class Offers(RequiresPermission):
    """A page that shows what its reader may do, without another query."""

    def offers(self, permission: Permission) -> bool:
        return access.is_offered(self.request, permission, council=self.council)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {"may_manage": self.offers(Permission.AUDIT_ROUND_MANAGE), **found}
