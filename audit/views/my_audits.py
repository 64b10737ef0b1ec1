"""What a person has to do in audits, and what they were told."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from audit.models import AuditNotice, CaseAudit
from audit.services.reminders import read_notices
from audit.work_due import overdue, tasks_of
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormView

DONE = 20


class MyAudits(RequiresPermission, TemplateView):
    """Due and overdue first; then what is told and not read, and what was done lately."""

    permission = Permission.AUDIT_DO
    template_name = "audit/my_audits.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        tasks = tasks_of(self.person, self.council)
        notices = AuditNotice.objects.unread_by(self.person).filter(council=self.council)
        done = CaseAudit.objects.filter(council=self.council, auditor=self.person)
        done = done.filter(submitted_at__isnull=False).order_by("-submitted_at")
        return super().get_context_data(
            **kwargs,
            rows=[(task, task.is_late(today), task.due_on == today) for task in tasks],
            late=overdue(tasks, today),
            notices=notices[:DONE],
            done=done[:DONE],
        )


class NoticesRead(ServiceFormView):
    permission = Permission.AUDIT_DO
    form_class = Form
    http_method_names = ("post",)
    done_message = "Marked as read"

    def call_service(self, **data: Any) -> None:
        read_notices(by=self.person)

    def get_success_url(self) -> str:
        return reverse("audit:my-audits")
