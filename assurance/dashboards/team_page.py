"""What needs doing, for one team or for all: numbers that are lists of work, not measures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from safeguard.metrics import team_work
from safeguard.metrics.due_today import DecisionsDue
from safeguard.metrics.team_work import LATE, TODAY, Work
from safeguard.metrics.waiting import Stage, Total
from safeguard.waiting_shown import Judged, totals_table

NO_TEAM = "No team on record"
HEADS = {
    team_work.UNDECIDED: "Concerns undecided",
    team_work.OPEN: "Enquiries open",
    team_work.UNALLOCATED: "Enquiries not allocated",
    f"{team_work.REPORTS} {LATE}": "Caused enquiries late",
    f"{team_work.ACTIONS} {LATE}": "Actions late",
}
DUE = (
    (team_work.ACTIONS, "Actions"),
    (team_work.REVIEWS, "Reviews of a safeguarding plan"),
    (team_work.REPORTS, "Reports asked of others"),
)


def by_team(
    work: Mapping[int | None, Work], teams: Sequence[tuple[int, str]]
) -> dict[str, Any] | None:
    """Return the teams side by side in the order of their names; None where there is no team."""
    if not teams:
        return None
    named: list[tuple[int | None, str]] = list(teams)
    if None in work:
        named.append((None, NO_TEAM))
    rows = [[_team_cell(key, name), *_numbers(work.get(key, {}))] for key, name in named]
    columns = [{"label": "Team"}, *({"label": head, "numeric": True} for head in HEADS.values())]
    return {"columns": columns, "rows": rows, "totals": ["All teams", *_numbers(_sum(work))]}


def due_table(
    work: Mapping[int | None, Work], team: int | None, decisions: DecisionsDue | None
) -> dict[str, Any]:
    """Return what is due today and what is late, of the team or of all.

    `decisions` are those of the whole council by its own timescales; None for a team, whose list
    of what waits says it case by case, and where there is no timescale.
    """
    chosen = work.get(team, {}) if team else _sum(work)
    rows = [["Decisions", decisions.today, decisions.overdue]] if decisions else []
    rows += [
        [label, chosen.get(f"{name} {TODAY}", 0), chosen.get(f"{name} {LATE}", 0)]
        for name, label in DUE
    ]
    columns = [
        {"label": "What"},
        {"label": "Due today", "numeric": True},
        {"label": "Late", "numeric": True},
    ]
    return {"columns": columns, "rows": rows}


def sentence(
    work: Mapping[int | None, Work],
    totals: Mapping[Stage, Total],
    team: int | None,
    decisions: DecisionsDue | None,
) -> str:
    """Say first what is late, then what is open."""
    chosen = work.get(team, {}) if team else _sum(work)
    late = (decisions.overdue if decisions else 0) + sum(
        chosen.get(f"{name} {LATE}", 0) for name, _ in DUE
    )
    waiting = sum(total.number for total in totals.values())
    things = "thing is" if late == 1 else "things are"
    first = f"{late:,} {things} past the day due" if late else "Nothing is past its day"
    enquiries = chosen.get(team_work.OPEN, 0)
    enquiries_word = "enquiry is" if enquiries == 1 else "enquiries are"
    waits = "case waits" if waiting == 1 else "cases wait"
    return f"{first}. {waiting:,} {waits} for a next step; {enquiries:,} {enquiries_word} open."


def stages(totals: Mapping[Stage, Total], judged: Judged, team: int | None) -> dict[str, Any]:
    """Return what waits in each stage, each with a link to the list."""

    def address(stage: Stage) -> str:
        chosen = f"&team={team}" if team else ""
        return f"{reverse('safeguard:waiting')}?stage={stage}{chosen}"

    return totals_table(totals, judged, address)


def _team_cell(key: int | None, name: str) -> Any:
    return {"text": name, "url": f"?team={key}"} if key else name


def _numbers(work: Work) -> list[int]:
    return [work.get(name, 0) for name in HEADS]


def _sum(work: Mapping[int | None, Work]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in work.values():
        for name, n in each.items():
            found[name] = found.get(name, 0) + n
    return found
