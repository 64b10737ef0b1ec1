"""Answer for an alert; where it was the last thing an audit waited for, the audit is submitted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.doing.work import work_of
from audit.models import AlertAcknowledgement, AuditAlert, CaseAudit
from audit.services.alerts import acknowledge_alert
from audit.services.submitting import settle_audit
from core.models import User


@transaction.atomic
def answer_for_alert(
    *, by: User, alert: AuditAlert, told_to: str, told_at: datetime, action_taken: str
) -> AlertAcknowledgement:
    """As `alerts.acknowledge_alert`, which says what it refuses."""
    row = acknowledge_alert(
        by=by, alert=alert, told_to=told_to, told_at=told_at, action_taken=action_taken
    )
    audits = CaseAudit.objects.select_for_update(of=("self",)).select_related("version", "council")
    settle_audit(by=by, work=work_of(audits.get(pk=alert.audit_id)))
    return row
