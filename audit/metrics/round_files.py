"""The audited files of a round, with how much each counts; and the population they came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q

from audit.choices import AuditStatus, SamplingMethod
from audit.models import AuditRound, CaseAudit, FrameEntry
from audit.rules.estimates import Sample

BY_CHANCE = (SamplingMethod.RANDOM, SamplingMethod.STRATIFIED, SamplingMethod.CENSUS)
EARLY = (AuditStatus.PLANNED, AuditStatus.ALLOCATED, AuditStatus.IN_PROGRESS)


class AuditRow(NamedTuple):
    pk: int
    status: str
    minutes: int | None
    stratum: str | None


class FrameRow(NamedTuple):
    """So many cases of a population that are alike in this."""

    stratum: str
    excluded_by: str
    is_drawn: bool
    is_nominated: bool
    replaced_reason: str
    cases: int


@dataclass(frozen=True, slots=True)
class Stratum:
    """One group of the population: how many could be drawn, and how many were read."""

    name: str
    population: int
    read: int


@dataclass(frozen=True, slots=True)
class Draw:
    """How the files of a round were come by, so that anybody can draw them again."""

    method: str
    label: str
    by_chance: bool
    reason: str
    seed: str
    algorithm: str
    sha256: str
    taken_at: datetime | None
    listed: int
    eligible: int
    drawn: int
    nominated: int
    excluded: tuple[tuple[str, int], ...]
    replaced: tuple[tuple[str, int], ...]
    strata: tuple[Stratum, ...]

    @property
    def has_frame(self) -> bool:
        return bool(self.sha256)


@dataclass(frozen=True)
class Files:
    """The audits that count, by key, with the weight of each; and what became of the others."""

    weights: Mapping[int, float]
    sample: Sample
    draw: Draw
    unfinished: int
    void: int
    minutes: tuple[int, ...]

    @property
    def is_weighted(self) -> bool:
        return len(set(self.weights.values())) > 1

    @property
    def unread(self) -> tuple[str, ...]:
        """The groups of the population of which no file was read."""
        return tuple(s.name for s in self.draw.strata if s.population and not s.read)


def files_of(audit_round: AuditRound) -> Files:
    """Read the audits and the population of a round, in two queries."""
    return files_of_rounds([audit_round])[audit_round.pk]


def files_of_rounds(rounds: Sequence[AuditRound]) -> dict[int, Files]:
    """Read those of several rounds, by key of the round; in two queries however many there are."""
    audits: dict[int, list[AuditRow]] = {each.pk: [] for each in rounds}
    for audit_row in CaseAudit.objects.filter(round__in=audits).values_list(
        "round", "pk", "status", "minutes_spent", "frame_entry__stratum"
    ):
        audits[audit_row[0] or 0].append(AuditRow(*audit_row[1:]))
    frames: dict[int, list[FrameRow]] = {each.pk: [] for each in rounds}
    grouped = (
        FrameEntry.objects.filter(round__in=frames)
        .order_by()
        .annotate(is_drawn=Q(drawn_position__isnull=False))
    )
    columns = ("stratum", "excluded_by", "is_drawn", "is_nominated", "replaced_reason")
    for frame_row in grouped.values_list("round", *columns).annotate(cases=Count("pk")):
        frames[frame_row[0]].append(FrameRow(*frame_row[1:]))
    return {each.pk: _files(each, audits[each.pk], frames[each.pk]) for each in rounds}


def _files(audit_round: AuditRound, audits: list[AuditRow], frame: list[FrameRow]) -> Files:
    unfinished = [row for row in audits if row.status in EARLY]
    counted = [row for row in audits if row.status not in (*EARLY, AuditStatus.VOID)]
    read = Counter(row.stratum or "" for row in counted)
    draw = _draw(audit_round, frame, read)
    sizes = {stratum.name: stratum.population for stratum in draw.strata}
    weighs = draw.by_chance and len(sizes) > 1
    weights = {}
    for row in counted:
        name = row.stratum or ""
        weights[row.pk] = sizes[name] / read[name] if weighs and sizes.get(name) else 1.0
    population = max(draw.eligible, len(counted)) if draw.has_frame else None
    return Files(
        weights=weights,
        sample=Sample(len(counted), population, draw.by_chance),
        draw=draw,
        unfinished=len(unfinished),
        void=len(audits) - len(unfinished) - len(counted),
        minutes=tuple(row.minutes for row in counted if row.minutes),
    )


def _draw(audit_round: AuditRound, frame: list[FrameRow], read: Counter[str]) -> Draw:
    eligible: Counter[str] = Counter()
    for row in frame:
        eligible[row.stratum] += 0 if row.excluded_by else row.cases
    drawn = [row for row in frame if row.is_drawn]
    return Draw(
        method=audit_round.method,
        label=audit_round.get_method_display(),
        by_chance=audit_round.method in BY_CHANCE,
        reason=audit_round.method_reason,
        seed=audit_round.seed,
        algorithm=audit_round.algorithm,
        sha256=audit_round.frame_sha256,
        taken_at=audit_round.frame_taken_at,
        listed=sum(row.cases for row in frame),
        eligible=eligible.total(),
        drawn=sum(row.cases for row in drawn if not row.replaced_reason),
        nominated=sum(row.cases for row in drawn if row.is_nominated),
        excluded=_tally((row.excluded_by, row.cases) for row in frame),
        replaced=_tally((row.replaced_reason, row.cases) for row in drawn),
        strata=tuple(Stratum(name, n, read[name]) for name, n in sorted(eligible.items()) if n),
    )


def _tally(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    for word, count in counts:
        if word:
            found[word] += count
    return tuple(sorted(found.items()))
