"""Conclude an enquiry, and say which agencies were told."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from core.errors import RuleViolationError
from core.permissions import Permission
from safeguard.choices import OutcomesAchieved
from safeguard.choices_work import ClosingItem
from safeguard.closing import Open, open_work
from safeguard.forms_conclude import NO, NONE, YES, AgencyToldForm, ConcludeForm
from safeguard.models import AgencyTold, EnquiryQuerySet, Risk
from safeguard.rules.concluding import Check, Closing, Judgement, suggested
from safeguard.services.concluding import (
    NotReadyError,
    Told,
    add_agency_told,
    change_agency_told,
    conclude_enquiry,
)
from safeguard.views.enquiry_forms import RowChange
from safeguard.views.record_forms import EnquiryForm

SUGGEST = "suggest"
SUPPORTED = {YES: True, NO: False}
ALIKE = (
    "concluded_on",
    "reason",
    "risk_assessment_result",
    "lacked_capacity",
    "outcomes_asked",
    "review_considered",
    "review_reason",
    "not_asked_reason",
    "adult_view",
    "lessons",
)


class EnquiryConclude(EnquiryForm):
    permission = Permission.CASE_DECIDE
    form_class = ConcludeForm
    template_name = "safeguard/enquiry_conclude.html"
    is_versioned = True
    title = "Conclude the enquiry"
    button = "Conclude this enquiry"
    done_message = "The enquiry is concluded"

    def rows(self) -> EnquiryQuerySet:
        told = AgencyTold.objects.filter(enquiry=OuterRef("pk")).order_by().values("enquiry")
        return (
            super()
            .rows()
            .annotate(
                has_risks=Exists(Risk.objects.filter(enquiry=OuterRef("pk"))),
                told=Coalesce(Subquery(told.annotate(n=Count("pk")).values("n")), 0),
            )
        )

    @cached_property
    def open(self) -> Open:
        return open_work(self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        has_open_work = bool(self.open.open_actions or self.open.unanswered_requests)
        shape = {"outcomes": self.open.outcomes, "has_open_work": has_open_work}
        return {**super().get_form_kwargs(), **shape}

    def get_initial(self) -> dict[str, Any]:
        """Return what is on record already; nothing of the conclusion itself is chosen."""
        support = {True: YES, False: NO, None: None}[self.record.supported]
        found: dict[str, Any] = {
            "lacked_capacity": self.record.lacked_capacity,
            "supported": support,
            "outcomes_asked": self.record.outcomes_asked,
        }
        for row in self.open.outcomes:
            found[f"outcome_{row.pk}"] = row.achieved or (NONE if row.not_judged_reason else None)
            found[f"view_{row.pk}"] = row.in_whose_view
            found[f"why_{row.pk}"] = row.not_judged_reason
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if SUGGEST not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        # The page is shown again half filled in: what is missing is no mistake yet.
        form.errors.clear()
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        suggestion = suggested(found["form"].judged())
        label = OutcomesAchieved(suggestion.achieved).label if suggestion else ""
        return {
            **found,
            "open": self.open,
            "suggestion": suggestion,
            "suggested_label": label,
        }

    def refused(self, form: Form, error: RuleViolationError) -> HttpResponse:
        """Show everything that stands against it at once, each beside its question."""
        if not isinstance(error, NotReadyError):
            return super().refused(form, error)
        for fault in error.faults:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return self.form_invalid(form)

    def call_service(self, **data: Any) -> None:
        lines = [line.strip() for line in data["agencies"].splitlines()]
        told = [
            Told(line, data["agencies_told_on"], data["agencies_how"]) for line in lines if line
        ]
        conclude_enquiry(
            by=self.person,
            enquiry=self.record,
            closing=closing_from(data, [row.pk for row in self.open.outcomes]),
            told=told,
            version=data["version"],
        )


def closing_from(data: dict[str, Any], outcomes: list[int]) -> Closing:
    """Return the answers of the form as the service takes them."""
    return Closing(
        **{name: data[name] for name in ALIKE},
        risk_outcome=_chosen(data["risk_outcome"]),
        supported=SUPPORTED.get(data["supported"]),
        outcomes_achieved=_chosen(data["outcomes_achieved"]),
        open_actions_reason=data.get("open_actions_reason", ""),
        checks={item: Check(data[f"check_{item}"], data[f"note_{item}"]) for item in ClosingItem},
        outcomes={
            key: Judgement(_chosen(data[f"outcome_{key}"]), data[f"view_{key}"], data[f"why_{key}"])
            for key in outcomes
        },
    )


def _chosen(value: str) -> str | None:
    return None if value == NONE else value


class AgencyToldAdd(EnquiryForm):
    form_class = AgencyToldForm
    title = "Add an agency that was told"
    explanation = "A body that took part and was told how the enquiry ended."
    done_message = "The agency is added"

    def call_service(self, **data: Any) -> None:
        add_agency_told(by=self.person, enquiry=self.record, **data)


class AgencyToldChange(RowChange):
    """A form about the enquiry of the agency that the address names."""

    model = AgencyTold
    form_class = AgencyToldForm
    service = staticmethod(change_agency_told)
    title = "Change an agency that was told"
    done_message = "The change is saved"

    def back_url(self) -> str:
        return EnquiryForm.back_url(self)
