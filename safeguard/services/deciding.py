"""Decide on a concern: propose, then sign off or return. Only a named person ever decides."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from core import access, activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.choices_work import DecisionState
from safeguard.models import Concern, DecisionRecord, DecisionRoute
from safeguard.rules import deciding as rules
from safeguard.rules.days import Bound
from safeguard.services import cases

WAITS = "A proposed decision on this concern waits for sign-off already"
DECIDED = "This concern is decided already. Reopen it before you decide again"
DECISION_COLUMNS = ("decided_on", "decision", "met_a", "met_b", "met_c", "decision_reason")


@transaction.atomic
def propose_decision(
    *,
    by: User,
    concern: Concern,
    met_a: bool,
    reason_a: str,
    met_b: bool,
    reason_b: str,
    met_c: bool,
    reason_c: str,
    result: str,
    reason: str,
    decided_on: date,
    routes: Mapping[str, str] | None = None,
    sign_off: bool = False,
    version: int | None = None,
) -> DecisionRecord:
    """Propose a decision on `concern`; with `sign_off`, put it in force at once.

    Args:
        routes: for a concern that is not an enquiry, each route with its detail or "".
        decided_on: London day, from the day of receipt (or of reopening) to today, both included.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD, or with `sign_off` CASE_DECIDE.
        RuleViolationError: code `changed_meanwhile`, `already_decided`, `already_proposed`,
            `not_all_parts`, `duty_met`, `no_route`, `route_of_an_enquiry`,
            `no_action_stands_alone`, `in_future` or `too_early`.
        ValidationError: a reason is missing.
    """
    held = cases.lock(by, concern, Permission.CASE_RECORD, version=version)
    if sign_off:
        access.require(by, Permission.CASE_DECIDE, council=held.council)
    _check_undecided(held)
    if held.decisions.filter(state=DecisionState.PROPOSED).exists():
        raise RuleViolationError("already_proposed", WAITS)
    rules.check_result(met_a, met_b, met_c, result)
    rules.check_routes(result, routes or {})
    _check_day(held, decided_on)
    decision = DecisionRecord(
        concern=held,
        met_a=met_a,
        reason_a=reason_a.strip(),
        met_b=met_b,
        reason_b=reason_b.strip(),
        met_c=met_c,
        reason_c=reason_c.strip(),
        result=result,
        reason=reason.strip(),
        decided_on=decided_on,
        proposed_by=by,
    )
    insert(decision, taken=WAITS)
    for route, detail in (routes or {}).items():
        insert(DecisionRoute(decision=decision, route=route, detail=detail.strip()), taken=WAITS)
    changes = activity.changed_columns({}, activity.snapshot(decision))
    changes["routes"] = [None, ", ".join(routes or {})]
    activity.record(
        by=by, verb="decision_proposed", target=held, council=held.council, changes=changes
    )
    if sign_off:
        _put_in_force(by, held, decision, "")
    else:
        cases.save(held)
    return decision


@transaction.atomic
def sign_off_decision(
    *, by: User, decision: DecisionRecord, answer: str = "", version: int | None = None
) -> DecisionRecord:
    """Put a proposed decision in force: the concern's own columns hold it from now on.

    Raises:
        PermissionDenied: `by` does not hold CASE_DECIDE in the council of the concern.
        RuleViolationError: code `changed_meanwhile`, `already_decided` or `not_proposed`.
    """
    held, proposed = _proposed(by, decision, version)
    _put_in_force(by, held, proposed, answer.strip())
    return proposed


@transaction.atomic
def return_decision(
    *, by: User, decision: DecisionRecord, answer: str, version: int | None = None
) -> DecisionRecord:
    """Give a proposed decision back to its proposer with the reason; the concern waits on.

    Raises:
        PermissionDenied: `by` does not hold CASE_DECIDE in the council of the concern.
        RuleViolationError: code `changed_meanwhile`, `already_decided`, `not_proposed` or
            `no_reason`.
    """
    held, proposed = _proposed(by, decision, version)
    if not answer.strip():
        raise RuleViolationError("no_reason", "Say why the decision is returned", field="answer")
    proposed.state, proposed.answer = DecisionState.RETURNED, answer.strip()
    proposed.full_clean()
    proposed.save(update_fields=["state", "answer"])
    cases.save(held)
    activity.record(
        by=by,
        verb="decision_returned",
        target=held,
        council=held.council,
        changes={"answer": [None, proposed.answer]},
    )
    return proposed


def _proposed(
    by: User, decision: DecisionRecord, version: int | None
) -> tuple[Concern, DecisionRecord]:
    """Return the concern, locked, and its decision as it stands, which still waits."""
    held = cases.lock(by, decision.concern, Permission.CASE_DECIDE, version=version)
    _check_undecided(held)
    proposed = DecisionRecord.objects.get(pk=decision.pk)
    if proposed.state != DecisionState.PROPOSED:
        raise RuleViolationError("not_proposed", "This decision does not wait for sign-off")
    return held, proposed


def _put_in_force(by: User, concern: Concern, decision: DecisionRecord, answer: str) -> None:
    decision.state = DecisionState.SIGNED_OFF
    decision.signed_off_by, decision.signed_off_at = by, timezone.now()
    decision.answer = answer
    decision.full_clean()
    decision.save(update_fields=["state", "signed_off_by", "signed_off_at", "answer"])
    before = activity.snapshot(concern)
    concern.decided_on, concern.decision = decision.decided_on, decision.result
    concern.met_a, concern.met_b, concern.met_c = decision.met_a, decision.met_b, decision.met_c
    concern.decision_reason = decision.reason
    cases.save(concern, *DECISION_COLUMNS)
    activity.record(
        by=by,
        verb="decision_signed_off",
        target=concern,
        council=concern.council,
        before=before,
    )


def _check_undecided(concern: Concern) -> None:
    if concern.decision is not None:
        raise RuleViolationError("already_decided", DECIDED)


def _check_day(concern: Concern, decided_on: date) -> None:
    """Refuse a day in the future, before receipt, or before the concern was last reopened."""
    bound = Bound(concern.received_on, "the concern was received")
    reopened = concern.reopenings.filter(enquiry=None).first()
    if reopened is not None:
        day = timezone.localdate(reopened.reopened_at)
        bound = Bound(day, "the concern was reopened")
    rules.check_day(
        decided_on,
        field="decided_on",
        label="Date of the decision",
        today=timezone.localdate(),
        not_before=bound,
    )
