"""Open one case for a stated reason."""

from typing import Any

from django.urls import reverse

from core.permissions import Permission
from core.views import ServiceFormView
from safeguard.forms import OpenForCauseForm
from safeguard.services.case_access import open_for_cause


class ConcernOpenForCause(ServiceFormView):
    permission = Permission.CASE_VIEW_FOR_CAUSE
    form_class = OpenForCauseForm
    template_name = "safeguard/concern_open_for_cause.html"
    done_message = "The case is open to you for two hours"
    opened_pk = 0

    def get_initial(self) -> dict[str, Any]:
        return {"reference": self.request.GET.get("reference", "")}

    def call_service(self, **data: Any) -> None:
        opened = open_for_cause(by=self.person, council=self.council, **data)
        self.opened_pk = opened.concern_id

    def get_success_url(self) -> str:
        return reverse("safeguard:concern-detail", args=[self.opened_pk])
