"""Start an enquiry, allocate it, plan it, and answer what the return asks of it."""

from typing import Any

from django.urls import reverse

from core.permissions import Permission
from safeguard.forms_enquire import AllocateForm, EnquiryStartForm, FactsForm, PlanForm
from safeguard.models import Enquiry
from safeguard.services import enquiring
from safeguard.views.enquiry_forms import OwnRowForm, WorkForm
from safeguard.views.record_forms import ConcernForm


class EnquiryStart(ConcernForm):
    form_class = EnquiryStartForm
    template_name = "safeguard/enquiry_start.html"
    title = "Start an enquiry"
    button = "Start the enquiry"
    done_message = "Enquiry started"
    started: Enquiry | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        has_enquiry = Enquiry.objects.filter(concern=self.record).exists()
        return {**super().get_form_kwargs(), "has_enquiry": has_enquiry}

    def call_service(self, **data: Any) -> None:
        self.started = enquiring.start_enquiry(by=self.person, concern=self.record, **data)

    def get_success_url(self) -> str:
        if self.started is None:
            return self.back_url()
        return reverse("safeguard:enquiry-work", args=[self.started.pk])


class EnquiryAllocate(WorkForm):
    form_class = AllocateForm
    permission = Permission.CASE_DECIDE
    service = staticmethod(enquiring.allocate_enquiry)
    section = "allocation"
    is_versioned = True
    title = "Allocate the enquiry"
    button = "Allocate"
    done_message = "Enquiry allocated"


class EnquiryPlan(OwnRowForm):
    form_class = PlanForm
    service = staticmethod(enquiring.plan_enquiry)
    section = "planning"
    title = "Plan the enquiry"
    done_message = "Plan saved"


class EnquiryFacts(OwnRowForm):
    form_class = FactsForm
    service = staticmethod(enquiring.record_facts)
    section = "return"
    title = "Answers for the statutory return"
    explanation = (
        "The Safeguarding Adults Collection counts these for every enquiry that concludes. "
        "Leave a question unanswered if the answer is not known yet."
    )
    done_message = "Answers saved"
