"""Nobody can work out a hidden figure of the report from what is shared, and the attack is real."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assurance import catalogue
from assurance.releases import checking
from assurance.releases.checking import Earlier, to_withhold
from assurance.releases.shared import SharedFigure
from assurance.releases.theme3 import shared_figures, without
from assurance.reports.theme3 import theme3_document
from core.disclosure import Mode, protect_row, publish_count
from core.periods import Period
from tests.assurance.attack import Attacker, Seen, seen
from tests.assurance.theme3_samples import CUT, YEAR, cells, sample

YEARS = Period.financial_year(2024)
QUARTERS = YEARS.quarters()
SIZES = st.sampled_from([0, 1, 2, 3, 5, 8, 12, 20, 40])


def shared(figures):
    """Return the figures of a report after what must be is withheld."""
    before = shared_figures(figures)
    hidden = {each.key for each in to_withhold(before)}
    return [replace(each, withheld=each.key in hidden) for each in before]


def counts(key, name, values, hidden=()):
    return [
        SharedFigure(key, period.start, period.end, "", (name,), (n,), withheld=period in hidden)
        for period, n in values.items()
    ]


@settings(max_examples=12, deadline=None)
@given(SIZES, st.integers(0, 10**6))
@example(15, 2)
@example(3, 2)
def test_no_hidden_figure_of_a_report_can_be_worked_out(size, seed):
    figures = sample(size, seed=seed, mode=Mode.PUBLICATION, months=24)
    assert Attacker().read(seen(shared(figures))).found() == {}


def test_the_attack_finds_what_rounding_alone_gives_away():
    """The same reports without anything withheld: the attacker does work out hidden counts."""
    found = 0
    for size, seed in ((5, 1), (15, 2), (15, 3), (8, 4)):
        figures = sample(size, seed=seed, mode=Mode.PUBLICATION, months=24)
        found += len(Attacker().read(seen(shared_figures(figures))).found())
    assert found


def test_what_is_withheld_is_hidden_wherever_the_report_shows_it():
    figures = sample(15, seed=2, mode=Mode.PUBLICATION, teams=2)
    withheld = to_withhold(shared_figures(figures))
    assert withheld
    safe = without(figures, {each.key for each in withheld})
    again = {figure.key: figure for figure in shared_figures(safe)}
    for one in withheld:
        assert one.key not in again or safe_hides(safe, one.key), one.key


def safe_hides(figures, key):
    measure, start, _, part = key
    if measure.startswith("people"):
        axis, code = part.split(": ")
        return figures.hides_people(axis, code, measure.removeprefix("people_"))
    if part:
        slices = {f"team: {team.label}": team.figures for team in figures.teams}
        return slices[part][measure].withheld
    maps = [(figures.period, figures.now), (figures.previous, figures.before)]
    maps += [(year.period, year.figures) for year in figures.years]
    return all(
        found[measure].withheld
        for period, found in maps
        if period.start == start and measure in found
    )


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=4),
    st.tuples(st.integers(0, 6), st.integers(0, 6)),
)
@example([(5, 0), (5, 5)], (0, 0))
def test_teams_beside_the_council_give_nothing_away(teams, of_no_team):
    """Each team, and the cases of none: concerns decided within 2 days, and later."""
    figures = []
    parts = {f"team: {at}": team for at, team in enumerate(teams)}
    whole = tuple(sum(each) for each in zip(*teams, of_no_team, strict=True))
    for part, (soon, late) in {**parts, "": whole}.items():
        slot = (YEAR.start, YEAR.end, part)
        figures += [
            SharedFigure("concerns_raised", *slot, ("concerns",), (soon + late,)),
            SharedFigure(
                "decided_within_2_working_days_pct",
                *slot,
                ("decided_within_2_working_days_pct.met", "decided"),
                (soon, soon + late),
            ),
        ]
    (out,) = [share([figures])]
    assert Attacker().read(seen(out)).found() == {}


# --- an exact total ---------------------------------------------------------------------------


@given(st.lists(st.integers(0, 30), min_size=1, max_size=5))
def test_an_exact_total_does_not_give_away_a_cell(values):
    shown, total = protect_row(values)
    assert attack_row(values, shown, total) == {}


def test_without_the_second_suppression_the_attack_finds_the_cell():
    values = [41, 88, 23, 3]
    shown = [publish_count(value) for value in values]
    broken = Attacker()
    for at, value in enumerate(values):
        # Cells that are shown exactly beside an exact total: the case that must never be.
        broken.about((at,), *((0, 4) if shown[at] == "[c]" else (value, value)))
    broken.about(("total",), 155, 155)
    broken.add_sum(("total",), (0,), (1,), (2,), (3,))
    assert broken.possible((3,)) == {3}


def attack_row(values, shown, total):
    attacker = Attacker()
    for at, (value, cell) in enumerate(zip(values, shown, strict=True)):
        if cell == "[c]":
            # [c] stands for larger cells too: those hidden for the sake of a small one.
            attacker.about((at,), 0, 10**6)
            if value < 5:
                attacker.hidden.append((at,))
        else:
            attacker.about((at,), value, value)
    attacker.about(("total",), *((0, 10**6) if total == "[c]" else (total, total)))
    attacker.add_sum(("total",), *((at,) for at in range(len(values))))
    return attacker.found()


# --- one release after another ----------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=4, max_size=4), st.booleans())
@example([5, 5, 0, 5], True)
@example([6, 1, 7, 5], False)
def test_quarters_and_their_year_give_nothing_away_in_either_order(values, year_first):
    by_quarter = counts("concerns_raised", "concerns", dict(zip(QUARTERS, values, strict=True)))
    year = counts("concerns_raised", "concerns", {YEARS: sum(values)})
    releases = [[each] for each in by_quarter]
    releases = [year, *releases] if year_first else [*releases, year]
    out = share(releases)
    assert Attacker().read(seen(out)).found() == {}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 14), min_size=4, max_size=4),
    st.lists(st.integers(-1, 1), min_size=4, max_size=4),
)
def test_a_quarter_restated_by_one_case_gives_nothing_away(values, moves):
    first = counts("concerns_raised", "concerns", dict(zip(QUARTERS, values, strict=True)))
    later = [max(0, value + move) for value, move in zip(values, moves, strict=True)]
    again = counts("concerns_raised", "concerns", dict(zip(QUARTERS, later, strict=True)))
    out = share([first, again])
    old, new = out[:4], out[4:]
    for was, now in zip(old, new, strict=True):
        # Nobody sees a hidden figure appear once a case has come.
        assert not (was.is_hidden and not now.is_hidden)


def test_a_quarter_left_out_is_not_given_away_by_the_year():
    """Three quarters and the year were shared: what is left is the quarter that was not."""
    values = dict(zip(QUARTERS, [5, 5, 5, 1], strict=True))
    quarters = counts("concerns_raised", "concerns", values)[:3]
    year = counts("concerns_raised", "concerns", {YEARS: 16})
    out = share([quarters, year])
    left = ("concerns_raised", QUARTERS[3].start, QUARTERS[3].end, "")
    attacker = Attacker().read([*seen(out), Seen(*left, "[c]", small=True)])
    assert attacker.found() == {}


def test_a_figure_hidden_because_of_an_earlier_release_names_it():
    first = counts("concerns_raised", "concerns", {QUARTERS[0]: 4})
    again = counts("concerns_raised", "concerns", {QUARTERS[0]: 5})
    (one,) = to_withhold(again, [Earlier("Board pack, 2024-25 Q1", tuple(first))])
    assert one.because_of == ("Board pack, 2024-25 Q1",)


def share(releases):
    """Share one after another, each checked against those before it; return all as shown."""
    out: list[Earlier] = []
    for at, release in enumerate(releases):
        hidden = {each.key for each in to_withhold(release, out)}
        shown = tuple(replace(each, withheld=each.key in hidden) for each in release)
        out.append(Earlier(f"Release {at}", shown))
    return [figure for release in out for figure in release.figures]


@pytest.mark.parametrize("broken", [True, False])
def test_the_attack_tells_a_broken_check_from_a_sound_one(broken, monkeypatch):
    """5 and 5 make 10 or so: with the total shown, the third cannot be 3 or 4."""
    if broken:
        monkeypatch.setattr(checking, "_exposing", lambda *_: [])
    values = dict(zip(QUARTERS, [5, 5, 0, 5], strict=True))
    figures = counts("concerns_raised", "concerns", {**values, YEARS: 15})
    figures = [replace(figure, counts=figure.counts) for figure in figures]
    hidden = {each.key for each in checking.to_withhold(figures)}
    out = [replace(each, withheld=each.key in hidden) for each in figures]
    assert bool(Attacker().read(seen(out)).found()) is broken


def test_months_are_not_shared_beside_their_quarter():
    months = [
        SharedFigure("concerns_raised", m.start, m.end, "", ("concerns",), (40,), group="months")
        for m in QUARTERS[0].months()
    ]
    quarter = counts("concerns_raised", "concerns", {QUARTERS[0]: 120})
    assert {one.key for one in to_withhold([*months, *quarter])} == {m.key for m in months}
    (one,) = to_withhold(quarter, [Earlier("Theme 3 report, 2024-25", tuple(months))])
    assert one.because_of == ("Theme 3 report, 2024-25",)


def test_periods_of_a_report_end_where_the_data_do():
    figures = sample(40, mode=Mode.PUBLICATION, period=Period.financial_year(2025), cut=CUT)
    ends = {each.end for each in shared_figures(figures) if not each.group}
    assert max(ends) == CUT
    assert date(2026, 3, 31) not in ends
    assert YEAR.end in ends


# What a cell may read beside figures that are checked: days, and estimates over a known number.
BESIDE = re.compile(
    r"\[c\]|\N{EN DASH}|no local target|not known yet"
    r"|(?:\d+ (?:working )?days?|not reached: over half still open) \(.*\)"
    r"|\d+% \(of .*\)"
)


@pytest.mark.parametrize("size", [3, 15, 40, 300])
def test_every_number_in_the_report_is_a_figure_that_is_checked(size):
    figures = sample(size, seed=2, mode=Mode.PUBLICATION, teams=2)
    safe = without(figures, {each.key for each in to_withhold(shared_figures(figures))})
    checked = set(re.split(r"; ", "; ".join(each.shown for each in shared_figures(safe))))
    gaps = {part for text in checked for part in re.findall(r"\d+% \([^)]*\)|\d+%", text)}
    estimated = {
        figures.words.margin(catalogue.BY_KEY[key], figures.now[key])
        for key in (f"s42_concluded_within_{days}_days_pct" for days in (28, 56, 84))
    }
    for cell in cells(theme3_document(safe, made_on=CUT).blocks):
        text = cell.removesuffix(" *")
        assert text in checked | gaps | estimated or BESIDE.fullmatch(text), cell
