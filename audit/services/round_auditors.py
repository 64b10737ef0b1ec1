"""Who audits and who moderates in a round."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from audit.choices import AuditStatus, RoundStatus
from audit.models import AuditRound, RoundAuditor
from audit.services.locking import lock_round
from core import access, activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission


@transaction.atomic
def add_auditor(
    *,
    by: User,
    audit_round: AuditRound,
    person: User,
    audits: bool = True,
    moderates: bool = False,
    capacity: int | None = None,
    share: Decimal = Decimal(1),
) -> RoundAuditor:
    """Let somebody audit or moderate in a round, or change what they do in it.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
        RuleViolationError: `not_now`; `may_not`: the person's roles do not let them.
        ValidationError: they have nothing to do.
    """
    held = lock_round(
        by,
        audit_round,
        RoundStatus.PLANNED,
        RoundStatus.FROZEN,
        RoundStatus.DRAWN,
        RoundStatus.OPEN,
    )
    needed = [
        *([Permission.AUDIT_DO] if audits else []),
        *([Permission.AUDIT_MODERATE] if moderates else []),
    ]
    if not all(access.has(person, each, council=held.council) for each in needed):
        raise RuleViolationError("may_not", f"{person} has no role for this", field="person")
    row = RoundAuditor.objects.filter(round=held, person=person).first()
    row = row or RoundAuditor(round=held, person=person)
    row.audits, row.moderates, row.capacity, row.share = audits, moderates, capacity, share
    row.full_clean()
    row.save()
    changes = {"auditor": [None, person.full_name]}
    activity.record(
        by=by, verb="round_auditor_set", target=held, council=held.council, changes=changes
    )
    return row


@transaction.atomic
def remove_auditor(*, by: User, audit_round: AuditRound, person: User) -> None:
    """Take somebody out of a round before they were given anything.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
        RuleViolationError: `has_work`.
    """
    held = lock_round(by, audit_round)
    if held.audits.filter(auditor=person).exclude(status=AuditStatus.VOID).exists():
        raise RuleViolationError("has_work", "Give their audits to others first")
    RoundAuditor.objects.filter(round=held, person=person).delete()
    changes = {"auditor": [person.full_name, None]}
    activity.record(
        by=by, verb="round_auditor_removed", target=held, council=held.council, changes=changes
    )
