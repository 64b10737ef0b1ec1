"""The council's timescales, why something is due when it is, and why it was late."""

from types import SimpleNamespace
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from core import access
from core.permissions import Permission
from core.views import ConfirmView, RequiresPermission, ServiceFormView
from core.views.versioned import VersionedForm
from safeguard.choices_work import DecisionState
from safeguard.clock_workings import SignOff, rule_groups, workings
from safeguard.clocks import clocks_of_case
from safeguard.clocks_shown import ShownClock, shown, step_key, steps_to_excuse
from safeguard.forms_clocks import ClockEndForm, ClockRuleForm, LateReasonForm
from safeguard.models import ClockRule, Concern, ConcernQuerySet, DecisionRecord, Enquiry
from safeguard.services.cases import fingerprint
from safeguard.services.clocks import RuleFacts, add_rule, change_rule, end_rule, give_late_reason
from safeguard.views.bases import RecordPage
from safeguard.views.record_forms import ConcernForm


class ClockList(RequiresPermission, TemplateView):
    permission = Permission.CLOCK_MANAGE
    template_name = "safeguard/clock_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = rule_groups(ClockRule.objects.filter(council=self.council), timezone.localdate())
        return super().get_context_data(**kwargs, groups=groups)


class ClockAdd(ServiceFormView):
    permission = Permission.CLOCK_MANAGE
    form_class = ClockRuleForm
    template_name = "safeguard/clock_form.html"
    extra_context = {"title": "Set a timescale", "button": "Set the timescale"}
    done_message = "The timescale is set"
    success_url = reverse_lazy("safeguard:clock-list")

    def call_service(self, **data: Any) -> None:
        add_rule(by=self.person, council=self.council, facts=RuleFacts(**data))


class ClockChange(RequiresPermission, VersionedForm):
    """Change a timescale that is not in force yet. One that is has no such page."""

    permission = Permission.CLOCK_MANAGE
    form_class = ClockRuleForm
    template_name = "safeguard/clock_form.html"
    extra_context = {"title": "Change a timescale", "button": "Save the change"}
    done_message = "The timescale is changed"
    success_url = reverse_lazy("safeguard:clock-list")

    @cached_property
    def rule(self) -> ClockRule:
        to_come = ClockRule.objects.filter(effective_from__gt=timezone.localdate())
        return get_object_or_404(to_come, council=self.council, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.rule, name) for name in ClockRuleForm.base_fields}

    def version_of(self) -> Any:
        return SimpleNamespace(version=fingerprint(self.rule))

    def read_again(self) -> None:
        del self.rule

    def call_service(self, **data: Any) -> None:
        version = data.pop("version")
        change_rule(by=self.person, rule=self.rule, facts=RuleFacts(**data), version=version)


class ClockEnd(ConfirmView[ClockRule]):
    permission = Permission.CLOCK_MANAGE
    form_class = ClockEndForm
    template_name = "safeguard/clock_end.html"
    row_name = "rule"
    done_message = "The timescale has its last day"
    success_url = reverse_lazy("safeguard:clock-list")

    def rows(self) -> QuerySet[ClockRule]:
        return ClockRule.objects.filter(council=self.council)

    def call_service(self, **data: Any) -> None:
        end_rule(by=self.person, rule=self.row, **data)


class ClockWhy(RecordPage):
    """Each clock of a case and of its enquiries, with how its due date came about."""

    template_name = "safeguard/clock_why.html"
    record: Concern

    def rows(self) -> ConcernQuerySet:
        signed = DecisionRecord.objects.filter(
            concern=OuterRef("pk"), state=DecisionState.SIGNED_OFF
        ).order_by()
        rows = Concern.objects.visible_to(self.request.user).select_related("council")
        return rows.annotate(
            proposed_at=Subquery(signed.values("proposed_at")[:1]),
            signed_off_at=Subquery(signed.values("signed_off_at")[:1]),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = workings(clocks_of_case(self.record), self.record.pk, self.sign_off())
        council = self.record.council
        may_record = access.is_offered(self.request, Permission.CASE_RECORD, council=council)
        return super().get_context_data(**kwargs, workings=found, may_record=may_record)

    def sign_off(self) -> SignOff | None:
        """Return the days of the decision in force; None where there is none, or it was loaded."""
        row = self.record
        moments = (row.proposed_at, row.signed_off_at)  # type: ignore[attr-defined]
        if row.decided_on is None or None in moments:
            return None
        return SignOff(row.decided_on, *(timezone.localdate(moment) for moment in moments))


class LateReasonGive(ConcernForm):
    """Say why one step is late, or will be; the address names the step it is about."""

    permission = Permission.CASE_RECORD
    form_class = LateReasonForm
    template_name = "safeguard/late_reason_form.html"
    title = "Say why a step is late"
    button = "Record the reason"
    explanation = (
        "The date due does not move. A late step with a reason is shown apart from one without."
    )
    done_message = "The reason is recorded"

    @cached_property
    def steps(self) -> dict[str, ShownClock]:
        """The steps that are late or may be, by what names each on the form."""
        return steps_to_excuse(shown(clocks_of_case(self.record), self.record.pk))

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        return {"step": step_key(asked.get("step", ""), asked.get("enquiry"))}

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = [(key, _with_enquiry(found)) for key, found in self.steps.items()]
        return {**super().get_form_kwargs(), "steps": choices}

    def call_service(self, **data: Any) -> None:
        clock = self.steps[data.pop("step")].clock
        enquiry = Enquiry.objects.filter(concern=self.record, pk=clock.enquiry_id or 0).first()
        step = clock.rule.end_event
        give_late_reason(by=self.person, concern=self.record, enquiry=enquiry, step=step, **data)


def _with_enquiry(found: ShownClock) -> str:
    reference = found.clock.enquiry_reference
    return f"{reference}: {found.text}" if reference else found.text
