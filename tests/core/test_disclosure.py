from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.disclosure import (
    HES,
    HIDDEN,
    INTERNAL_MARKING,
    MISSING,
    SAC_DASHBOARD,
    TRUE_ZERO,
    Mode,
    may_publish_interval,
    protect_row,
    protect_table,
    publish_block,
    publish_count,
    publish_median,
    publish_rate,
)
from core.rates import Rate
from core.table_protection import Margins
from tests.core.statistics.golden import expected

GOLDEN = expected("disclosure")
INTERNAL = Mode.INTERNAL


@pytest.mark.parametrize("row", GOLDEN["sac"]["rows"], ids=lambda row: str(row["value"]))
def test_golden_counts(row):
    assert publish_count(row["value"]) == row["sac_published"]
    zero_shown = row["project_rule_true_zero_shown"]
    assert publish_count(row["value"], rule=TRUE_ZERO) == zero_shown


@pytest.mark.parametrize(
    ("rule", "name"), [(SAC_DASHBOARD, "sac_dashboard_export"), (HES, "hes_alternative")]
)
def test_golden_other_rules(rule, name):
    for row in GOLDEN[name]["rows"]:
        assert publish_count(row["value"], rule=rule) == row["shown"]


def test_golden_blocks():
    block = GOLDEN["sac_sg4a_all_zero_block"]
    assert publish_block([0] * 5) == tuple(block["asked_block_all_zero"])
    assert publish_block([0] * 3) == tuple(block["achieved_block_all_zero"])
    one = block["asked_block_one_nonzero"]
    assert publish_block(one["input"]) == tuple(one["shown"])


def test_golden_differencing():
    example = GOLDEN["differencing_example"]
    counts = example["table"]["counts"]
    cells, total = protect_row(counts, exact_total=False)
    assert [*cells, total] == example["sac_style"]
    cells, total = protect_row(counts)
    assert (cells, total) == ((40, 90, HIDDEN, HIDDEN), example["table"]["total"])


@given(st.integers(0, 10**6))
def test_a_shown_count_is_the_nearest_5_and_a_hidden_one_is_small(value):
    shown = publish_count(value)
    if value < 5:
        assert shown == HIDDEN
    else:
        assert shown % 5 == 0
        assert abs(shown - value) <= 2


def test_missing_is_missing_in_either_mode():
    assert publish_count(None) == publish_count(None, INTERNAL) == MISSING
    assert publish_block([None, 7]) == (MISSING, 5)


def test_internal_shows_true_counts_and_says_so():
    assert [publish_count(value, INTERNAL) for value in (0, 3, 7)] == [0, 3, 7]
    assert publish_block([0, 0], INTERNAL) == (0, 0)
    assert (Mode.INTERNAL.marking, Mode.PUBLICATION.marking) == (INTERNAL_MARKING, None)


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        pytest.param(0, 0, MISSING, id="no cases"),
        pytest.param(2, 4, HIDDEN, id="fewer than five cases"),
        pytest.param(4, 40, HIDDEN, id="small numerator"),
        pytest.param(36, 40, HIDDEN, id="small rest"),
        pytest.param(0, 40, HIDDEN, id="0% would give away a hidden 0"),
        pytest.param(40, 40, HIDDEN, id="so would 100%"),
        pytest.param(5, 40, "13%", id="12.5 goes up"),
        pytest.param(35, 40, "88%", id="so does 87.5"),
    ],
)
def test_publish_rate(numerator, denominator, shown):
    rate = Rate(numerator, denominator)
    assert publish_rate(rate) == shown
    assert may_publish_interval(rate) is (shown not in (HIDDEN, MISSING))


def test_internal_rate():
    assert publish_rate(Rate(1, 3), INTERNAL) == "33.3%"
    assert publish_rate(Rate(0, 0), INTERNAL) == MISSING
    assert may_publish_interval(Rate(1, 3), INTERNAL)


@given(st.integers(0, 60), st.integers(0, 60))
def test_no_percentage_when_what_it_is_made_of_is_hidden(numerator, rest):
    shown = publish_rate(Rate(numerator, numerator + rest))
    if HIDDEN in (publish_count(numerator), publish_count(rest)):
        assert shown in (HIDDEN, MISSING)
    if numerator + rest < 5:
        assert shown in (HIDDEN, MISSING)


@pytest.mark.parametrize(
    ("n", "value", "shown", "internal"),
    [
        (0, None, MISSING, MISSING),
        (9, None, MISSING, MISSING),
        (7, 12.0, HIDDEN, "12"),
        (8, 61.5, "62", "61.5"),
    ],
)
def test_publish_median(n, value, shown, internal):
    assert publish_median(n, value) == shown
    assert publish_median(n, value, INTERNAL) == internal


def test_publish_median_to_more_places():
    assert publish_median(8, 61.25, places=1) == "61.3"


@pytest.mark.parametrize("value", [-1, -5])
def test_a_count_is_not_negative(value):
    for mode in Mode:
        with pytest.raises(ValueError, match=str(value)):
            publish_count(value, mode)


@pytest.mark.parametrize("rows", [[], [[]], [[1], [1, 2]], [[-1]]])
def test_protect_table_refuses(rows):
    with pytest.raises(ValueError, match=r"rows of one length|cannot be negative"):
        protect_table(rows)


def test_a_table_with_nothing_small_hides_nothing():
    table = protect_table([[10, 22], [33, 41]])
    assert table.cells == ((10, 20), (35, 40))
    assert (table.row_totals, table.column_totals) == ((32, 74), (43, 63))
    assert table.grand_total == 106


def test_one_small_cell_takes_a_loop_of_four():
    table = protect_table([[3, 50, 60], [20, 90, 70], [80, 95, 99]])
    assert table.cells == ((HIDDEN, HIDDEN, 60), (HIDDEN, HIDDEN, 70), (80, 95, 100))
    assert table.grand_total == 567


def test_a_small_total_is_hidden_too():
    table = protect_table([[1, 2], [20, 30]])
    assert table.row_totals[0] == HIDDEN


def test_rounded_totals_need_no_further_hiding():
    table = protect_table([[3, 50], [20, 91]], exact_totals=False)
    assert table.cells == ((HIDDEN, 50), (20, 90))
    assert (table.row_totals, table.column_totals) == ((55, 110), (25, 140))
    assert table.grand_total == 165


def test_internal_table_is_true_throughout():
    table = protect_table([[3, 51], [20, 91]], mode=INTERNAL)
    assert table.cells == ((3, 51), (20, 91))
    assert (table.row_totals, table.column_totals) == ((54, 111), (23, 142))


def test_totals_not_asked_for_are_not_given():
    table = protect_table([[3, 50], [20, 91]], margins=Margins(rows=False, columns=False))
    assert (table.row_totals, table.column_totals) == (None, None)
    assert table.cells == ((HIDDEN, 50), (HIDDEN, 90))


def known(totals):
    return tuple(None if total == HIDDEN else total for total in totals)


def less(total, count):
    return None if total is None else total - count


class Reader:
    """Someone who knows every shown cell exactly and looks for ways to fill the others.

    To move one count by up to 4 no other need move by more, so nothing further off is tried;
    what is nearest is tried first.
    """

    def __init__(self, rows, table):
        self.rows, self.width = rows, len(rows[0])
        self.cells = list(product(range(len(rows)), range(self.width)))
        self.row_totals = known(table.row_totals or [HIDDEN] * len(rows))
        self.column_totals = known(table.column_totals or [HIDDEN] * self.width)
        self.grand_total = known([table.grand_total])[0]
        self.choices = {
            (r, c): (0, 1, -1, 2, -2, 3, -3, 4, -4) if table.cells[r][c] == HIDDEN else (0,)
            for r, c in self.cells
        }

    def can_move(self, place, by):
        """Whether the count at `place` could be `by` more than it is."""
        choices = self.choices | {place: (by,)}

        @cache
        def fill(at, row_left, column_left, left):
            if at == len(self.cells):
                return left in (None, 0) and set(column_left) <= {None, 0}
            r, c = self.cells[at]
            row_left = self.row_totals[r] if c == 0 else row_left
            return any(
                fill(at + 1, *rest)
                for move in choices[r, c]
                if (rest := self.after(r, c, move, row_left, column_left, left))
            )

        return fill(0, None, self.column_totals, self.grand_total)

    def after(self, r, c, move, row_left, column_left, left):
        """What is left of the row, columns and table; None if this cannot be."""
        count = self.rows[r][c] + move
        row, column, table = (less(total, count) for total in (row_left, column_left[c], left))
        if min(count, *(total or 0 for total in (row, column, table))) < 0:
            return None
        if c == self.width - 1 and row not in (None, 0):
            return None
        return row, (*column_left[:c], column, *column_left[c + 1 :]), table


def assert_protected(rows, margins=None):
    table = protect_table(rows, margins=margins)
    reader = Reader(rows, table)
    for r, c in product(range(len(rows)), range(len(rows[0]))):
        if rows[r][c] < 5:
            assert table.cells[r][c] == HIDDEN
            assert all(reader.can_move((r, c), value - rows[r][c]) for value in range(1, 5))
        elif table.cells[r][c] == HIDDEN:
            assert reader.can_move((r, c), 1) or reader.can_move((r, c), -1)


def tables(largest):
    return st.sampled_from([(1, 1), (1, 4), (2, 2), (3, 1), (2, 3), (3, 3)]).flatmap(
        lambda shape: st.lists(
            st.lists(st.integers(0, largest), min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )


@settings(max_examples=60, deadline=None)
@given(st.one_of(tables(8), tables(15)), st.builds(Margins, st.booleans(), st.booleans()))
def test_no_small_count_can_be_worked_out_from_the_totals(rows, margins):
    assert_protected(rows, margins)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([[4, 20, 30], [21, 1, 31], [32, 33, 34]], id="could not fall to 1"),
        pytest.param([[0, 20, 30], [21, 30, 31], [32, 33, 34]], id="must be able to rise to 4"),
        pytest.param([[1, 5, 5], [5, 5, 5], [5, 5, 5]], id="all alike"),
        pytest.param([[1, 1, 1], [1, 1, 1], [1, 1, 30]], id="nearly all small"),
        pytest.param([[6, 6, 2], [1, 3, 0]], id="two steps through one cell"),
        pytest.param([[1, 2, 0], [3, 9, 2], [9, 4, 9]], id="and again"),
    ],
)
def test_no_small_count_can_be_worked_out_here(rows):
    assert_protected(rows)


def test_a_total_is_shown_when_it_need_not_be_hidden():
    # The search hides the total of 11 too on its way to something better.
    assert protect_table([[5, 1], [6, 2]]).column_totals == (11, HIDDEN)


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ([[3, 50], [40, 60]], 4),
        ([[3, 2], [40, 60]], 4),
        ([[6, 6, 2], [1, 3, 0]], 6),
        ([[20, 1, 3], [4, 4, 1], [1, 9, 9]], 7),
    ],
)
def test_no_more_is_hidden_than_must_be(rows, hidden):
    table = protect_table(rows)
    assert sum(cell == HIDDEN for row in table.cells for cell in row) == hidden


@given(
    st.integers(1, 6).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 60), min_size=width, max_size=width), min_size=1, max_size=6
        )
    )
)
def test_every_small_count_and_total_is_hidden(rows):
    table = protect_table(rows)
    shown = [*zip(rows, table.cells, strict=True), ([sum(row) for row in rows], table.row_totals)]
    shown.append(([sum(column) for column in zip(*rows, strict=True)], table.column_totals))
    for counts, cells in shown:
        assert all(cell == HIDDEN for count, cell in zip(counts, cells, strict=True) if count < 5)


def test_a_large_table_takes_a_moment():
    rows = [[(7 * r + 11 * c) % 23 for c in range(15)] for r in range(20)]
    table = protect_table(rows)
    assert table.grand_total == sum(map(sum, rows))
