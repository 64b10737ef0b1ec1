"""Check references that somebody gives for a round, and name the lines that cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audit.models import AuditRound
from audit.populations import members_named, rows_of
from core.errors import RuleViolationError
from core.models import Organisation

SHOWN = 10
Line = tuple[int, str]


def checked_references(
    audit_round: AuditRound, references: Sequence[Line], field: str
) -> list[str]:
    """Return references of cases of the round's council, none of them twice.

    Raises:
        RuleViolationError: `references`, naming the line of each that cannot be used.
    """
    subject, council = audit_round.version.tool.subject, audit_round.council
    rows = rows_of(subject, council)
    words = [reference for _, reference in references]
    known = {member.reference for member in members_named(subject, rows, words)}
    unknown = [reference for reference in words if reference not in known]
    elsewhere = _elsewhere(subject, rows, council, unknown)
    faults: list[str] = []
    seen: dict[str, int] = {}
    for line, reference in references:
        if reference in seen:
            faults.append(f"Line {line}: {reference} stands on line {seen[reference]} already")
        elif reference in elsewhere:
            faults.append(f"Line {line}: {reference} belongs to another council")
        elif reference not in known:
            faults.append(f"Line {line}: there is no {reference}")
        seen.setdefault(reference, line)
    if faults:
        more = f"; and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
        raise RuleViolationError("references", "; ".join(faults[:SHOWN]) + more, field=field)
    return list(seen)


def _elsewhere(
    subject: str, rows: Any, council: Organisation, references: Sequence[str]
) -> frozenset[str]:
    """Return which references are held by other councils only."""
    if subject not in ("enquiry", "concern") or not references:
        return frozenset()
    others = rows.model._default_manager.exclude(council=council)
    found = others.filter(reference__in=references).order_by()
    return frozenset(found.values_list("reference", flat=True))
