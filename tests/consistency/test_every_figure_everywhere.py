"""One question has one answer: on pages, dashboards, over the API, by command and in the report.

Every measure of the catalogue, for every kind of filter.
"""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from assurance.asking import query_of
from assurance.catalogue import BY_KEY, MEASURES, all_figures, in_four_places
from assurance.dashboards import kept
from assurance.dashboards.chosen import BOARD, CONTEXT, FLOW, STOCK, TEN
from assurance.measures import Group
from assurance.models import ReportRun, SharedRelease
from assurance.reports.blocks import Table
from assurance.reports.sections.year_page import TEN as IN_ONE_PAGE
from assurance.reports.theme3 import fingerprint
from assurance.scopes import open_scope
from assurance.services.reports import read_theme3_report
from assurance.trends import FLOWS
from assurance.words import ON_PAGES, Words
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.periods import Period
from core.roles import Role
from core.statistics.intervals import Interval
from safeguard.metrics.facts import Facts
from safeguard.metrics.figures import Figure
from safeguard.metrics.narrowing import EVERYTHING, Narrowing
from tests.consistency.mixed_register import CUT, FIRST, filled

YEAR = Period.financial_year(2024)
FILTERS = {
    "all": {},
    "team": {"team": "team"},
    "provider": {"provider": "provider"},
    "harm": {"risk_type": "NEG"},
    "place and gender": {"location": "CHR", "gender": "F"},
    "age": {"age_band": "65-74"},
    "reason and ethnicity": {"support_reason": "MEM", "ethnicity": "BLACK"},
    "nothing fits": {"risk_type": "MODSLAV"},
}


@pytest.fixture
def register(council):
    return filled(council)


def given(register, name):
    """Return a filter with the keys of the rows that it stands for."""
    keys = {"team": register.teams[0].pk, "provider": register.providers[0].pk}
    return {name: keys.get(value, value) for name, value in FILTERS[name].items()}


def scope_of(register, only=EVERYTHING):
    return replace(open_scope(by=None, council=register.council), only=only)


def expected(register, only, period=YEAR):
    return all_figures(Facts(scope_of(register, only).rows(period)))


@pytest.mark.parametrize("name", FILTERS)
def test_one_answer(register, signed_in, tmp_path, name):
    asked = given(register, name)
    only = Narrowing(**asked)
    figures = expected(register, only)
    query = query_of(YEAR, asked)
    client = signed_in(Role.SAFEGUARDING_MANAGER)

    over_api = client.get(
        "/api/v1/measures/",
        {"council": "TEST", "start": YEAR.start, "end": YEAR.end, **asked},
    ).json()
    assert {row["key"]: numbers(row) for row in over_api} == {
        key: as_numbers(figure) for key, figure in figures.items()
    }

    out = tmp_path / "measures.json"
    options = [part for key, value in asked.items() for part in ("--only", f"{key}={value}")]
    span = ("--from", "2024-04-01", "--to", "2025-03-31")
    command = ("measures", "--council", "TEST", *span, *options, "--out", str(out))
    if name == "nothing fits":
        with pytest.raises(CommandError, match="of the kind asked for"):
            call_command(*command)
    else:
        call_command(*command)
        written = json.loads(out.read_text())["measures"]
        assert {key: numbers(row) for key, row in written.items()} == {
            key: as_numbers(figure) for key, figure in figures.items()
        }

    shown = {}
    for group in Group:
        page = client.get(f"{reverse('assurance:measure-list')}?group={group.name}&{query}")
        shown |= {row["measure"].key: (row["value"], row["basis"]) for row in page.context["rows"]}
    assert shown == {measure.key: words(measure, figures[measure.key]) for measure in MEASURES}

    dashboard = client.get(f"{reverse('assurance:dashboard-director')}?{query}").context
    rows = [*dashboard["rows"], *dashboard["context_rows"]]
    assert {row.measure.key: row.figure for row in rows} == {
        key: figures[key] for key in (*(choice.key for choice in TEN), *CONTEXT)
    }
    flow = client.get(f"{reverse('assurance:dashboard-flow')}?{query}").context["flow"]
    for place, month in enumerate(flow.months):
        alone = Facts(scope_of(register, only).rows(month))
        for key in (*FLOW, STOCK):
            assert flow.counts[key][place] == BY_KEY[key].figure(alone).numerator, (key, month)
    assert len(flow.months) == 12


def test_a_month_of_a_trend_is_that_month(register):
    """Also for those who turn 18, or leave an age band, between that month and the last."""
    for only in (EVERYTHING, Narrowing(age_band="65-74"), Narrowing(age_band="18-64")):
        scope = scope_of(register, only)
        reader = kept.Reader(scope, YEAR)
        keys = [key for key in BY_KEY if BY_KEY[key].calculation.source in FLOWS]
        for month in reader.months[-14::3]:
            alone = Facts(scope.rows(month.period))
            for key in keys:
                in_trend, by_itself = BY_KEY[key].figure(month), BY_KEY[key].figure(alone)
                assert replace(in_trend, note="") == replace(by_itself, note=""), (key, month)


def test_the_months_hold_birthdays_that_matter(register):
    scope = scope_of(register)
    assert scope.turned_adult(Period.month(FIRST).end, CUT) != []


@pytest.mark.parametrize("name", FILTERS)
def test_the_report_its_file_and_its_command_say_the_same(register, signed_in, tmp_path, name):
    asked = given(register, name)
    figures = expected(register, Narrowing(**asked))
    out = tmp_path / "report.html"
    options = [part for key, value in asked.items() for part in ("--only", f"{key}={value}")]
    span = ("--council", "TEST", "--from", "2024-04-01", "--to", "2025-03-31")
    call_command("theme3_report", *span, *options, "--out", str(out))
    by_command = ReportRun.objects.get()
    form = {"period": "2024-25", "mode": "internal", "fmt": "html", "reason": "To compare"}
    client = signed_in(Role.ANALYST)
    file = client.post(reverse("assurance:report-download"), {**form, **asked})
    by_page = ReportRun.objects.exclude(pk=by_command.pk).get()
    assert file.content == out.read_bytes()
    for run in (by_command, by_page):
        assert run.only == asked
        assert {key: stored(row) for key, row in run.figures.items()} == {
            key: replace(figure, note="") for key, figure in figures.items()
        }
    # The hash that is printed is of what is shown of every measure.
    made_of = SimpleNamespace(
        council_code="TEST",
        period=YEAR,
        mode=Mode.INTERNAL,
        words=Words(Mode.INTERNAL),
        now=figures,
    )
    shown = file.content.decode()
    assert fingerprint(made_of, by_command.cases) in shown
    assert (
        ("Only cases with" in shown) == ("No figure in this report is of" in shown) == bool(asked)
    )
    assert ("these cases only" in shown or "kind asked for" in shown) == bool(asked)
    page = client.get(reverse("assurance:report-view"), {**form, **asked}).context["document"]
    rows = [row for block in page.blocks if isinstance(block, Table) for row in block.rows]
    in_page = {row[0]: row[1] for row in rows[: len(IN_ONE_PAGE)]}
    for key in IN_ONE_PAGE:
        measure = BY_KEY[key]
        (told,) = [text for title, text in in_page.items() if title.endswith(measure.title[1:])]
        assert told == made_of.words.figure(measure, figures[key])


def test_a_report_for_sharing_covers_every_case(register, signed_in, tmp_path):
    """No release is of some cases, so none can be subtracted from one of all."""
    form = {"period": "2024-25", "mode": "publication", "fmt": "html", "reason": "To share"}
    address = reverse("assurance:report-download")
    refused = signed_in(Role.ANALYST).post(address, {**form, "gender": "F"})
    assert b"A report for sharing covers every case" in refused.content
    assert b'value="F" selected' in refused.content
    span = ("--council", "TEST", "--from", "2024-04-01", "--to", "2025-03-31")
    out = tmp_path / "report.html"
    with pytest.raises(CommandError, match="A report for sharing covers every case"):
        call_command(
            "theme3_report", *span, "--mode", "publication", "--only", "gender=F", "--out", str(out)
        )
    only = Narrowing(gender="F")
    wanted = {"council": register.council, "start": YEAR.start, "end": YEAR.end, "only": only}
    with pytest.raises(RuleViolationError, match="for sharing covers every case"):
        read_theme3_report(by=None, **wanted, mode=Mode.PUBLICATION)
    assert not out.exists()
    assert not ReportRun.objects.exists()
    assert not SharedRelease.objects.exists()


def test_the_report_is_narrowed_by_its_query(register, signed_in):
    client, address = signed_in(Role.ANALYST), reverse("assurance:report-view")
    query = {"period": "2024-25", "mode": "internal"}
    page = client.get(address, {**query, "gender": "F"})
    assert b"Only cases with gender: Female." in page.content
    bad = client.get(address, {**query, "gender": "X"})
    assert b"Gender: choose from those listed" in bad.content


def test_the_board_says_the_same(register, signed_in):
    figures = expected(register, EVERYTHING)
    board = signed_in(Role.SAB_CHAIR).get(reverse("assurance:dashboard-board"), {"year": "2024-25"})
    shared = Words(Mode.PUBLICATION)
    rows = [row for part in board.context["principles"] for row in part["rows"]]
    assert [row.measure.key for row in rows] == [key for part in BOARD for key in part.keys]
    for row in rows:
        measure, figure = row.measure, figures[row.measure.key]
        assert (row.value, row.basis) == (
            shared.value(measure, figure),
            shared.basis(measure, figure),
        )


def test_the_cases_behind_a_filtered_figure_add_up_to_it(register, signed_in):
    asked = given(register, "harm")
    figures = expected(register, Narrowing(**asked))
    client = signed_in(Role.ANALYST)
    for key in ("concerns_raised", "asked_pct", "enquiries_open_at_end", "concerns_decided"):
        address = reverse("assurance:measure-cases", args=[key])
        page = client.get(f"{address}?{query_of(YEAR, asked)}")
        assert page.context["page_obj"].paginator.count == figures[key].numerator > 0


def stored(row):
    interval = row["interval"] and Interval(*row["interval"])
    return Figure(**{**row, "interval": interval})


def numbers(row):
    return (
        row["value"],
        row["numerator"],
        row["denominator"],
        row["not_known"],
        row["still_open"],
        row.get("note", ""),
    )


def as_numbers(figure):
    return (
        in_four_places(figure.value),
        figure.numerator,
        figure.denominator,
        figure.not_known,
        figure.still_open,
        figure.note,
    )


def words(measure, figure):
    return ON_PAGES.value(measure, figure), ON_PAGES.basis(measure, figure)


def test_a_page_of_one_measure_keeps_its_price_where_months_are_broken(
    register, signed_in, django_assert_max_num_queries
):
    """Nothing that was read by month serves such a period, nor an age that moves."""
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    query = "start=15/04/2024&end=10/03/2025&age_band=65-74"
    sources = {measure.calculation.source: measure.key for measure in MEASURES}
    pages = [reverse("assurance:measure-detail", args=[key]) for key in sources.values()]
    for page in [reverse("assurance:conversion"), *pages]:
        with django_assert_max_num_queries(12):
            assert client.get(f"{page}?{query}").status_code == 200
