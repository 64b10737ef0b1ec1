"""Keep the timescales a council sets for itself, and the reasons given for lateness."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.choices_work import ClockEvent, ClockKind, ClockUnit
from safeguard.models import ClockRule, Concern, Enquiry, LateReason
from safeguard.rules.clocks import OF_A_CONCERN, may_run
from safeguard.services import cases

TAKEN = "There is a rule for this step, kind and priority from that day already."


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What a rule says, as it is entered. `warn_before` is in calendar days."""

    name: str
    start_event: str
    end_event: str
    amount: int
    unit: str
    enquiry_kind: str
    priority: str
    effective_from: date
    warn_before: int
    takes_off_holds: bool
    reason_counts_as_met: bool


@transaction.atomic
def add_rule(*, by: User, council: Organisation, facts: RuleFacts) -> ClockRule:
    """Set a timescale: it judges every case whose clock starts from its first day on.

    A first day in the past is allowed, because a council may have had its timescale for years
    before it records it here.

    Raises:
        PermissionDenied: `by` does not hold CLOCK_MANAGE in `council`.
        RuleViolationError: codes `wrong_order`, `kind_not_known`, `no_hours`, `taken`.
        ValidationError: a value is missing, or there is a rule like it from that day already.
    """
    access.require(by, Permission.CLOCK_MANAGE, council=council)
    _check(facts)
    rule = ClockRule(council=council, **asdict(facts))
    rule.name = rule.name.strip()
    insert(rule, taken=TAKEN)
    activity.record(by=by, verb="clock_rule_added", target=rule, council=council, before={})
    return rule


@transaction.atomic
def change_rule(
    *, by: User, rule: ClockRule, facts: RuleFacts, version: int | None = None
) -> ClockRule:
    """Change a timescale that is not in force yet; one in force is followed by a new one.

    Args:
        version: the `fingerprint` that its reader saw.

    Raises:
        PermissionDenied: `by` does not hold CLOCK_MANAGE in the council of `rule`.
        RuleViolationError: codes `in_force`, `changed_meanwhile`, `wrong_order`,
            `kind_not_known`, `no_hours`.
        ValidationError: a value is missing, or there is a rule like it from that day already.
    """
    held = _locked(by, rule)
    if held.effective_from <= timezone.localdate():
        raise RuleViolationError(
            "in_force",
            "This rule is in force, and cases were judged by it. Set a new rule from a new day",
        )
    cases.refuse_changed(version, cases.fingerprint(held))
    _check(facts)
    before = activity.snapshot(held)
    for column, value in asdict(facts).items():
        setattr(held, column, value)
    held.name = held.name.strip()
    held.full_clean()
    held.save(update_fields=list(asdict(facts)))
    activity.record(
        by=by, verb="clock_rule_changed", target=held, council=held.council, before=before
    )
    return held


@transaction.atomic
def end_rule(*, by: User, rule: ClockRule, last_day: date) -> ClockRule:
    """Let a timescale end: no clock that starts after `last_day` runs under it.

    Clocks that started under it stay judged by it, so it cannot end before today.

    Raises:
        PermissionDenied: `by` does not hold CLOCK_MANAGE in the council of `rule`.
        RuleViolationError: codes `ended`, `in_past`, `before_start`.
    """
    held = _locked(by, rule)
    today = timezone.localdate()
    if held.last_day is not None and held.last_day < today:
        raise RuleViolationError("ended", "This rule has ended already")
    if last_day < today:
        raise RuleViolationError(
            "in_past",
            "Last day must be today or later: clocks that started under the rule keep it",
            field="last_day",
        )
    if last_day < held.effective_from:
        raise RuleViolationError(
            "before_start",
            "Last day must be on or after the day from which the rule counts",
            field="last_day",
        )
    before = activity.snapshot(held)
    held.last_day = last_day
    held.full_clean()
    held.save(update_fields=["last_day"])
    activity.record(
        by=by, verb="clock_rule_ended", target=held, council=held.council, before=before
    )
    return held


@transaction.atomic
def give_late_reason(
    *, by: User, concern: Concern, enquiry: Enquiry | None, step: str, reason: str
) -> LateReason:
    """Record why a step was late, or will be. It is shown apart; the date due does not move.

    It may be given after an enquiry concluded, because that is when its lateness is known.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the concern.
        RuleViolationError: code `wrong_step`: not a step of this concern, or of this enquiry.
        ValidationError: no reason is given.
    """
    held = cases.lock(by, concern, Permission.CASE_RECORD)
    is_own = enquiry is None or enquiry.concern_id == held.pk
    of_concern = step in OF_A_CONCERN and step != ClockEvent.RECEIVED
    of_enquiry = step in set(ClockEvent.values) - set(OF_A_CONCERN)
    if not is_own or not (of_enquiry if enquiry else of_concern):
        raise RuleViolationError("wrong_step", "That is not a step of this case", field="step")
    row = LateReason(
        concern=held, enquiry=enquiry, end_event=step, reason=reason.strip(), given_by=by
    )
    row.full_clean()
    row.save(force_insert=True)
    activity.record(by=by, verb="late_reason_given", target=row, council=held.council, before={})
    return row


def _locked(by: User, rule: ClockRule) -> ClockRule:
    held = ClockRule.objects.select_for_update().get(pk=rule.pk)
    access.require(by, Permission.CLOCK_MANAGE, council=held.council)
    return held


def _check(facts: RuleFacts) -> None:
    if not may_run(facts.start_event, facts.end_event):
        raise RuleViolationError(
            "wrong_order",
            "Choose a step that comes after the one the clock runs from",
            field="end_event",
        )
    if facts.enquiry_kind != ClockKind.ANY and facts.end_event in OF_A_CONCERN:
        raise RuleViolationError(
            "kind_not_known",
            "This step comes before it is known which kind of enquiry follows: choose any kind",
            field="enquiry_kind",
        )
    if facts.unit == ClockUnit.HOURS and not facts.amount:
        raise RuleViolationError("no_hours", "Give one hour or more", field="amount")
