"""Propose a decision, sign it off, and read how it came about."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.utils.functional import cached_property

from core import access
from core.permissions import Permission
from safeguard.choices_work import DecisionState
from safeguard.forms_decide import DETAILED, DecisionForm, SignOffForm
from safeguard.models import Concern, ConcernQuerySet, DecisionRecord, DecisionRoute
from safeguard.services import deciding
from safeguard.views.bases import RecordPage
from safeguard.views.decision_facts import known_about
from safeguard.views.triage import BarredForm

PARTS = (
    ("a", "Part (a): needs for care and support"),
    ("b", "Part (b): abuse or neglect"),
    ("c", "Part (c): protecting themselves"),
)


def decisions_of(concern: Concern) -> QuerySet[DecisionRecord]:
    """Return every decision ever proposed on a concern, newest first, ready to be shown."""
    routes = Prefetch("routes", DecisionRoute.objects.order_by("id"))
    rows = DecisionRecord.objects.filter(concern=concern)
    return rows.select_related("proposed_by", "signed_off_by").prefetch_related(routes)


class DecidingForm(BarredForm):
    """A form about the decision on one concern; what was decided before is at hand."""

    is_versioned = True
    record: Concern

    @cached_property
    def decisions(self) -> list[DecisionRecord]:
        return list(self.record.decisions.all())

    def in_state(self, state: str) -> DecisionRecord | None:
        """Return the newest decision in `state`."""
        return next((found for found in self.decisions if found.state == state), None)


class DecisionPropose(DecidingForm):
    template_name = "safeguard/decision_propose.html"
    form_class = DecisionForm
    title = "Decide on the concern"
    button = "Save the decision"
    done_message = "The decision is saved."

    def rows(self) -> ConcernQuerySet:
        return super().rows().select_related("council", "adult__identity", "report")

    def barred(self) -> str:
        if self.record.decided_on is not None:
            return f"{deciding.DECIDED}."
        return f"{deciding.WAITS}." if self.in_state(DecisionState.PROPOSED) else ""

    def returned(self) -> DecisionRecord | None:
        """Return the proposal that was given back and not made anew since."""
        newest = self.decisions[0] if self.decisions else None
        return newest if newest and newest.state == DecisionState.RETURNED else None

    def get_initial(self) -> dict[str, Any]:
        """Give the reasons of a returned proposal back to be mended; its answers are not."""
        returned = self.returned()
        names = ("reason_a", "reason_b", "reason_c", "reason")
        return {name: getattr(returned, name) for name in names} if returned else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        may = access.is_offered(self.request, Permission.CASE_DECIDE, council=self.council)
        return {**super().get_form_kwargs(), "may_sign_off": may}

    def call_service(self, **data: Any) -> None:
        deciding.propose_decision(by=self.person, concern=self.record, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form: Form = context["form"]
        known = known_about(self.record)
        return {
            **context,
            "parts": [
                {
                    "title": title,
                    "question": form[f"met_{letter}"],
                    "reason": form[f"reason_{letter}"],
                    "facts": known[letter],
                }
                for letter, title in PARTS
            ],
            "details": [form[f"detail_{route}"] for route in DETAILED],
            "information": list(self.record.information.select_related("recorded_by")),
            "returned": self.returned(),
            "sign_off": form["sign_off"] if "sign_off" in form.fields else None,
        }


class DecisionSignOff(DecidingForm):
    template_name = "safeguard/decision_sign_off.html"
    permission = Permission.CASE_DECIDE
    form_class = SignOffForm
    title = "Sign off the decision"
    button = "Continue"

    @cached_property
    def decisions(self) -> list[DecisionRecord]:
        return list(decisions_of(self.record))

    def barred(self) -> str:
        proposed = self.in_state(DecisionState.PROPOSED)
        return "" if proposed else "No proposed decision on this concern waits for sign-off."

    def call_service(self, **data: Any) -> None:
        proposed = self.in_state(DecisionState.PROPOSED)
        if proposed is None:
            raise ValidationError(self.barred())
        signed = data.pop("verdict") == SignOffForm.SIGN
        service = deciding.sign_off_decision if signed else deciding.return_decision
        service(by=self.person, decision=proposed, **data)

    def form_valid(self, form: Form) -> HttpResponse:
        signed = form.cleaned_data["verdict"] == SignOffForm.SIGN
        self.done_message = (
            "The decision is signed off." if signed else "The decision is returned to its proposer."
        )
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposed = self.in_state(DecisionState.PROPOSED)
        is_own = proposed is not None and proposed.proposed_by == self.person
        return super().get_context_data(**kwargs, decision=proposed, is_own=is_own)


class ConcernDecision(RecordPage):
    """How the decision on a concern came about, read only."""

    template_name = "safeguard/concern_decision.html"
    record: Concern

    def rows(self) -> ConcernQuerySet:
        rows = Concern.objects.visible_to(self.request.user)
        return rows.select_related("council", "adult__identity", "report__feedback_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        concern = self.record
        return super().get_context_data(
            **kwargs,
            decisions=list(decisions_of(concern)),
            priorities=list(concern.priority_settings.select_related("set_by")),
            information=list(concern.information.select_related("recorded_by")),
            looks=list(concern.looks.select_related("looked_by")),
            report=getattr(concern, "report", None),
        )
