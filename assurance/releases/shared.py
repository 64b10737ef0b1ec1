"""One figure as it is shared: what it counts, what it reads, and what else would read the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from assurance import catalogue
from assurance.measures import Followed, Measure, RatioOf, Share, Unit
from assurance.releases import names
from assurance.words import Words
from core.disclosure import HIDDEN, LEAST_FOR_MEDIAN, SAC, Mode
from core.periods import Period
from core.rates import Rate
from core.recovery import Span
from safeguard.metrics.figures import Figure

WORDS = Words(Mode.PUBLICATION)
# Rounded to the nearest 5, a count stands for those up to 2 away.
REACH = 2
PEOPLE = "people"
ALL = ":all"
COUNCIL = ""

Key = tuple[str, date, date, str]
Quantity = tuple[str, date, date, str]


@dataclass(frozen=True)
class SharedFigure:
    """The figure of a measure for a period and part of the council.

    `counts` are true and `names` say what each is; `extras` are what is shown beside the figure
    itself: "margin", "gap". `end` is no later than the data reach. Figures of one `group` are shown
    together or not at all, as the months of a chart are.
    """

    measure: str
    start: date
    end: date
    part: str
    names: tuple[str, ...]
    counts: tuple[int, ...]
    extras: tuple[str, ...] = ()
    withheld: bool = field(default=False, compare=False)
    group: str = field(default="", compare=False)
    # The figure in full, with what depends on no count: the days of a median.
    printed: str = field(default="", compare=False)

    @property
    def key(self) -> Key:
        """What the figure is of, whichever document shows it."""
        return (self.measure, self.start, self.end, self.part)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Return each count as sums know it: all people together are of the whole council."""
        return tuple(
            (name, self.start, self.end, COUNCIL if name.endswith(ALL) else self.part)
            for name in self.names
        )

    @property
    def shown(self) -> str:
        return HIDDEN if self.withheld else self.text_for(self.counts) or HIDDEN

    @property
    def is_hidden(self) -> bool:
        return self.shown.startswith(HIDDEN)

    def text_for(self, counts: tuple[int, ...]) -> str | None:
        """Return all that would be shown for other counts; None where there cannot be such."""
        return _text(self.measure, counts, self.extras)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return the least and the most each count can be, of a figure that is not hidden."""
        return tuple(_span(count) for count in self.counts)

    def as_json(self) -> dict[str, Any]:
        return {
            "measure": self.measure,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "part": self.part,
            "names": list(self.names),
            "counts": list(self.counts),
            "extras": list(self.extras),
            "withheld": self.withheld,
            "group": self.group,
            "shown": self.shown,
            "printed": self.shown if self.is_hidden else self.printed or self.shown,
        }


def from_json(held: Mapping[str, Any]) -> SharedFigure:
    return SharedFigure(
        held["measure"],
        date.fromisoformat(held["start"]),
        date.fromisoformat(held["end"]),
        held["part"],
        tuple(held["names"]),
        tuple(held["counts"]),
        tuple(held["extras"]),
        held["withheld"],
        held["group"],
    )


def shared_figure(
    measure: Measure,
    figure: Figure,
    period: Period,
    cut: date,
    *,
    part: str = COUNCIL,
    extras: Iterable[str] = (),
    group: str = "",
) -> SharedFigure | None:
    """Return a figure of the catalogue as it is shared; None where it tells of no count."""
    if figure.note:
        return None
    start, end = period.start, max(period.start, min(period.end, cut))
    if measure.key in (*names.OPEN, "s42_open_at_cut"):
        start = end = cut if measure.key == "s42_open_at_cut" else end
    found = _counts(measure, figure)
    wanted = tuple(extras)
    if "gap" in wanted and measure.key in names.GAPS:
        found.append((f"{measure.key}.unknown", figure.not_known))
    else:
        wanted = tuple(extra for extra in wanted if extra != "gap")
    return SharedFigure(
        measure.key,
        start,
        end,
        part,
        tuple(name for name, _ in found),
        tuple(count for _, count in found),
        wanted,
        group=group,
        printed=WORDS.figure(measure, figure),
    )


def shared_people(
    kind: str, period: Period, cut: date, *, part: str, count: int, total: int
) -> SharedFigure:
    """Return one group of people in concerns, or in enquiries, with its share of all of them."""
    end = max(period.start, min(period.end, cut))
    measure = f"{PEOPLE}_{kind}"
    counted = (measure, f"{measure}{ALL}")
    return SharedFigure(measure, period.start, end, part, counted, (count, total))


def shared_count_of_people(
    kind: str, start: date, end: date, part: str, count: int, *, withheld: bool
) -> SharedFigure:
    """Return one group of people as a return has it: without its share of all of them."""
    measure = f"{PEOPLE}_{kind}"
    return SharedFigure(measure, start, end, part, (measure,), (count,), withheld=withheld)


def shared_all_people(kind: str, period: Period, cut: date, total: int) -> SharedFigure:
    """Return how many people there were in all."""
    end = max(period.start, min(period.end, cut))
    measure = f"{PEOPLE}_{kind}"
    return SharedFigure(measure, period.start, end, COUNCIL, (f"{measure}{ALL}",), (total,))


def _counts(measure: Measure, figure: Figure) -> list[tuple[str, int]]:
    key = measure.key
    if measure.unit is Unit.COUNT:
        return [(names.numerator_of(key), figure.numerator or 0)]
    whole = (names.denominator_of(key), figure.denominator or 0)
    if isinstance(measure.calculation, Followed):
        return [whole, (names.STILL_OPEN, figure.still_open or 0)]
    if figure.numerator is None:
        return [whole]
    return [(names.numerator_of(key), figure.numerator), whole]


def _span(count: int) -> Span:
    if SAC.hides(count):
        return (SAC.first, SAC.last)
    shown = int(SAC.show(count))
    return (max(SAC.last + 1, shown - REACH), shown + REACH)


@lru_cache(maxsize=200_000)
def _text(key: str, counts: tuple[int, ...], extras: tuple[str, ...]) -> str | None:
    """Return what is shown of some counts: only what depends on them, not a median itself."""
    if key.startswith(PEOPLE):
        return _people(*counts)
    if key not in catalogue.BY_KEY:
        # A measure that is no longer kept was shared when it was: its counts read as counts do.
        return " ".join(WORDS.count(count) for count in counts)
    measure = catalogue.BY_KEY[key]
    if measure.unit is Unit.COUNT:
        return WORDS.count(counts[0])
    if isinstance(measure.calculation, RatioOf):
        value = 100 * counts[0] / counts[1] if counts[1] else None
        return WORDS.figure(measure, Figure(value, counts[0], counts[1]))
    if isinstance(measure.calculation, Followed) or measure.unit is not Unit.PERCENT:
        return _cases(counts)
    return _share(measure, counts, extras)


def _people(count: int, total: int | None = None) -> str | None:
    if total is None:
        return WORDS.count(count)
    if count > total:
        return None
    shown, percent = WORDS.count(count), WORDS.percent(Rate(count, total))
    return shown if percent == HIDDEN else f"{shown} ({percent})"


def _cases(counts: tuple[int, ...]) -> str | None:
    if counts[1:] and counts[1] > counts[0]:
        return None
    # The counts beside a median are shown from 8 on; below, the whole figure is hidden.
    if counts[0] < LEAST_FOR_MEDIAN:
        return HIDDEN
    return " ".join(WORDS.count(count) for count in counts)


def _share(measure: Measure, counts: tuple[int, ...], extras: tuple[str, ...]) -> str | None:
    met, of = counts[:2]
    if met > of:
        return None
    rate = Rate(met, of)
    text = WORDS.rate(rate)
    if "margin" in extras and text != HIDDEN:
        text += f"; {WORDS.interval(rate.interval())}"
    if "gap" in extras:
        text += f"; {_gap(measure, met, of, counts[2])}"
    return text


def _gap(measure: Measure, met: int, of: int, unknown: int) -> str | None:
    calculation = measure.calculation
    counted = isinstance(calculation, Share) and calculation.counts_not_known
    eligible = of if counted else of + unknown
    if met + unknown > eligible:
        return None
    ends = [WORDS.percent(Rate(part, eligible)) for part in (met, met + unknown)]
    if SAC.hides(unknown) or HIDDEN in ends:
        return HIDDEN
    return " ".join((WORDS.rate(Rate(unknown, eligible)), *ends))
