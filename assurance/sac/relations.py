"""What a reader can add up and compare in a published return: which cells bound which. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from assurance.sac.check_enquiries import ACHIEVED, ASKED, ONE_EACH
from assurance.sac.check_people import CONCERN, ONCE_EACH, OTHER, S42
from assurance.sac.figures import Key

IDENTIFIED = ("RI_A", "RI_N")
PANELS = ("S42C", "OTHC")
METRICS = (CONCERN, S42, OTHER)
# Each counts pairs of what an enquiry had: (table, its rows, its columns).
PAIRS = (
    ("SG2a", "type", "source"),
    ("SG2b", "location", "source"),
    ("SG2a_b1", "type", "location"),
)
Values = Mapping[Key, int]


@dataclass(frozen=True)
class Relation:
    """The cells `more` add up to at least as much as the cells `less`."""

    more: tuple[Key, ...]
    less: tuple[Key, ...]

    @property
    def cells(self) -> tuple[Key, ...]:
        return self.more + self.less

    def holds(self, values: Values) -> bool:
        return sum(values[key] for key in self.more) >= sum(values[key] for key in self.less)


def with_wholes(values: Values) -> dict[Key, int]:
    """Return the cells with the totals that no cell has but that several tables add up to."""
    columns = _Columns(values)
    sums = {
        **{_people_in(metric): columns.of("SG1a", column=metric) for metric in METRICS},
        **{_ended(panel): columns.of("SG3a", panel=panel, rows=ONE_EACH) for panel in PANELS},
        **{_at_risk(panel): columns.of("SG2c", panel=panel, rows=IDENTIFIED) for panel in PANELS},
    }
    return {**values, **{whole: sum(values[k] for k in cells) for whole, cells in sums.items()}}


def _people_in(metric: str) -> Key:
    return "", "people", metric, ""


def _ended(panel: str) -> Key:
    return "", panel, "concluded", ""


def _at_risk(panel: str) -> Key:
    return "", panel, "risk identified", ""


def relations(values: Values) -> list[Relation]:
    """Return every relation that is true of the cells of a return and their `with_wholes`.

    One that is not, because a record is not complete, tells a reader nothing.
    """
    columns = _Columns(values)
    found = dict.fromkeys((*_people(columns), *_concluded(columns), *_pairs(columns)))
    return [each for each in found if each.more and each.less and each.holds(values)]


class _Columns:
    """The cells of a table, by what is asked of them."""

    def __init__(self, values: Values) -> None:
        self.by_table: dict[str, list[Key]] = {}
        for key in values:
            self.by_table.setdefault(key[0], []).append(key)

    def of(
        self,
        table: str,
        *,
        panel: str | None = None,
        rows: tuple[str, ...] = (),
        column: str | None = None,
    ) -> tuple[Key, ...]:
        return tuple(
            key
            for key in self.by_table.get(table, ())
            if (panel is None or key[1] == panel)
            and (not rows or key[2] in rows)
            and (column is None or key[3] == column)
        )


def _people(columns: _Columns) -> Iterator[Relation]:
    for metric in METRICS:
        people = (_people_in(metric),)
        for table in ONCE_EACH:
            yield from _same(people, columns.of(table, column=metric))
        reasons = columns.of("SG1d", column=metric)
        yield Relation(reasons, people)
        yield Relation(columns.of("SG1f", rows=(metric,)), people)
        for cell in (*reasons, *columns.of("SG1e", column=metric)):
            yield Relation(people, (cell,))
    yield Relation(columns.of("SG5b", rows=("DIED",)), columns.of("SG5a", rows=("DIED",)))


def _concluded(columns: _Columns) -> Iterator[Relation]:
    for panel in PANELS:
        ended, at_risk = (_ended(panel),), (_at_risk(panel),)
        yield from _same(ended, columns.of("SG3a", panel=panel, rows=ONE_EACH))
        yield from _same(ended, columns.of("SG2c", panel=panel))
        yield from _same(ended, columns.of("SG4a", panel=panel, rows=ASKED))
        yield from _same(at_risk, columns.of("SG2c", panel=panel, rows=IDENTIFIED))
        yield from _same(at_risk, columns.of("SG2e", panel=panel))
        expressed = columns.of("SG4a", panel=panel, rows=("ASK_EXP",))
        yield from _same(expressed, columns.of("SG4a", panel=panel, rows=ACHIEVED))
        yes, supported = (columns.of("SG3a", panel=panel, rows=(r,)) for r in ("YES", "ADV"))
        yield Relation(yes, supported)
        for table, _, _ in PAIRS:
            pairs = columns.of(table, panel=panel)
            yield Relation(pairs, ended)
            for cell in pairs:
                yield Relation(ended, (cell,))


def _same(one: tuple[Key, ...], other: tuple[Key, ...]) -> Iterator[Relation]:
    yield Relation(one, other)
    yield Relation(other, one)


def _pairs(columns: _Columns) -> Iterator[Relation]:
    """The enquiries with one type of risk are no fewer than any pair of it, no more than all."""
    for panel in PANELS:
        for cells in _by_value(columns, panel).values():
            for table, others in permutations(cells, 2):
                yield from (Relation(tuple(cells[table]), (cell,)) for cell in cells[others])


def _by_value(columns: _Columns, panel: str) -> dict[tuple[str, str], dict[str, list[Key]]]:
    """Return the pairs of each type, location and source, by the table they stand in."""
    found: dict[tuple[str, str], dict[str, list[Key]]] = {}
    for table, rows, cols in PAIRS:
        for key in columns.of(table, panel=panel):
            for value in ((rows, key[2]), (cols, key[3])):
                found.setdefault(value, {}).setdefault(table, []).append(key)
    return found
