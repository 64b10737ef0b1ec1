"""What a reader can work out: never less than a look at every possible set of counts finds."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from core.recovery import Puzzle, Sum, View

MOST = 12


def shown(name, n):
    """Return a figure rounded to the nearest 5; what is below 5 is hidden and has none."""
    five = (n + 2) // 5 * 5
    return View((name,), ((max(5, five - 2), five + 2),), lambda _: True, owner=name)


def exact(name, n):
    return View((name,), ((n, n),), lambda counts: counts == (n,), owner=name)


def puzzle(counts, *, show=shown, hide=()):
    names = [f"part {at}" for at in range(len(counts))]
    truth = {**dict(zip(names, counts, strict=True)), "total": sum(counts)}
    views = [show(name, n) for name, n in truth.items() if n > 4 and name not in hide]
    return Puzzle(truth, [Sum("total", tuple(names))], views), truth, views


def by_trying_all(truth, views, name):
    """Return the values of one count in every set of parts that reads the same."""
    parts = [each for each in truth if each != "total"]
    held = {view.quantities[0]: view.spans[0] for view in views}
    found = set()
    for values in product(range(MOST + 1), repeat=len(parts)):
        counts = {**dict(zip(parts, values, strict=True)), "total": sum(values)}
        if all(low <= counts[each] <= high for each, (low, high) in held.items()):
            found.add(counts[name])
    return found


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=2, max_size=3), st.sampled_from([shown, exact]))
def test_a_value_is_excluded_just_when_no_set_of_counts_has_it(counts, show):
    made, truth, views = puzzle(counts, show=show)
    for name in (each for each in truth if truth[each] < 5 and each != "total"):
        possible = by_trying_all(truth, views, name)
        assert {v for v in range(1, 5) if made.can_be(name, v)} == possible & {1, 2, 3, 4}


def test_exact_parts_and_an_exact_total_give_the_last_part_away():
    made, _, _ = puzzle([41, 88, 23, 3], show=exact)
    assert not made.hides("part 3")
    assert made.owners_near("part 3")[0] == "part 2"
    made.hide("part 2")
    assert made.hides("part 3")


def test_rounding_alone_does_not_always_do():
    made, _, _ = puzzle([5, 5, 1])
    assert [value for value in range(1, 5) if made.can_be("part 2", value)] == [1, 2]


def test_a_share_tells_more_than_its_counts():
    """6 of 17 read "35% (5 of 15)", and nothing else does: the rest, 11, is known exactly."""

    def reads(counts):
        n, d = counts
        return n <= d and (200 * n + d) // (2 * d) == 35

    view = View(("n", "d"), ((5, 7), (13, 17)), reads, owner="share")
    made = Puzzle({"n": 6, "d": 17, "rest": 11}, [Sum("d", ("n", "rest"))], [view])
    assert view.alike == ((6, 17),)
    assert [value for value in range(8, 14) if made.can_be("rest", value)] == [11]


def test_that_there_is_none_may_be_worked_out_and_one_may_not():
    none, _, _ = puzzle([6, 7, 0], show=exact)
    one, _, _ = puzzle([6, 7, 1], show=exact)
    assert (none.leaves_open("part 2"), one.leaves_open("part 2")) == (True, False)
    assert not none.hides("part 2")


def test_what_was_shared_before_gives_way_where_it_was_restated():
    out = View(("part 0",), ((5, 7),), lambda _: True)
    views = [out, exact("part 0", 20), exact("total", 23)]
    truth = {"part 0": 20, "part 1": 3, "total": 23}
    made = Puzzle(truth, [Sum("total", ("part 0", "part 1"))], views)
    assert out not in made.views
    assert not made.can_be("part 1", 4)


def test_what_still_contradicts_itself_is_left_out():
    truth = {"part 0": 9, "total": 5}
    views = [exact("part 0", 9), exact("total", 5)]
    assert Puzzle(truth, [Sum("total", ("part 0",))], views).views in (
        [views[0]],
        [views[1]],
        views,
    )
    twice = [exact("part 0", 9), View(("part 0",), ((1, 2),), lambda _: True, owner="other")]
    assert len(Puzzle({"part 0": 9}, [], twice).views) == 1


def test_the_lowest_rank_is_hidden_first_and_then_the_smallest():
    def view(name, n, *rank):
        return View((name,), ((n, n),), lambda _: True, owner=name, rank=rank)

    views = [view("part 0", 9, 0), view("part 1", 6, 1), view("part 3", 7, 1)]
    truth = {"part 0": 9, "part 1": 6, "part 2": 1, "part 3": 7, "total": 23}
    made = Puzzle(truth, [Sum("total", tuple(each for each in truth if each != "total"))], views)
    assert made.owners_near("part 2") == ["part 0", "part 1", "part 3"]
    assert Puzzle({"alone": 1}, [], []).owners_near("alone") == []
