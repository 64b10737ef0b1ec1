"""Add, change and remove the rows of an enquiry's work. One class for each thing that is done."""

from typing import Any

from safeguard import forms_enquire as shapes
from safeguard import forms_enquiry_rows as adult_shapes
from safeguard import models
from safeguard.choices_work import ActionKind
from safeguard.services import enquiry_actions, enquiry_findings, enquiry_rows, enquiry_support
from safeguard.services import holds as hold_services
from safeguard.views.enquiry_forms import RowChange, RowForm, WorkForm


class RowRemove(RowForm):
    """Ask why a row was recorded by mistake, and remove it."""

    form_class = shapes.RemoveForm
    service = staticmethod(enquiry_rows.remove_row)
    button = "Remove"
    done_message = "Removed"

    def about_the_row(self) -> str:
        return f"“{self.row}” is taken off this enquiry. Do this only if it was a mistake."


class ActionAdd(WorkForm):
    form_class = shapes.ActionForm
    service = staticmethod(enquiry_actions.add_action)
    title, button, section = "Add an action", "Add the action", "actions"
    done_message = "Action added"

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind")
        known = {"kind": kind} if kind in ActionKind.values else {}
        return {**super().get_initial(), **known}


class ActionChange(RowChange):
    model = models.Action
    form_class = shapes.ActionForm
    service = staticmethod(enquiry_actions.change_action)
    title, section = "Change an action", "actions"


class ActionDone(RowForm):
    model = models.Action
    form_class = shapes.ActionDoneForm
    service = staticmethod(enquiry_actions.finish_action)
    title, section = "Record an action as done", "actions"
    done_message = "Action done"

    def about_the_row(self) -> str:
        return str(self.row)


class ActionRemove(RowRemove):
    model, title, section = models.Action, "Remove an action", "actions"


class HoldBegin(WorkForm):
    form_class = shapes.HoldForm
    service = staticmethod(hold_services.begin_hold)
    title, button, section = "Put the enquiry on hold", "Put on hold", "holds"
    explanation = "While it is on hold the enquiry waits for somebody else. Both days are included."
    done_message = "Hold recorded"


class HoldEnd(RowForm):
    model = models.Hold
    form_class = shapes.HoldEndForm
    service = staticmethod(hold_services.end_hold)
    title, button, section = "End the hold", "End the hold", "holds"
    done_message = "Hold ended"


class HoldRemove(RowRemove):
    model, title, section = models.Hold, "Remove a hold", "holds"


class CapacityAdd(WorkForm):
    form_class = adult_shapes.CapacityForm
    service = staticmethod(enquiry_support.add_capacity)
    title, button, section = "Add an assessment of capacity", "Add the assessment", "capacity"
    explanation = "One assessment for each decision to be made (Mental Capacity Act 2005)."
    done_message = "Assessment added"


class CapacityChange(RowChange):
    model = models.CapacityAssessment
    form_class = adult_shapes.CapacityForm
    service = staticmethod(enquiry_support.change_capacity)
    title, section = "Change an assessment of capacity", "capacity"
    explanation = "To correct what was recorded. For a new assessment, add one."


class CapacityRemove(RowRemove):
    model, section = models.CapacityAssessment, "capacity"
    title = "Remove an assessment of capacity"


class AdvocacyAdd(WorkForm):
    form_class = adult_shapes.AdvocacyForm
    service = staticmethod(enquiry_support.add_advocacy)
    title, button, section = "Add advocacy", "Add advocacy", "advocacy"
    explanation = (
        "Whether the adult needs an independent advocate to take part (Care Act 2014, section 68), "
        "and what was done about it."
    )
    done_message = "Advocacy added"


class AdvocacyChange(RowChange):
    model = models.Advocacy
    form_class = adult_shapes.AdvocacyForm
    service = staticmethod(enquiry_support.change_advocacy)
    title, section = "Change advocacy", "advocacy"


class AdvocacyRemove(RowRemove):
    model, title, section = models.Advocacy, "Remove advocacy", "advocacy"


class RiskAdd(WorkForm):
    form_class = adult_shapes.RiskForm
    service = staticmethod(enquiry_findings.add_risk)
    title, button, section = "Add a risk", "Add the risk", "risks"
    explanation = "One row for each type, place and source. Two strangers may be two rows alike."
    done_message = "Risk added"


class RiskChange(RowChange):
    model = models.Risk
    form_class = adult_shapes.RiskForm
    service = staticmethod(enquiry_findings.change_risk)
    title, section = "Change a risk", "risks"


class RiskRemove(RowRemove):
    model, title, section = models.Risk, "Remove a risk", "risks"


class OutcomeAdd(WorkForm):
    form_class = adult_shapes.OutcomeForm
    service = staticmethod(enquiry_findings.add_outcome)
    title, button, section = "Add what the adult wants", "Add it", "outcomes"
    done_message = "What the adult wants was added"


class OutcomeChange(RowChange):
    model = models.DesiredOutcome
    form_class = adult_shapes.OutcomeForm
    service = staticmethod(enquiry_findings.change_outcome)
    title, section = "Record what the adult wants instead", "outcomes"
    explanation = "What they wanted before stays on record."

    def stored(self) -> dict[str, Any]:
        # The day on which they wanted something else says nothing about this one.
        return {"wanted": self.row.wanted}


class OutcomeRemove(RowRemove):
    model, section = models.DesiredOutcome, "outcomes"
    title = "Remove what the adult wanted"


class ProcessAdd(WorkForm):
    form_class = adult_shapes.ProcessForm
    service = staticmethod(enquiry_findings.add_process)
    title, button, section = "Add another process", "Add the process", "processes"
    explanation = "What another body does beside this enquiry, on its own timetable."
    done_message = "Process added"


class ProcessChange(RowChange):
    model = models.OtherProcess
    form_class = adult_shapes.ProcessForm
    service = staticmethod(enquiry_findings.change_process)
    title, section = "Change another process", "processes"


class ProcessRemove(RowRemove):
    model, title, section = models.OtherProcess, "Remove another process", "processes"


class PlanReviewAdd(WorkForm):
    form_class = shapes.PlanReviewForm
    service = staticmethod(enquiry_actions.add_plan_review)
    title, button, section = "Add a review of the plan", "Add the review", "reviews"
    done_message = "Review added"


class PlanReviewHold(RowForm):
    model = models.PlanReview
    form_class = shapes.PlanReviewHeldForm
    service = staticmethod(enquiry_actions.hold_plan_review)
    title, section = "Record a review of the plan", "reviews"
    done_message = "Review recorded"


class PlanReviewRemove(RowRemove):
    model, title, section = models.PlanReview, "Remove a review of the plan", "reviews"
