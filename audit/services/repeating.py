"""Another contribution to a part that the tool lets repeat, such as a second NHS body."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from audit.choices import StrandStatus
from audit.models import AuditStrand, CaseAudit
from audit.rules.strands import strand_of
from audit.services.contributing import OPEN_AUDIT
from core import access, activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission

MOST = 12


@transaction.atomic
def repeat_part(*, by: User, strand: AuditStrand, label: str) -> AuditStrand:
    """Add one more contribution of the same kind, which the audit does not wait for.

    Args:
        label: tells it from the others, such as the name of the body.

    Raises:
        PermissionDenied: `by` neither runs rounds there nor is the auditor.
        RuleViolationError: `no_repeat` (the tool asks for one only), `not_open`, `label` (another
            has it), `many`.
        ValidationError: no label.
    """
    audits = CaseAudit.objects.select_for_update(of=("self",)).select_related("council", "version")
    audit = audits.get(pk=strand.audit_id)
    runs = access.has(by, Permission.AUDIT_ROUND_MANAGE, council=audit.council)
    does = access.has(by, Permission.AUDIT_DO, council=audit.council)
    if not runs and not (does and audit.auditor_id == by.pk):
        raise PermissionDenied("only who runs the round, or the auditor")
    spec = strand_of(audit.version.content, strand.key)
    if not spec.get("may_repeat"):
        raise RuleViolationError("no_repeat", "The tool asks for one contribution of this kind")
    if audit.status not in OPEN_AUDIT:
        raise RuleViolationError("not_open", "The audit is over, so nobody can contribute to it")
    same = list(AuditStrand.objects.filter(audit=audit, key=strand.key).order_by("number"))
    words = label.strip()
    if words.casefold() in [each.label.casefold() for each in same]:
        raise RuleViolationError("label", f"There is a part {words} already", field="label")
    if len(same) >= MOST:
        raise RuleViolationError("many", f"There can be {MOST} of a kind at most")
    waits = bool(spec.get("opens_when"))
    added = AuditStrand(
        audit=audit,
        key=strand.key,
        number=same[-1].number + 1,
        label=words,
        respondent=spec["respondent"],
        is_required=False,
        is_blind=same[0].is_blind,
        status=StrandStatus.WAITING if waits else StrandStatus.OPEN,
        opened_at=None if waits else timezone.now(),
        due_on=same[0].due_on,
        created_by=by,
    )
    added.full_clean()
    added.save()
    activity.record(
        by=by, verb="audit_part_repeated", target=added, council=audit.council, before={}
    )
    return added
