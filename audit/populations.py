"""Who is in the population of a round, by filters or by references, and who is left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from audit import facts_of_frame
from audit.choices import AuditStatus, PopulationSource, SamplingMethod, Subject
from audit.models import AuditRound, CaseAudit, FrameEntry
from audit.rules.drawing import Candidate, digest, group_sizes
from audit.rules.visibility import holds
from core.access import people_with
from core.models import Organisation
from core.permissions import Permission
from safeguard.models import Concern, Enquiry

RECENT = "audited_in_last_12_months"
YEAR = timedelta(days=365)
NAMED = (SamplingMethod.TARGETED, SamplingMethod.NOMINATED)
LABELS = {RECENT: "Audited in the last 12 months"}


@dataclass(frozen=True, slots=True)
class Member:
    """One case of a population. `columns` name its subject as `FrameEntry` does."""

    reference: str
    columns: Mapping[str, int]
    facts: Mapping[str, Any] = field(default_factory=dict)
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """A population as it stands now: rows for `FrameEntry`, and what is drawn from."""

    entries: list[FrameEntry]
    groups: dict[str, int]
    sha256: str

    @property
    def left_out(self) -> list[FrameEntry]:
        return [entry for entry in self.entries if entry.excluded_by]

    @property
    def eligible(self) -> int:
        return len(self.entries) - len(self.left_out)

    @property
    def nominated(self) -> int:
        return sum(e.is_nominated and not e.excluded_by for e in self.entries)


def population_of(audit_round: AuditRound, *, today: date) -> Population:
    """Return the population of a round, not stored."""
    members = _members(audit_round)
    named = set(audit_round.population.get("nominated", ()))
    recent = {} if audit_round.allows_repeats else audited_since(members, today - YEAR)
    quotas = [(quota.label, quota.condition) for quota in audit_round.quotas.all()]
    entries = []
    for member in members:
        note = recent.get(member.reference, "")
        entries.append(
            FrameEntry(
                round=audit_round,
                reference=member.reference,
                team_id=member.team_id,
                facts=dict(member.facts),
                stratum=_group(audit_round, member, quotas),
                excluded_by=RECENT if note else "",
                excluded_note=note,
                is_nominated=member.reference in named and audit_round.method in NAMED,
                **member.columns,
            )
        )
    candidates = candidates_of(entries)
    left_out = {e.reference: e.excluded_by for e in entries if e.excluded_by}
    return Population(entries, group_sizes(candidates), digest(candidates, left_out))


def candidates_of(entries: Iterable[FrameEntry]) -> list[Candidate]:
    """Return what a draw chooses among: the entries that are not left out."""
    return [
        Candidate(entry.reference, entry.stratum, entry.is_nominated)
        for entry in entries
        if not entry.excluded_by
    ]


def _group(
    audit_round: AuditRound,
    member: Member,
    quotas: Sequence[tuple[str, Mapping[str, Any]]],
) -> str:
    """Return the group of a case; of several quotas that fit, the first one takes it."""
    if audit_round.method == SamplingMethod.QUOTA:
        fits = (label for label, test in quotas if holds(test, facts=member.facts, answers={}))
        return next(fits, "")
    if audit_round.wanted_per_team:
        return facts_of_frame.group_of(dict(member.facts), [facts_of_frame.TEAM])
    if audit_round.method == SamplingMethod.STRATIFIED:
        return facts_of_frame.group_of(dict(member.facts), list(audit_round.stratify_by))
    return ""


def _members(audit_round: AuditRound) -> list[Member]:
    wanted = audit_round.population
    rows = rows_of(audit_round.version.tool.subject, audit_round.council)
    if audit_round.population_source == PopulationSource.REFERENCES:
        return members_named(audit_round.version.tool.subject, rows, wanted.get("references", ()))
    subject = audit_round.version.tool.subject
    chosen = rows
    if subject == Subject.ENQUIRY:
        chosen = rows.filter(_enquiries(audit_round, wanted))
    elif subject == Subject.CONCERN:
        chosen = rows.filter(_concerns(audit_round, wanted))
    return [member_of(subject, row) for row in chosen]


def rows_of(subject: str, council: Organisation) -> QuerySet[Any]:
    """Return everything of one council that an audit of this subject may be about."""
    if subject == Subject.ENQUIRY:
        rows = Enquiry.objects.filter(council=council).select_related("team", "concern__team")
        return rows.defer("plan", "concern__account", "concern__adult_view").order_by("pk")
    if subject == Subject.CONCERN:
        concerns = Concern.objects.filter(council=council).select_related("team")
        return concerns.defer("account", "adult_view", "decision_reason").order_by("pk")
    if subject == Subject.WORKER:
        return people_with(Permission.CASE_RECORD, council)
    return Organisation.objects.filter(kind=Organisation.Kind.PARTNER).order_by("code")


def members_named(subject: str, rows: QuerySet[Any], references: Iterable[str]) -> list[Member]:
    """Return the members with these references, in the order of their keys."""
    column = {Subject.WORKER: "email", Subject.ORGANISATION: "code"}.get(
        Subject(subject), "reference"
    )
    return [member_of(subject, row) for row in rows.filter(**{f"{column}__in": list(references)})]


def member_of(subject: str, row: Any) -> Member:
    if subject == Subject.ENQUIRY:
        facts = facts_of_frame.of_enquiry(row)
        return Member(row.reference, {"enquiry_id": row.pk}, facts, row.team_id)
    if subject == Subject.CONCERN:
        facts = facts_of_frame.of_concern(row)
        return Member(row.reference, {"concern_id": row.pk}, facts, row.team_id)
    if subject == Subject.WORKER:
        return Member(row.email, {"worker_id": row.pk})
    return Member(row.code, {"organisation_id": row.pk})


def _enquiries(audit_round: AuditRound, wanted: Mapping[str, Any]) -> Q:
    span = (audit_round.starts_on, audit_round.ends_on)
    day = "commenced_on" if wanted.get("basis") == "started" else "concluded_on"
    chosen = Q(**{f"{day}__range": span})
    columns = {
        "kind": "kind",
        "team": "team",
        "lead": "lead",
        "provider": "concern__provider",
        "outcome": "risk_outcome",
        "priority": "concern__priority",
    }
    return chosen & _given(columns, wanted)


def _concerns(audit_round: AuditRound, wanted: Mapping[str, Any]) -> Q:
    span = (audit_round.starts_on, audit_round.ends_on)
    day = "received_on" if wanted.get("basis") == "started" else "decided_on"
    columns = {
        "team": "team",
        "provider": "provider",
        "decision": "decision",
        "priority": "priority",
        "referrer": "referrer",
    }
    return Q(**{f"{day}__range": span}) & _given(columns, wanted)


def _given(columns: Mapping[str, str], wanted: Mapping[str, Any]) -> Q:
    return Q(**{column: wanted[name] for name, column in columns.items() if wanted.get(name)})


def audited_since(members: Sequence[Member], since: date) -> dict[str, str]:
    """Return, of these, each that was audited after `since`, with when and as what."""
    columns = next((list(member.columns) for member in members), [])
    if not columns:
        return {}
    column = columns[0]
    keys = {member.columns[column]: member.reference for member in members}
    rows = CaseAudit.objects.filter(**{f"{column}__in": list(keys)})
    rows = rows.exclude(status=AuditStatus.VOID).order_by("pk")
    found: dict[str, str] = {}
    for key, reference, submitted, allocated, created in rows.values_list(
        column, "reference", "submitted_at", "allocated_at", "created_at"
    ):
        on = (submitted or allocated or created).date()
        if on > since:
            found[keys[key]] = f"{reference}, {on.day} {on:%B %Y}"
    return found
