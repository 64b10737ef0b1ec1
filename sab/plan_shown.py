"""The strategic plan as it is read: what is in force, and how its actions stand."""

from dataclasses import dataclass
from datetime import date

from core.periods import Period
from sab.choices_recommendation import Progress
from sab.models import PriorityAction, StrategicPriority
from sab.tracker import Tag

COLOURS = {
    Progress.NOT_STARTED: "grey",
    Progress.ON_TRACK: "blue",
    Progress.AT_RISK: "orange",
    Progress.BLOCKED: "red",
    Progress.COMPLETE: "green",
}


def years_of(row: StrategicPriority) -> list[str]:
    """Return the financial years that a priority touches."""
    first = row.starts_on.year - (row.starts_on.month < 4)
    last = row.ends_on.year - (row.ends_on.month < 4)
    return [Period.financial_year(year).label for year in range(first, last + 1)]


@dataclass(frozen=True)
class ActionShown:
    """One action of the plan."""

    row: PriorityAction
    today: date

    @property
    def tag(self) -> Tag:
        progress = Progress(self.row.progress)
        return Tag(progress.label, COLOURS[progress])

    @property
    def is_late(self) -> bool:
        return self.row.progress != Progress.COMPLETE and self.row.due_on < self.today


@dataclass(frozen=True)
class PriorityShown:
    """One priority. Its actions have been fetched with it."""

    row: StrategicPriority
    today: date

    @property
    def is_in_force(self) -> bool:
        return self.row.starts_on <= self.today <= self.row.ends_on

    @property
    def actions(self) -> list[ActionShown]:
        return [ActionShown(action, self.today) for action in self.row.actions.all()]

    @property
    def by_year(self) -> dict[str, list[ActionShown]]:
        found: dict[str, list[ActionShown]] = {}
        for action in self.actions:
            found.setdefault(action.row.year, []).append(action)
        return found

    @property
    def done(self) -> int:
        return sum(action.row.progress == Progress.COMPLETE for action in self.actions)

    @property
    def late(self) -> int:
        return sum(action.is_late for action in self.actions)
