"""Narrow the cases that figures are counted over: one team, one kind of harm, one group of adults.

Everything but the team is read from the concern and its adult, so that a concern and the enquiry
that came of it are always on the same side of a filter.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, F, OuterRef

from core.dates import MonthEnd
from safeguard.metrics.ages import age_band, age_on, band_of
from safeguard.models import ConcernQuerySet, ConcernRiskType, EnquiryQuerySet

Rows = TypeVar("Rows", ConcernQuerySet, EnquiryQuerySet)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which cases are counted: those that fit every part that is given. Empty: all of them.

    `risk_type` is one of the types reported in the concern. `age_band` is that of the statutory
    return, on the last day of a period or at death.
    """

    team: int | None = None
    risk_type: str = ""
    location: str = ""
    provider: int | None = None
    gender: str = ""
    age_band: str = ""
    ethnicity: str = ""
    support_reason: str = ""

    @property
    def given(self) -> Mapping[str, Any]:
        """The parts that are given, by name."""
        return {name: value for name, value in asdict(self).items() if value}

    def narrow(self, rows: Rows, to_concern: str = "") -> Rows:
        """Return the rows that fit, whatever the day; `to_concern` leads to the concern."""
        paths = {
            "team": "team",
            "location": f"{to_concern}location",
            "provider": f"{to_concern}provider",
            "gender": f"{to_concern}adult__gender",
            "ethnicity": f"{to_concern}adult__ethnicity",
            "support_reason": f"{to_concern}primary_support_reason",
        }
        found = {paths[name]: value for name, value in self.given.items() if name in paths}
        rows = rows.filter(**found) if found else rows
        if not self.risk_type:
            return rows
        reported = ConcernRiskType.objects.filter(
            concern=OuterRef(f"{to_concern}pk"), risk_type=self.risk_type
        )
        return rows.filter(Exists(reported))

    def of_age(self, rows: Rows, day: date, adult: str) -> Rows:
        """Return the rows whose adult is in the age band on `day`; `adult` leads to them."""
        if not self.age_band:
            return rows
        return rows.alias(age_on_day=age_band(day, f"{adult}__")).filter(age_on_day=self.age_band)

    def of_age_each_month(self, rows: Rows, day: str, adult: str) -> Rows:
        """Return the rows whose adult is in the age band at the end of the month of `day`."""
        if not self.age_band:
            return rows
        aged = rows.alias(age_then=age_on(MonthEnd(F(day)), f"{adult}__"))
        return aged.alias(band_then=band_of("age_then")).filter(band_then=self.age_band)


EVERYTHING = Narrowing()
