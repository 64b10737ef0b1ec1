"""The rows that figures are counted over: one council, perhaps some of its cases, one period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet

from core.dates import MonthEnd
from core.models import Organisation
from core.periods import Period
from core.permissions import Permission
from core.workdays import WorkingCalendar
from safeguard.metrics.ages import age_on
from safeguard.metrics.narrowing import EVERYTHING, Narrowing
from safeguard.metrics.timescales import Holds, holds_of, rules_of
from safeguard.models import Adult, Concern, ConcernQuerySet, Enquiry, EnquiryQuerySet
from safeguard.models.adult import ADULT_FROM, is_outside_collection
from safeguard.rules.clocks import Rules

Keys = list[int] | QuerySet[Adult, int]
FEW = 100
SEES_FIGURES = frozenset({Permission.MEASURE_VIEW, Permission.RETURN_VIEW})
Rows = TypeVar("Rows", ConcernQuerySet, EnquiryQuerySet)


@dataclass(frozen=True)
class CaseScope:
    """What a person may have counted: the cases of `council`, or `only` some of them."""

    council: Organisation
    calendar: WorkingCalendar
    cut: date
    only: Narrowing = EVERYTHING
    _children: dict[date, Keys] = field(default_factory=dict, compare=False, repr=False)
    _young: dict[date, list[Any]] = field(default_factory=dict, compare=False, repr=False)
    _rules: list[Rules] = field(default_factory=list, compare=False, repr=False)
    _holds: list[Holds] = field(default_factory=list, compare=False, repr=False)

    @property
    def rules(self) -> Rules:
        """The council's own timescales; asked once."""
        if not self._rules:
            self.take_rules(rules_of(self.council))
        return self._rules[0]

    def take_rules(self, rules: Rules) -> None:
        self._rules[:] = [rules]

    @property
    def holds(self) -> Holds:
        """The times on hold of enquiries that have concluded, by enquiry; asked once."""
        if not self._holds:
            self.take_holds(holds_of(self.council))
        return self._holds[0]

    def take_holds(self, holds: Holds) -> None:
        self._holds[:] = [holds]

    def children_on(self, day: date) -> Keys:
        """Return the keys of those outside the collection on `day`; asked once for each day.

        A register of adults holds few children, mostly none: then nothing need be joined to leave
        them out. Where it holds many, it is a query for their keys rather than the keys.
        """
        return self._children_on(day)[day]

    def turned_adult(self, first: date, last: date) -> Keys:
        """Return the keys of those outside the collection on `first` and inside it on `last`."""
        found = self._children_on(first, last)
        before, after = found[first], found[last]
        if isinstance(before, list) and isinstance(after, list):
            return [key for key in before if key not in after]
        then = Adult.objects.outside_collection(self.council, first).exclude(pk__in=after)
        return then.order_by().values_list("pk", flat=True)

    def _children_on(self, *days: date) -> dict[date, Keys]:
        missing = sorted({day for day in days if day not in self._children})
        if missing:
            young = self._young_on(missing[0])
            for day in missing:
                self._children[day] = (
                    [key for key, *dates in young if is_outside_collection(*dates, on=day)]
                    if len(young) <= FEW
                    else self._child_keys(day)
                )
        return self._children

    def _young_on(self, day: date) -> Sequence[Any]:
        """Return those outside the collection on `day`, and perhaps some who were before."""
        for earlier, young in self._young.items():
            if earlier <= day:
                return young
        self.take_young(day, self.young_rows(day))
        return self._young[day]

    def young_rows(self, day: date) -> QuerySet[Any, Any]:
        """Return those outside the collection on `day`: up to one more than are held as keys.

        Whoever is a child on a later day is one on an earlier day, so one reading serves all.
        """
        rows = Adult.objects.outside_collection(self.council, day).order_by()
        return rows.values_list("pk", "born_on", "died_on", "age_at_death")[: FEW + 1]

    def take_young(self, day: date, rows: Iterable[Any]) -> None:
        self._young[day] = list(rows)

    def _child_keys(self, day: date) -> Keys:
        keys = Adult.objects.outside_collection(self.council, day).order_by()
        return keys.values_list("pk", flat=True)

    def concerns(self) -> ConcernQuerySet:
        return self.only.narrow(Concern.objects.filter(council=self.council).order_by())

    def enquiries(self) -> EnquiryQuerySet:
        rows = Enquiry.objects.filter(council=self.council).order_by()
        return self.only.narrow(rows, "concern__")

    def rows(self, period: Period, *, by_month: bool = False) -> "PeriodRows":
        return PeriodRows(self, period, by_month)


@dataclass(frozen=True)
class PeriodRows:
    """The rows of `scope` that matter for `period`, both ends included.

    An adult who was under 18 on the last day of the period (or at death, if they died by then) is
    outside the collection and so outside every figure; one with no date of birth is inside. With
    `by_month`, ages are those at the end of the month in which each thing happened, so that one
    month has the rows of a period of that month.
    """

    scope: CaseScope
    period: Period
    by_month: bool = False

    @property
    def children(self) -> Keys:
        """The keys of the adults left out."""
        return self.scope.children_on(self.period.end)

    @property
    def concerns(self) -> ConcernQuerySet:
        """Concerns received in the period."""
        return self._of_age(self.scope.concerns().received_in(self.period), "adult", "received_on")

    @property
    def decided(self) -> ConcernQuerySet:
        """Concerns decided in the period, whenever they were received."""
        return self._of_age(self.scope.concerns().decided_in(self.period), "adult", "decided_on")

    @property
    def commenced(self) -> EnquiryQuerySet:
        """Enquiries of either kind that commenced in the period."""
        rows = self.scope.enquiries().commenced_in(self.period)
        return self._of_age(rows, "concern__adult", "commenced_on")

    @property
    def concluded(self) -> EnquiryQuerySet:
        """Enquiries of either kind that concluded in the period."""
        rows = self.scope.enquiries().concluded_in(self.period)
        return self._of_age(rows, "concern__adult", "concluded_on")

    @property
    def open(self) -> EnquiryQuerySet:
        """Enquiries that had not concluded at the end of what the data cover."""
        return self._of_age(self.scope.enquiries().open(), "concern__adult")

    @property
    def open_at_census(self) -> EnquiryQuerySet:
        """Enquiries that were open at the end of `census`."""
        later = Q(concluded_on__isnull=True) | Q(concluded_on__gt=self.census)
        rows = self.scope.enquiries().filter(later, commenced_on__lte=self.census)
        return self._of_age(rows, "concern__adult")

    @property
    def census(self) -> date:
        """The day to look from: the last of the period, or of the data where they end sooner."""
        return min(self.period.end, self.scope.cut)

    @property
    def turned_adult(self) -> Keys:
        """The keys of those who are left out of its first month and not of its last."""
        return self.scope.turned_adult(self.period.months()[0].end, self.period.end)

    def _of_age(self, rows: Rows, adult: str, day: str = "") -> Rows:
        """Return the rows of adults, and of the age asked for; `day` is when each row happened."""
        only = self.scope.only
        if self.by_month and day:
            rows = self._but_children_then(only.of_age_each_month(rows, day, adult), adult, day)
        else:
            rows = only.of_age(rows, self.period.end, adult)
        if isinstance(self.children, list) and not self.children:
            return rows
        return rows.exclude(**{f"{adult}__in": self.children})

    def _but_children_then(self, rows: Rows, adult: str, day: str) -> Rows:
        turned = self.turned_adult
        if isinstance(turned, list) and not turned:
            return rows
        theirs = rows.model._default_manager.filter(**{f"{adult}__in": turned}).order_by()
        young = theirs.annotate(age_then=age_on(MonthEnd(F(day)), f"{adult}__")).filter(
            age_then__lt=ADULT_FROM
        )
        return rows.exclude(pk__in=young.values("pk"))
