"""Open a concluded enquiry or a decided concern again. What stood before is kept whole."""

from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q

from core import activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.choices_work import DecisionState
from safeguard.models import (
    ClosingCheck,
    Concern,
    ConcernReport,
    Conclusion,
    DecisionRecord,
    DesiredOutcome,
    Enquiry,
    Reopening,
)
from safeguard.services import cases

ENCODER = DjangoJSONEncoder()
# What a conclusion writes and nothing else does. Capacity, support and asking stay: they were
# found out, not decided.
OF_THE_CONCLUSION = (
    "concluded_on",
    "risk_assessment_result",
    "risk_outcome",
    "outcomes_achieved",
)
OF_THE_DECISION = ("decided_on", "decision", "met_a", "met_b", "met_c", "decision_reason")
OF_THE_FEEDBACK = ("feedback_on", "feedback_note", "feedback_not_possible")
KEPT_OF_AN_ENQUIRY = (*OF_THE_CONCLUSION, "lacked_capacity", "supported", "outcomes_asked")


@transaction.atomic
def reopen_enquiry(*, by: User, enquiry: Enquiry, reason: str, version: int | None) -> Reopening:
    """Open a concluded enquiry again: its conclusion is taken off the record and kept beside it.

    A return that was frozen while it was concluded keeps its figures; the list of differences
    shows what changed since. Who was told, and what the adult said of it, stays where it is.

    Raises:
        PermissionDenied: `by` does not hold CASE_DECIDE in the council.
        RuleViolationError: `changed_meanwhile`; `not_concluded`; `no_reason`.
    """
    held = cases.lock(by, enquiry, Permission.CASE_DECIDE, version=version)
    if held.concluded_on is None:
        raise RuleViolationError("not_concluded", "This enquiry is open already")
    conclusion = Conclusion.objects.filter(enquiry=held).select_related("closed_by").first()
    kept = {
        "columns": columns_of(held, KEPT_OF_AN_ENQUIRY),
        "conclusion": _conclusion(conclusion),
        "checks": _rows(ClosingCheck.objects.filter(enquiry=held), ("item", "answer", "note")),
        "outcomes": _rows(
            DesiredOutcome.objects.filter(enquiry=held),
            ("wanted", "achieved", "in_whose_view", "not_judged_reason"),
        ),
    }
    opened = _keep(by, held.concern, held, reason, kept)
    ClosingCheck.objects.filter(enquiry=held).delete()
    if conclusion:
        conclusion.delete()
    before = activity.snapshot(held)
    for column in OF_THE_CONCLUSION:
        setattr(held, column, None)
    cases.save(held, *OF_THE_CONCLUSION)
    activity.record(
        by=by, verb="enquiry_reopened", target=held, council=held.council, before=before
    )
    return opened


@transaction.atomic
def reopen_concern(*, by: User, concern: Concern, reason: str, version: int | None) -> Reopening:
    """Set the decision on a concern aside, so that it waits for a decision again.

    What the referrer was told is kept beside it and taken off the report: they are to be told of
    the new decision.

    Raises:
        PermissionDenied: `by` does not hold CASE_DECIDE in the council.
        RuleViolationError: `changed_meanwhile`; `not_decided`; `has_enquiry` where an enquiry
            rests on the decision; `no_reason`.
    """
    held = cases.lock(by, concern, Permission.CASE_DECIDE, version=version)
    if held.decided_on is None:
        raise RuleViolationError("not_decided", "This concern waits for a decision already")
    if Enquiry.objects.filter(concern=held).exists():
        raise RuleViolationError(
            "has_enquiry",
            "An enquiry rests on this decision, so it stands. Reopen the enquiry instead",
        )
    report = _told(held)
    kept = {"columns": columns_of(held, OF_THE_DECISION), "feedback": _feedback(report)}
    opened = _keep(by, held, None, reason, kept)
    in_force = DecisionRecord.objects.select_for_update(of=("self",))
    for decision in in_force.filter(concern=held, state=DecisionState.SIGNED_OFF):
        decision.state = DecisionState.SET_ASIDE
        decision.full_clean(validate_unique=False)
        decision.save(update_fields=["state"])
    before = activity.snapshot(held)
    for column in OF_THE_DECISION:
        setattr(held, column, "" if column == "decision_reason" else None)
    cases.save(held, *OF_THE_DECISION)
    changes = activity.changed_columns(before, activity.snapshot(held))
    if report:
        changes |= _take_off(report)
    activity.record(
        by=by, verb="concern_reopened", target=held, council=held.council, changes=changes
    )
    return opened


def columns_of(record: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Return columns as JSON holds them: days as yyyy-mm-dd, codes as they are stored."""
    return {name: _plain(getattr(record, name)) for name in names}


def _keep(
    by: User, concern: Concern, enquiry: Enquiry | None, reason: str, kept: dict[str, Any]
) -> Reopening:
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why it is opened again", field="reason")
    opened = Reopening(
        concern=concern, enquiry=enquiry, reason=reason.strip(), before=kept, reopened_by=by
    )
    insert(opened, taken="Somebody else has just opened it again.")
    return opened


def _conclusion(conclusion: Conclusion | None) -> dict[str, Any] | None:
    """Return the words of a conclusion; an enquiry that was loaded has none."""
    if conclusion is None:
        return None
    names = [field.name for field in Conclusion._meta.concrete_fields if not field.is_relation]
    kept = columns_of(conclusion, names)
    return {**kept, "closed_by": conclusion.closed_by.full_name}


def _told(concern: Concern) -> ConcernReport | None:
    """Return the report of a concern whose referrer was told, or cannot be."""
    reports = ConcernReport.objects.select_related("feedback_by").filter(concern=concern)
    told = Q(feedback_on__isnull=False) | Q(feedback_not_possible=True)
    return reports.filter(told).first()


def _feedback(report: ConcernReport | None) -> dict[str, Any] | None:
    if report is None:
        return None
    by = report.feedback_by.full_name if report.feedback_by else None
    return {**columns_of(report, OF_THE_FEEDBACK), "feedback_by": by}


def _take_off(report: ConcernReport) -> dict[str, Any]:
    """Clear what the referrer was told; return what changed."""
    before = activity.snapshot(report)
    report.feedback_on = report.feedback_by = None
    report.feedback_note, report.feedback_not_possible = "", False
    report.full_clean()
    report.save(update_fields=[*OF_THE_FEEDBACK, "feedback_by"])
    return dict(activity.changed_columns(before, activity.snapshot(report)))


def _rows(found: Iterable[models.Model], names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [columns_of(row, names) for row in found]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return ENCODER.default(value)
