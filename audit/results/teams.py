"""Whether teams differ by more than chance: a funnel, and never an order of merit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audit.metrics.round_files import files_of_rounds
from audit.models import AuditRound, CaseAudit
from audit.results import scores
from audit.results.trends import grade_words, upper_grades
from audit.rules.estimates import FEW
from core.statistics.funnel import Funnel, Unit, funnel

LEAST_TEAMS = 3


@dataclass(frozen=True, slots=True)
class Teams:
    """The teams with enough files, in order of name; those with too few; what is counted."""

    measure: str
    found: Funnel | None
    few: tuple[tuple[str, int], ...]
    teamless: int
    left_out: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        return self.found is not None and len(self.found.places) >= LEAST_TEAMS


def teams_of(rounds: Iterable[AuditRound], key: str) -> Teams:
    """Place teams by the share of their files with one of the better grades in result `key`.

    Rounds whose cases were picked for what they are say nothing of a team, and are left out.
    """
    held = list(rounds)
    files = files_of_rounds(held)
    used = [each for each in held if files[each.pk].draw.by_chance]
    audits = {audit: each for each in used for audit in files[each.pk].weights}
    named = dict(
        CaseAudit.objects.filter(pk__in=audits).values_list("pk", "team__name").order_by("pk")
    )
    counts: dict[str, tuple[int, int]] = {}
    teamless = 0
    measure = ""
    for audit, found in scores.outcomes(audits).items():
        content = audits[audit].version.content
        graded = [one for one in found if one.key == key and one.final]
        if not graded:
            continue
        measure = f"Files {grade_words(content)}"
        team = named.get(audit)
        if not team:
            teamless += 1
            continue
        hits, total = counts.get(team, (0, 0))
        counts[team] = hits + (graded[0].final in upper_grades(content)), total + 1
    enough = [Unit(team, *pair) for team, pair in sorted(counts.items()) if pair[1] >= FEW]
    return Teams(
        measure=measure,
        found=funnel(enough),
        few=tuple((team, n) for team, (_, n) in sorted(counts.items()) if n < FEW),
        teamless=teamless,
        left_out=tuple(each.name for each in held if each not in used),
    )
