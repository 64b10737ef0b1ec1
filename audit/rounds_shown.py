"""What the pages of rounds show: progress, who has what, what is open, what the sample can say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from audit.choices import AuditStatus, PopulationSource, SamplingMethod
from audit.facts_of_frame import DIVISIONS
from audit.links import audit_url
from audit.models import AuditRound, CaseAudit, FrameEntry, Moderation
from audit.populations import LABELS
from audit.rules import margins

UNDONE = (AuditStatus.PLANNED, AuditStatus.ALLOCATED, AuditStatus.IN_PROGRESS)
BY_CHANCE = (SamplingMethod.RANDOM, SamplingMethod.STRATIFIED, SamplingMethod.CENSUS)
COLOURS = {
    AuditStatus.PLANNED: "yellow",
    AuditStatus.ALLOCATED: "grey",
    AuditStatus.IN_PROGRESS: "blue",
    AuditStatus.CLOSED: "green",
    AuditStatus.VOID: "grey",
}


@dataclass(frozen=True)
class Progress:
    """How far a round has come. `done` counts what is submitted or beyond."""

    audits: int = 0
    done: int = 0
    overdue: int = 0
    without_auditor: int = 0


def with_progress(rows: QuerySet[AuditRound], today: date) -> QuerySet[AuditRound]:
    """Add the counts of `Progress` to rounds, in the same statement."""
    counted = ~Q(audits__status=AuditStatus.VOID)
    undone = Q(audits__status__in=UNDONE)
    return rows.annotate(
        all_audits=Count("audits", filter=counted),
        done_audits=Count("audits", filter=counted & ~undone),
        late_audits=Count("audits", filter=undone & Q(audits__due_on__lt=today)),
        bare_audits=Count("audits", filter=undone & Q(audits__auditor__isnull=True)),
    )


def progress_of(audits: Iterable[CaseAudit], today: date) -> Progress:
    rows = [audit for audit in audits if audit.status != AuditStatus.VOID]
    undone = [audit for audit in rows if audit.status in UNDONE]
    return Progress(
        audits=len(rows),
        done=len(rows) - len(undone),
        overdue=sum(audit.due_on is not None and audit.due_on < today for audit in undone),
        without_auditor=sum(audit.auditor_id is None for audit in undone),
    )


def audits_shown(
    entries: Iterable[FrameEntry], audits: Iterable[CaseAudit], today: date
) -> list[dict[str, Any]]:
    """Return a row for each drawn case: its place, its audit, who has it, how it stands."""
    by_entry = {audit.frame_entry_id: audit for audit in audits}
    rows = []
    for entry in entries:
        audit = by_entry.get(entry.pk)
        is_late = (
            audit is not None
            and audit.status in UNDONE
            and audit.due_on is not None
            and audit.due_on < today
        )
        rows.append(
            {
                "entry": entry,
                "audit": audit,
                "url": audit_url(audit.pk) if audit else "",
                "is_late": is_late,
                "colour": COLOURS.get(AuditStatus(audit.status), "teal") if audit else "grey",
                "may_replace": not entry.replaced_reason
                and (audit is None or audit.status in UNDONE[:2]),
                "may_reassign": audit is not None and audit.status in UNDONE,
            }
        )
    return rows


def loads(audits: Iterable[CaseAudit], people: Iterable[Any]) -> list[dict[str, Any]]:
    """Return each auditor of a round with how many audits they hold and have done."""
    rows = [audit for audit in audits if audit.status != AuditStatus.VOID]
    found = []
    for place in people:
        own = [audit for audit in rows if audit.auditor_id == place.person_id]
        done = sum(audit.status not in UNDONE for audit in own)
        found.append({"place": place, "audits": len(own), "done": done})
    return found


def says(audit_round: AuditRound, sample: int, population: int, groups: Iterable[str]) -> Any:
    """Return what a sample can say of its population, and what it cannot."""
    by_chance = audit_round.method in BY_CHANCE
    return {
        "headline": margins.headline(sample, population, by_chance=by_chance),
        "caveats": margins.caveats(
            sample,
            population,
            method=audit_round.method,
            per_group_equal=bool(audit_round.wanted_per_team),
            groups=groups,
        ),
    }


def facts_of(audit_round: AuditRound) -> list[tuple[str, str]]:
    """Return what is settled about a round's population and draw, in words."""
    population = audit_round.population
    is_file = audit_round.population_source == PopulationSource.REFERENCES
    held = len(population.get("references", ()))
    size = f"{audit_round.wanted_total or ''}"
    if audit_round.wanted_per_team:
        size = f"{audit_round.wanted_per_team} from each team"
    groups = ", ".join(DIVISIONS[key][0].lower() for key in audit_round.stratify_by)
    rows = [
        ("Tool", str(audit_round.version)),
        (
            "Population",
            f"{held} references{f' of {n}' if (n := audit_round.population_filename) else ''}"
            if is_file
            else _filtered(population),
        ),
        ("Drawn", f"{audit_round.get_method_display()}{f', by {groups}' if groups else ''}"),
        ("Cases wanted", size or "As the method gives"),
        ("Why these cases", audit_round.method_reason),
        (
            "Cases audited in the last year",
            f"May be drawn: {audit_round.repeats_reason}"
            if audit_round.allows_repeats
            else "Left out",
        ),
        ("Own casework", "Nobody is given a case they recorded, led, decided on or closed"),
        ("Seed", audit_round.seed),
        ("Population hash", audit_round.frame_sha256),
        ("Rule of the draw", audit_round.algorithm),
    ]
    return [(label, words) for label, words in rows if words]


def _filtered(population: dict[str, Any]) -> str:
    names = [n for n in population if n not in ("nominated", "basis", "references")]
    basis = "started" if population.get("basis") == "started" else "ended"
    narrowed = f"; narrowed by {', '.join(sorted(names))}" if names else ""
    return f"Cases of the period ({basis} in it){narrowed}"


def excluded(entries: QuerySet[FrameEntry]) -> list[tuple[str, int]]:
    """Return why cases were left out of the draw, and how many for each reason."""
    rows = entries.exclude(excluded_by="").order_by().values_list("excluded_by")
    return [(LABELS.get(why, why), number) for why, number in rows.annotate(n=Count("pk"))]


def moderations_due(rows: QuerySet[Moderation], today: date) -> dict[str, int]:
    """Return how many second readings of a round are open, late or without a moderator."""
    found = rows.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=today)),
        bare=Count("pk", filter=Q(moderator__isnull=True)),
    )
    return {key: int(value or 0) for key, value in found.items()}
