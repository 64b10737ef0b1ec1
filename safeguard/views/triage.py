"""What is recorded about a concern that waits, and telling whoever raised it."""

from typing import Any

from django.utils import timezone

from core.errors import RuleViolationError
from core.permissions import Permission
from safeguard.forms_decide import (
    NO,
    YES,
    FeedbackForm,
    InformationForm,
    LookAgainForm,
    PriorityForm,
)
from safeguard.models import Concern, ConcernQuerySet, ConcernReport, LookAgain
from safeguard.services import feedback, triage
from safeguard.views.record_forms import ConcernForm


class BarredForm(ConcernForm):
    """A form that says why it cannot be used, where it cannot. What was sent is always kept."""

    template_name = "safeguard/decide_form.html"

    def barred(self) -> str:
        """Return why nothing can be recorded here now; empty where it can."""
        try:
            triage.check_open(self.record)
        except RuleViolationError as refusal:
            return str(refusal)
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        barred = self.barred() if self.request.method != "POST" else ""
        return super().get_context_data(**kwargs, barred=barred)


class PrioritySet(BarredForm):
    template_name = "safeguard/priority_form.html"
    permission = Permission.CASE_DECIDE
    form_class = PriorityForm
    is_versioned = True
    title = "Set the priority"
    button = "Set the priority"
    done_message = "The priority is set."

    def call_service(self, **data: Any) -> None:
        triage.set_priority(by=self.person, concern=self.record, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history = self.record.priority_settings.select_related("set_by")
        return super().get_context_data(**kwargs, history=history)


class InformationAdd(BarredForm):
    template_name = "safeguard/information_form.html"
    form_class = InformationForm
    title = "Add information"
    explanation = "What was learnt about this concern, from whom. It stays as you save it."
    done_message = "The information is added."

    def call_service(self, **data: Any) -> None:
        triage.add_information(by=self.person, concern=self.record, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        information = self.record.information.select_related("recorded_by")
        return super().get_context_data(**kwargs, information=information)


class LookAgainRecord(BarredForm):
    template_name = "safeguard/look_again_form.html"
    form_class = LookAgainForm
    title = "Look again at this case"
    done_message = "The look-again is recorded."

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {"looked_on": today, "next_due_on": triage.next_look_due(self.record, today)}

    def call_service(self, **data: Any) -> None:
        triage.look_again(by=self.person, concern=self.record, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last = LookAgain.objects.filter(concern=self.record).select_related("looked_by").first()
        return super().get_context_data(**kwargs, last=last)


class FeedbackRecord(BarredForm):
    template_name = "safeguard/feedback_form.html"
    form_class = FeedbackForm
    is_versioned = True
    title = "Tell the person who raised the concern"
    button = "Save"
    done_message = "The feedback is recorded."
    record: Concern

    def rows(self) -> ConcernQuerySet:
        return super().rows().select_related("council", "adult__identity", "report")

    def report(self) -> ConcernReport | None:
        return getattr(self.record, "report", None)

    def barred(self) -> str:
        if self.record.decided_on is None:
            return "This concern is not decided yet. Tell whoever raised it once it is."
        return "" if self.report() else f"{feedback.FROM_EXTRACT}."

    def get_initial(self) -> dict[str, Any]:
        report = self.report()
        if report is None or not (report.feedback_on or report.feedback_not_possible):
            return {}
        return {
            "is_told": NO if report.feedback_not_possible else YES,
            "feedback_on": report.feedback_on,
            "note": report.feedback_note,
        }

    def call_service(self, **data: Any) -> None:
        feedback.record_feedback(by=self.person, concern=self.record, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, report=self.report())
