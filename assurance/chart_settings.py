"""What a council set for its charts, read once: local targets, fresh starts, and the rules used.

Which two-of-three rule and whether outlying moving ranges are screened is the reader's choice on a
page; the product's own choice stands here and is printed beside every chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter

from django.db.models import DateTimeField, DecimalField, Value

from assurance.measures import Measure
from assurance.models import ChartRebase, LocalTarget
from core.models import Organisation, User
from core.statistics.xmr import Direction, Options
from core.statistics.xmr_rules import TwoOfThree
from safeguard.models import PolicyChange

TARGET, REBASE, CHANGE = "target", "rebase", "change"


@dataclass(frozen=True)
class ChartSettings:
    """Targets, standing rebases and changes of policy of one council."""

    targets: Sequence[LocalTarget] = ()
    rebases: Sequence[ChartRebase] = ()
    changes: Sequence[PolicyChange] = ()
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
    """Return what `council` set for `measures`, and its changes of policy: one query for all."""
    keys = [measure.key for measure in measures]
    judged = [measure.key for measure in measures if not measure.context_only]
    targets = LocalTarget.objects.filter(council=council, measure__in=judged).order_by()
    rebases = ChartRebase.objects.filter(council=council, measure__in=keys).standing().order_by()
    nothing = Value(None, output_field=DecimalField())
    never = Value(None, output_field=DateTimeField())
    rows = targets.values_list(
        Value(TARGET), "measure", "effective_from", "reason", "set_at", "set_by__full_name", "value"
    ).union(
        rebases.values_list(
            Value(REBASE), "measure", "on", "reason", "made_at", "made_by__full_name", nothing
        ),
        PolicyChange.objects.filter(council=council)
        .order_by()
        .values_list(Value(CHANGE), Value(""), "on", "title", never, Value(""), nothing),
        all=True,
    )
    found = sorted(rows, key=itemgetter(1, 2))
    return ChartSettings(
        [_target(*row) for kind, *row in found if kind == TARGET],
        [_rebase(*row) for kind, *row in found if kind == REBASE],
        [PolicyChange(on=on, title=title) for kind, _, on, title, *_ in found if kind == CHANGE],
    )


def _target(
    measure: str, since: date, reason: str, at: datetime, by: str, value: Decimal | None
) -> LocalTarget:
    return LocalTarget(
        measure=measure,
        effective_from=since,
        reason=reason,
        set_at=at,
        set_by=User(full_name=by),
        value=value,
    )


def _rebase(measure: str, on: date, reason: str, at: datetime, by: str, _: None) -> ChartRebase:
    return ChartRebase(
        measure=measure, on=on, reason=reason, made_at=at, made_by=User(full_name=by)
    )
