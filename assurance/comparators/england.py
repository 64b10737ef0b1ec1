"""Published figures of England, each with where it comes from and how far that can be trusted.

They come with the product as a data file and are facts about a year, not targets. Figures whose
source is second-hand or doubtful are not in the file.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assurance.charts import number
from core.rates import Rate

FILE = Path(__file__).parent / "england.csv"
GRADES = {
    "A": "official page or workbook",
    "B": "press or sector page that quotes the official release",
    "derived": "worked out here from figures of the other two kinds",
}
ROUNDING = (
    "Published counts are rounded to the nearest 5, and since 2020-21 the totals of England hold "
    "an estimate for councils that sent no return. The figures of this council are true counts "
    "over the same dates. Concerns and enquiries started are those of the year; outcomes are of "
    "enquiries concluded in the year."
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One published figure of England. `measure` is ours of the same definition, or empty."""

    year: str
    measure: str
    title: str
    value: float | None
    rate: Rate | None
    unit: str
    grade: str
    source: str
    url: str
    note: str

    @property
    def words(self) -> str:
        """The figure as it reads: "31%", "640,240"."""
        if self.rate is not None:
            return f"{self.rate.percent}%"
        return number(self.value, self.unit)

    @property
    def basis(self) -> str:
        """What it was made from, where that was published."""
        if self.rate is None:
            return ""
        return f"{self.rate.numerator:,} of {self.rate.denominator:,}"


@cache
def facts() -> tuple[Fact, ...]:
    """Return every published figure, by title and then by year."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_fact(row) for row in csv.DictReader(file))


def facts_for(measure: str) -> Sequence[Fact]:
    """Return the published figures of one of our measures, newest first."""
    return [fact for fact in reversed(facts()) if fact.measure == measure]


def _fact(row: dict[str, str]) -> Fact:
    counts = row["numerator"] and row["denominator"]
    return Fact(
        year=row["year"],
        measure=row["measure"],
        title=row["title"],
        value=float(row["value"]) if row["value"] else None,
        rate=Rate(int(row["numerator"]), int(row["denominator"])) if counts else None,
        unit=row["unit"],
        grade=row["grade"],
        source=row["source"],
        url=row["url"],
        note=row["note"],
    )
