"""Cause an enquiry to be made by another body: ask, chase, receive, check, take over."""

from typing import Any

from django.urls import reverse

from safeguard import forms_caused
from safeguard.enquiry_work import caused as caused_story
from safeguard.models import CausedRequest
from safeguard.rules.caused import MAY, stage_of
from safeguard.services import caused
from safeguard.views.enquiry_forms import OfRow, RowForm, WorkForm
from safeguard.views.enquiry_work import EnquiryPage


class CausedRequestAdd(WorkForm):
    form_class = forms_caused.CausedRequestForm
    service = staticmethod(caused.request_enquiry)
    section = "caused"
    title = "Ask another body to make the enquiry"
    button = "Record the request"
    explanation = (
        "The council keeps the duty: it checks what comes back, and may take the enquiry over."
    )
    done_message = "Request recorded"


class CausedForm(RowForm):
    """A form about one request, which leads back to the page of the request."""

    model = CausedRequest

    def back_url(self) -> str:
        return reverse("safeguard:caused-detail", args=[self.row_key])


class CausedChange(CausedForm):
    form_class = forms_caused.CausedChangeForm
    service = staticmethod(caused.change_request)
    is_versioned = True
    title = "Change what is asked"
    button = "Save the change"
    explanation = (
        "What was asked before stays on the page of the request. To ask somebody else, withdraw "
        "this request and record a new one."
    )
    done_message = "Request changed"

    def stored(self) -> dict[str, Any]:
        asked = [name for name in self.form_class.base_fields if name != "reason"]
        return {name: getattr(self.row, name) for name in asked}


class CausedWithdraw(CausedForm):
    form_class = forms_caused.CausedWithdrawForm
    service = staticmethod(caused.withdraw_request)
    title = "Withdraw the request"
    button = "Withdraw"
    explanation = (
        "For a request made by mistake, or a report that is not needed any more. The enquiry no "
        "longer counts as caused to be made by them. Tell them yourself."
    )
    done_message = "Request withdrawn"


class CausedAnswer(CausedForm):
    form_class = forms_caused.CausedAnswerForm
    service = staticmethod(caused.answer_request)
    title = "Record their answer"
    done_message = "Answer recorded"


class CausedChase(CausedForm):
    form_class = forms_caused.CausedChaseForm
    service = staticmethod(caused.chase_request)
    title = "Record that they were chased"
    done_message = "Chase recorded"


class CausedReceived(CausedForm):
    form_class = forms_caused.CausedReceivedForm
    service = staticmethod(caused.receive_report)
    title = "Record the report as received"
    done_message = "Report received"


class CausedQuality(CausedForm):
    form_class = forms_caused.CausedQualityForm
    service = staticmethod(caused.check_report)
    title = "Check the report, or take the enquiry over"
    explanation = "An enquiry that the council takes over still counts as caused to be made."
    done_message = "Recorded"

    def get_form_kwargs(self) -> dict[str, Any]:
        has_report = stage_of(self.row) in MAY["check"]
        return {**super().get_form_kwargs(), "has_report": has_report}


class CausedDetail(OfRow, EnquiryPage):
    """One request and its history."""

    model = CausedRequest
    template_name = "safeguard/caused_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request = self.find_row(self.record)
        return super().get_context_data(
            **kwargs,
            request_row=request,
            stage=caused_story.stage(request),
            facts=caused_story.facts(request),
            events=caused_story.history(request),
            steps=caused_story.steps(request) if self.may_record() else [],
        )
