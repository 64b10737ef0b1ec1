"""The dashboards: what each shows and to whom, how fresh it is, and odd input."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from assurance.dashboards.counts import COUNTS
from assurance.models import CountedFigures
from assurance.services import counted as reading
from assurance.services import counting
from assurance.tasks import count_dashboard
from core import activity
from core.models import ActivityEvent, ExportEvent
from core.roles import Role
from safeguard.models import Concern, Enquiry
from tests.consistency.mixed_register import filled
from tests.factories import (
    ActionFactory,
    ConcernFactory,
    EnquiryFactory,
    PlanReviewFactory,
    RegisterSettingsFactory,
    TeamFactory,
)

DIRECTOR, FLOW = reverse("assurance:dashboard-director"), reverse("assurance:dashboard-flow")
BOARD, TEAM = reverse("assurance:dashboard-board"), reverse("assurance:dashboard-team")
YEAR = {"start": "01/04/2024", "end": "31/03/2025"}
BUDGET = 12


@pytest.fixture
def register(council):
    return filled(council, concerns=40)


def test_a_dashboard_costs_twelve_statements_on_the_first_visit_and_later(
    register, signed_in, django_assert_max_num_queries
):
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    narrowed = {"risk_type": "NEG", "age_band": "65-74", "team": register.teams[0].pk}
    asked = [(DIRECTOR, {}), (DIRECTOR, narrowed), (FLOW, {}), (FLOW, narrowed), (BOARD, {})]
    for address, query in [*asked, (TEAM, {})]:
        for _ in range(2):
            with django_assert_max_num_queries(BUDGET):
                page = client.get(address, query)
            assert page.status_code == 200
            assert not page.context["form"].errors
            assert address == TEAM or not page.context["counted"].is_awaited


@pytest.mark.parametrize(
    ("address", "words"),
    [
        pytest.param(DIRECTOR, "Ten measures", id="director"),
        pytest.param(FLOW, "Month by month", id="flow"),
        pytest.param(BOARD, "Empowerment", id="board"),
        pytest.param(TEAM, "Waiting in each stage", id="team"),
    ],
)
def test_an_empty_council_and_one_case(signed_in, council, address, words):
    client = signed_in(Role.ANALYST)
    page = client.get(address)
    assert page.status_code == 200
    if address != TEAM:
        assert b"The register holds no case" in page.content
    ConcernFactory(adult__council=council, received_on=date(2024, 6, 1), closed=True)
    RegisterSettingsFactory(council=council, data_cut_on=date(2025, 3, 31))
    page = client.get(address, YEAR if address in (DIRECTOR, FLOW) else {})
    assert words in page.content.decode()


@pytest.mark.parametrize("address", [DIRECTOR, FLOW])
@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param(
            {"start": "1/1/2040", "end": "31/12/2040"},
            "begins after the last day that the data cover",
            id="in the future",
        ),
        pytest.param(
            {**YEAR, "risk_type": "MODSLAV"}, "This filter hides everything", id="hides everything"
        ),
        pytest.param({"start": "1/4/1995", "end": "31/3/2025"}, "1 April 1995", id="thirty years"),
        pytest.param(
            {"start": "5/6/2024", "end": "9/6/2024"}, "5 June 2024 to 9 June 2024", id="five days"
        ),
        pytest.param({"risk_type": "NONSENSE"}, "choose from those listed", id="no code"),
        pytest.param({"team": "999999"}, "Team: choose from those listed", id="no team"),
        pytest.param(
            {"period": "year", "start": "1/4/2024", "end": "2/4/2024"},
            "but not both",
            id="a period and dates",
        ),
        pytest.param({"start": "1/4/2024"}, "Give both dates, or neither", id="one date"),
        pytest.param({"provider": "\x00"}, "choose from those listed", id="null character"),
    ],
)
def test_odd_questions_get_plain_answers(register, signed_in, address, query, words):
    page = signed_in(Role.DIRECTOR).get(address, query)
    assert page.status_code == 200
    assert words in page.content.decode()


def test_filters_are_said_and_carried_by_every_link(register, signed_in):
    page = signed_in(Role.ANALYST).get(DIRECTOR, {**YEAR, "risk_type": "NEG", "gender": "F"})
    text = page.content.decode()
    assert "Type of abuse reported: <strong>Neglect and Acts of Omission</strong>" in text
    carried = "start=01/04/2024&amp;end=31/03/2025&amp;risk_type=NEG&amp;gender=F"
    for row in page.context["rows"]:
        assert f'/measures/{row.measure.key}/?{carried}"' in text
        assert f'/measures/{row.measure.key}/cases/?{carried}"' in text
    assert '?start=01/04/2024&amp;end=31/03/2025&amp;gender=F"' in text  # without the first


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        ("months", date(2024, 4, 1), date(2025, 3, 31)),
        ("quarter", date(2025, 1, 1), date(2025, 3, 31)),
        ("year", date(2024, 4, 1), date(2025, 3, 31)),
        ("to-date", date(2024, 4, 1), date(2025, 3, 31)),
    ],
)
def test_a_period_from_the_list(register, signed_in, preset, first, last):
    period = signed_in(Role.DIRECTOR).get(DIRECTOR, {"period": preset}).context["period"]
    assert (period.start, period.end) == (first, last)


def test_a_role_without_cases_is_told_so(register, signed_in):
    director = signed_in(Role.DIRECTOR).get(DIRECTOR, YEAR).content.decode()
    assert "Your role sees figures but not case records" in director
    assert "open one case for a stated reason" in director
    assert "/cases/" not in director
    assert "/waiting/" not in director
    manager = signed_in(Role.SAFEGUARDING_MANAGER).get(DIRECTOR, YEAR).content.decode()
    assert "Your role sees figures" not in manager
    assert "/cases/?start" in manager


def test_conversion_is_context_and_not_judged(register, signed_in):
    page = signed_in(Role.DIRECTOR).get(DIRECTOR, YEAR)
    keys = {row.measure.key for row in page.context["rows"]}
    assert not any("conversion" in key for key in keys)
    assert len(keys) == 10
    assert {row.variation.words for row in page.context["context_rows"]} == {"context: not judged"}
    board = signed_in(Role.SAB_CHAIR).get(BOARD, {"year": "2024-25"})
    rows = [row for part in board.context["principles"] for row in part["rows"]]
    (conversion,) = [row for row in rows if row.measure.context_only]
    assert conversion.variation.icon == "few"


def test_the_board_sees_nothing_small(register, signed_in):
    page = signed_in(Role.SAB_MANAGER).get(BOARD, {"year": "2024-25"})
    text = page.content.decode()
    assert '<svg class="app-spark"' not in text
    assert "In Mar 2025 it was" not in text
    rows = [row for part in page.context["principles"] for row in part["rows"]]
    for row in rows:
        assert row.reading == ""
        n = row.figure.numerator
        if row.measure.unit.value == "cases":
            assert row.value == ("[c]" if n < 5 else f"{5 * ((n + 2) // 5):,}")
    bad = signed_in(Role.SAB_MANAGER).get(BOARD, {"year": "1999-00"})
    assert b"Financial year: choose from those listed" in bad.content


def test_a_month_missing_is_a_gap_and_said(council, signed_in):
    RegisterSettingsFactory(council=council, data_cut_on=date(2025, 3, 31))
    for month in (4, 5, 6, 8, 9):
        concern = ConcernFactory(adult__council=council, received_on=date(2024, month, 1), s42=True)
        EnquiryFactory(concern=concern, concluded=True, outcomes_asked="ASK_NONE")
    page = signed_in(Role.DIRECTOR).get(DIRECTOR, YEAR)
    (asked,) = [row for row in page.context["rows"] if row.measure.key == "asked_pct"]
    assert "months without a value" in asked.spark.words
    assert len(asked.spark.lines) + len(asked.spark.dots) == 2
    assert asked.variation.words == "5 of 13 points"


def log_something(council):
    concern = Concern.objects.filter(council=council).first()
    activity.record(by=None, verb="concern_raised", target=concern, council=council, changes={})


def test_what_changes_is_counted_at_once_where_that_is_quick(register, signed_in):
    client = signed_in(Role.DIRECTOR)
    before = client.get(DIRECTOR, YEAR).context["rows"][0].figure.numerator
    CountedFigures.objects.update(took_ms=20)
    ConcernFactory(adult__council=register.council, received_on=date(2024, 6, 1))
    log_something(register.council)
    page = client.get(DIRECTOR, YEAR)
    assert page.context["rows"][0].figure.numerator == before + 1
    assert b"Nothing they are counted from has changed since" in page.content


def test_what_takes_long_is_shown_as_old_and_counted_in_the_background(
    register, signed_in, monkeypatch
):
    queued = []
    queue = SimpleNamespace(enqueue=lambda *given: queued.append(given))
    monkeypatch.setattr(reading, "count_dashboard", queue)
    client = signed_in(Role.DIRECTOR)
    before = client.get(DIRECTOR, YEAR).context["rows"][0].figure.numerator
    CountedFigures.objects.update(took_ms=5_000)
    ConcernFactory(adult__council=register.council, received_on=date(2024, 6, 1))
    log_something(register.council)
    for _ in range(3):
        page = client.get(DIRECTOR, YEAR)
        assert b"they are being counted again" in page.content
        assert page.context["rows"][0].figure.numerator == before
    assert len(queued) == 1
    count_dashboard.func(*queued[0])
    page = client.get(DIRECTOR, YEAR)
    assert page.context["rows"][0].figure.numerator == before + 1
    assert b"they are being counted again" not in page.content


def test_a_new_question_in_a_large_register_is_counted_by_the_worker(
    register, signed_in, monkeypatch, django_assert_max_num_queries
):
    """Nothing is shown until it is counted: no other question's figures, and no old ones."""
    queued = []
    queue = SimpleNamespace(enqueue=lambda *given: queued.append(given))
    monkeypatch.setattr(reading, "count_dashboard", queue)
    client = signed_in(Role.DIRECTOR)
    whole = client.get(DIRECTOR, YEAR).context["rows"][0]  # kept while the register was small
    monkeypatch.setattr(counting, "LARGE", 39)
    narrowed = {**YEAR, "risk_type": "NEG", "age_band": "65-74"}
    for _ in range(3):
        with django_assert_max_num_queries(BUDGET):
            page = client.get(DIRECTOR, narrowed)
        assert b"These figures are being counted" in page.content
        assert b"Ten measures" not in page.content
        assert f">{whole.value}<" not in page.content.decode()
        assert 'hx-trigger="every 3s"' in page.content.decode()
        assert b"worker may have stopped" not in page.content
    assert len(queued) == 1
    later = timezone.now() - timedelta(minutes=2)
    CountedFigures.objects.filter(release="").update(counted_at=later, queued_at=later)
    assert b"worker may have stopped" in client.get(DIRECTOR, narrowed).content
    count_dashboard.func(*queued[0])
    with django_assert_max_num_queries(BUDGET):
        page = client.get(DIRECTOR, narrowed)
    assert page.context["rows"][0].figure.numerator < whole.figure.numerator
    assert b"Nothing they are counted from has changed since" in page.content
    assert b"hx-trigger" not in page.content
    for address in (FLOW, BOARD):
        assert b"These figures are being counted" in client.get(address).content


def test_a_large_register_shows_no_figures_of_an_earlier_release(register, signed_in, monkeypatch):
    queued = []
    queue = SimpleNamespace(enqueue=lambda *given: queued.append(given))
    monkeypatch.setattr(reading, "count_dashboard", queue)
    client = signed_in(Role.DIRECTOR)
    client.get(DIRECTOR, YEAR)
    CountedFigures.objects.update(release="older", took_ms=5_000, content={"broken": True})
    for _ in range(2):
        assert b"These figures are being counted" in client.get(DIRECTOR, YEAR).content
    (given,) = queued
    count_dashboard.func(*given)
    assert b"Ten measures" in client.get(DIRECTOR, YEAR).content


@pytest.mark.parametrize("what", ["another day", "another release", "another data cut"])
def test_what_was_counted_before_is_counted_again(register, signed_in, what):
    client = signed_in(Role.DIRECTOR)
    client.get(DIRECTOR, YEAR)
    yesterday = timezone.now() - timedelta(days=1)
    CountedFigures.objects.update(
        **{
            "another day": {"counted_at": yesterday},
            "another release": {"release": "older"},
            "another data cut": {"data_cut_on": date(2025, 2, 28)},
        }[what],
        took_ms=20,
        content={"broken": True},
    )
    assert client.get(DIRECTOR, YEAR).status_code == 200


def test_reading_a_report_or_a_login_does_not_make_figures_old(register, signed_in):
    client = signed_in(Role.DIRECTOR)
    client.get(DIRECTOR, YEAR)
    counted_at = CountedFigures.objects.get().counted_at
    ActivityEvent.objects.create(
        council_id=register.council.pk,
        verb="exported",
        target_model="core.ExportEvent",
        target_id="1",
    )
    client.get(DIRECTOR, YEAR)
    assert CountedFigures.objects.get().counted_at == counted_at


def test_another_council_is_not_counted(register, client, stranger):
    client.force_login(stranger)
    page = client.get(DIRECTOR, YEAR)
    assert b"The register holds no case" in page.content


def test_the_flow_as_a_file_is_in_the_ledger(register, signed_in):
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    address = reverse("assurance:dashboard-flow-download")
    query = "?start=01/04/2024&end=31/03/2025&gender=F"
    refused = client.post(address + query, {"reason": " "})
    assert "There is a problem" in refused.content.decode()
    made = client.post(address + query, {"reason": "The monthly meeting"})
    lines = made.content.decode().splitlines()
    flow = client.get(FLOW + query).context["flow"]
    assert lines[0].startswith("month,concerns_raised,concerns_decided")
    assert lines[1] == ",".join(["2024-04", *(str(counts[0]) for counts in flow.counts.values())])
    assert len(lines) == 13
    event = ExportEvent.objects.get()
    assert (event.kind, event.rows, event.parameters["only"]) == (
        "flow_of_work",
        12,
        {"gender": "F"},
    )
    nothing = client.post(
        f"{address}?start=01/04/2040&end=31/03/2041", {"reason": "The monthly meeting"}
    )
    assert b"No whole month of this period is in the data" in nothing.content


def test_a_team_sees_its_own_work(council, signed_in):
    north = TeamFactory(organisation=council, name="North")
    TeamFactory(organisation=council, name="South")
    EnquiryFactory(concern__adult__council=council, team=north)
    EnquiryFactory(concern__adult__council=council)
    client = signed_in(Role.PRACTITIONER)
    every = client.get(TEAM)
    rows = every.context["by_team"]["rows"]
    assert [(row[0] if isinstance(row[0], str) else row[0]["text"], row[2]) for row in rows] == [
        ("North", 1),
        ("South", 0),
        ("No team on record", 1),
    ]
    enquiry, today = Enquiry.objects.get(team=north), timezone.localdate()
    for days in (0, 1, 2):
        ActionFactory(enquiry=enquiry, due_on=today - timedelta(days=days))
    PlanReviewFactory(enquiry=enquiry, due_on=today - timedelta(days=1))
    own = client.get(TEAM, {"team": north.pk})
    assert own.context["due"]["rows"][:2] == [
        ["Actions", 1, 2],
        ["Reviews of a safeguarding plan", 0, 1],
    ]
    assert own.context["sentence"].startswith("3 things are past the day due.")
    assert own.context["sentence"].endswith("1 enquiry is open.")
    assert f"stage=unallocated&amp;team={north.pk}" in own.content.decode()
    bad = client.get(TEAM, {"team": "nobody"})
    assert b"Team: choose from those listed" in bad.content


def test_the_list_puts_ones_own_first(council, signed_in):
    page = signed_in(Role.SAB_CHAIR).get(reverse("assurance:dashboard-list"))
    assert [row["dashboard"].url_name for row in page.context["dashboards"]] == [
        "assurance:dashboard-board",
        "assurance:dashboard-director",
        "assurance:dashboard-flow",
    ]
    page = signed_in(Role.PRACTITIONER).get(reverse("assurance:dashboard-list"))
    assert [row["url"] for row in page.context["dashboards"]] == [TEAM]


def test_the_nightly_command_counts_what_is_old_and_what_most_look_at(register):
    call_command("count_dashboards", "--council", "TEST")
    assert set(CountedFigures.objects.values_list("page", flat=True)) == set(COUNTS)
    CountedFigures.objects.update(newest_event=-1, took_ms=5_000)
    call_command("count_dashboards")
    assert not CountedFigures.objects.filter(newest_event=-1).exists()


def test_the_measures_of_a_large_register_wait_for_their_count_and_are_then_shown(
    register, signed_in, monkeypatch, django_assert_max_num_queries
):
    queued = []
    queue = SimpleNamespace(enqueue=lambda *given: queued.append(given))
    monkeypatch.setattr(reading, "count_dashboard", queue)
    monkeypatch.setattr(counting, "LARGE", 39)
    client = signed_in(Role.DIRECTOR)
    measures = reverse("assurance:measure-list")
    with django_assert_max_num_queries(BUDGET):
        page = client.get(measures, YEAR)
    assert b"These figures are being counted" in page.content
    assert page.context["rows"] == []
    count_dashboard.func(*queued[0])
    for group in ("VOLUMES", "DECISIONS"):
        with django_assert_max_num_queries(BUDGET):
            page = client.get(measures, {**YEAR, "group": group})
        assert not page.context["counted"].is_awaited
        shown = {row["measure"].key: row["value"] for row in page.context["rows"]}
    assert "decided_within_3_working_days_pct" in shown
    assert len(queued) == 1
