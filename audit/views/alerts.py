"""The page of one alert, on which somebody answers for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from audit.forms_doing import AlertForm
from audit.models import AuditAlert
from audit.services.acknowledging import answer_for_alert
from audit.services.contributing import contributes
from audit.views.parts import audits_to
from core import access
from core.permissions import Permission
from core.views.bases import ServiceFormView


class AlertAnswer(ServiceFormView):
    permission = Permission.AUDIT_DO
    form_class = AlertForm
    template_name = "audit/alert.html"
    done_message = "The alert is answered for."
    keeps_draft = True

    @cached_property
    def alert(self) -> AuditAlert:
        rows = AuditAlert.objects.filter(audit__in=audits_to(self.person).values("pk"))
        alert = (
            rows.select_related(
                "audit__council",
                "question",
                "strand__audit",
                "raised_by",
                "acknowledgement__acknowledged_by",
            )
            .filter(pk=self.kwargs["pk"])
            .first()
        )
        if alert is None or not self.may_see(alert):
            raise Http404
        return alert

    def may_see(self, alert: AuditAlert) -> bool:
        offered = access.offered(self.request, council=alert.audit.council)
        answers = {Permission.AUDIT_ALERT_ACKNOWLEDGE, Permission.AUDIT_VIEW} & offered
        return bool(answers) or contributes(self.person, alert.strand)

    def get_initial(self) -> dict[str, Any]:
        now = timezone.localtime()
        return {"told_on": now.date(), "told_time": f"{now:%H:%M}"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answered = getattr(self.alert, "acknowledgement", None)
        return super().get_context_data(**kwargs, alert=self.alert, answered=answered)

    def call_service(self, **data: Any) -> None:
        moment = datetime.combine(data["told_on"], data["told_time"])
        answer_for_alert(
            by=self.person,
            alert=self.alert,
            told_to=data["told_to"],
            told_at=timezone.make_aware(moment),
            action_taken=data["action_taken"],
        )

    def get_success_url(self) -> str:
        return reverse("audit:case-audit-detail", args=[self.alert.audit_id])
