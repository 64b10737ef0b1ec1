"""Open a case again, and the history of what was set aside."""

from typing import Any

from core.permissions import Permission
from safeguard.case_history import history_of
from safeguard.forms_conclude import ReasonForm
from safeguard.models import Concern, ConcernQuerySet, Enquiry
from safeguard.services.reopening import reopen_concern, reopen_enquiry
from safeguard.views.bases import RecordPage
from safeguard.views.record_forms import ConcernForm, EnquiryForm


class EnquiryReopen(EnquiryForm):
    permission = Permission.CASE_DECIDE
    form_class = ReasonForm
    template_name = "safeguard/case_reopen.html"
    is_versioned = True
    title = "Reopen the enquiry"
    explanation = (
        "The conclusion is taken off the record and kept in the history of the case, with its "
        "checklist. What was found out about capacity and about what the adult wanted stays."
    )
    button = "Reopen this enquiry"
    done_message = "The enquiry is open again"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why_not = "" if self.record.concluded_on else "This enquiry is open already."
        return {**super().get_context_data(**kwargs), "why_not": why_not}

    def call_service(self, **data: Any) -> None:
        reopen_enquiry(by=self.person, enquiry=self.record, **data)


class ConcernReopen(ConcernForm):
    permission = Permission.CASE_DECIDE
    form_class = ReasonForm
    template_name = "safeguard/case_reopen.html"
    is_versioned = True
    title = "Reopen the concern"
    explanation = (
        "The decision is set aside and kept in the history of the case. The concern waits for a "
        "decision again."
    )
    button = "Reopen this concern"
    done_message = "The concern waits for a decision again"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "why_not": self._why_not()}

    def _why_not(self) -> str:
        if self.record.decided_on is None:
            return "This concern waits for a decision already."
        if Enquiry.objects.filter(concern=self.record).exists():
            return "An enquiry rests on this decision, so it stands. Reopen the enquiry instead."
        return ""

    def call_service(self, **data: Any) -> None:
        reopen_concern(by=self.person, concern=self.record, **data)


class CaseHistory(RecordPage):
    """What was decided or concluded, and set aside later."""

    template_name = "safeguard/case_history.html"
    record: Concern

    def rows(self) -> ConcernQuerySet:
        return Concern.objects.visible_to(self.request.user).select_related("council")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, events=history_of(self.record))
