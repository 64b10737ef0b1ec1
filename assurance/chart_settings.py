"""What a council set for its charts, read once: local targets, fresh starts, and the rules used.

Which two-of-three rule and whether outlying moving ranges are screened is the reader's choice on a
page; the product's own choice stands here and is printed beside every chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assurance.measures import Measure
from assurance.models import ChartRebase, LocalTarget
from core.models import Organisation
from core.statistics.xmr import Direction, Options
from core.statistics.xmr_rules import TwoOfThree


@dataclass(frozen=True)
class ChartSettings:
    """Targets and standing rebases of one council, of every measure."""

    targets: Sequence[LocalTarget] = ()
    rebases: Sequence[ChartRebase] = ()
    screen_outliers: bool = True
    two_of_three: TwoOfThree = TwoOfThree.MDC_2023
    baseline: int | None = None

    def target_on(self, measure: Measure, day: date) -> LocalTarget | None:
        """Return the target in force on `day`; None where there is none, and for context always."""
        if measure.context_only or measure.direction == "neutral":
            return None
        own = [
            row for row in self.targets if row.measure == measure.key and row.effective_from <= day
        ]
        latest = max(own, key=lambda row: row.effective_from, default=None)
        return None if latest is None or latest.value is None else latest

    def rebases_of(self, measure: Measure) -> list[ChartRebase]:
        return [row for row in self.rebases if row.measure == measure.key]

    def options(self, measure: Measure, months: Sequence[date], last_day: date) -> Options:
        """Return how the chart of these months is worked out.

        A rebase of a month that is not shown, or of the first one, changes nothing that is shown.
        """
        target = self.target_on(measure, last_day)
        direction = Direction.NEUTRAL if measure.context_only else Direction(measure.direction)
        shown = set(months[1:])
        return Options(
            improvement=direction,
            target=None if target is None else float(target.value or 0),
            rebase=tuple(row.on for row in self.rebases_of(measure) if row.on in shown),
            baseline=self.baseline,
            screen_outliers=self.screen_outliers,
            two_of_three=self.two_of_three,
        )

    def choosing(self, *, screen_outliers: bool, two_of_three: TwoOfThree) -> "ChartSettings":
        """Return the same with the rules that a reader chose."""
        return replace(self, screen_outliers=screen_outliers, two_of_three=two_of_three)


def chart_settings_of(council: Organisation, *measures: Measure) -> ChartSettings:
    """Return what `council` set for `measures`: in one query or two."""
    keys = [measure.key for measure in measures]
    rebases = ChartRebase.objects.filter(council=council, measure__in=keys).standing()
    judged = [measure.key for measure in measures if not measure.context_only]
    targets = LocalTarget.objects.filter(council=council, measure__in=judged)
    # An empty list of keys asks the database nothing.
    return ChartSettings(list(targets), list(rebases.select_related("made_by")))
