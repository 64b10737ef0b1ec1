"""Indicators: entered or loaded, all or nothing, and never written over unseen."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assurance.indicators_shown import chart_of
from assurance.models import Indicator, IndicatorValue
from assurance.rules.indicators import Numbers, parse_period
from assurance.services import indicators as services
from assurance.services.indicator_files import load_values
from core.errors import InputError, RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
EMPTY = Numbers(None, None, None, "", "", "", "", is_provisional=False)
HEAD = "code,period,value,england,comparator,comparator_name,variation,provisional"


def numbers(**given):
    columns = {name: getattr(EMPTY, name) for name in EMPTY.__slots__}
    return Numbers(**{**columns, **given})


def enter(by, indicator, period="2024-25", why="", **given):
    return services.enter_value(
        by=by, indicator=indicator, period=parse_period(period), numbers=numbers(**given), why=why
    )


def load(by, council, *lines, head=HEAD, **more):
    content = "\n".join([head, *lines]).encode()
    return load_values(
        by=by, council=council, open_bytes=lambda: io.BytesIO(content), filename="in.csv", **more
    )


@pytest.fixture
def safe(council):
    return f.IndicatorFactory(council=council, code="SAFE")


def test_a_restated_value_stands_beside_the_one_it_replaces(council, analyst, safe):
    first = enter(analyst, safe, value=Decimal("71.5"), england=Decimal(71))
    assert enter(analyst, safe, value=Decimal("71.50"), england=Decimal(71)) is None
    with pytest.raises(RuleViolationError) as refusal:
        enter(analyst, safe, value=Decimal(72))
    assert (refusal.value.code, refusal.value.field) == ("restated", "why")
    assert "71.5, England 71" in str(refusal.value)
    second = enter(analyst, safe, value=Decimal(72), why="The publisher corrected it")
    first.refresh_from_db()
    assert first.replaced_at
    assert (first.value, second.restates) == (Decimal("71.5"), first)
    assert list(IndicatorValue.objects.standing()) == [second]
    verbs = ActivityEvent.objects.values_list("verb", flat=True)
    assert list(verbs) == ["indicator_entered", "indicator_restated"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "value"),
        ({"value": Decimal(101)}, "value"),
        ({"england": Decimal(70), "comparator": Decimal(70)}, "comparator_name"),
    ],
)
def test_numbers_that_cannot_be_are_refused_beside_their_field(analyst, safe, given, field):
    with pytest.raises(RuleViolationError) as refusal:
        enter(analyst, safe, **given)
    assert refusal.value.field == field
    assert not IndicatorValue.objects.exists()


def test_who_enters_and_what_is_retired(council, analyst, director, stranger, safe):
    for by in (director, stranger):
        with pytest.raises(PermissionDenied):
            enter(by, safe, value=Decimal(1))
        with pytest.raises(PermissionDenied):
            load(by, council, "SAFE,2024-25,1,,,,,")
    safe.is_retired = True
    safe.save()
    with pytest.raises(RuleViolationError):
        enter(analyst, safe, value=Decimal(1))


def about(row, **changes):
    return {**{name: getattr(row, name) for name in services.FIELDS}, **changes}


def test_a_unit_stays_once_there_are_values(council, analyst, safe):
    services.change_indicator(by=analyst, indicator=safe, about=about(safe, unit="count"))
    enter(analyst, safe, value=Decimal(300))
    with pytest.raises(RuleViolationError) as refusal:
        services.change_indicator(by=analyst, indicator=safe, about=about(safe, unit="days"))
    assert refusal.value.field == "unit"
    with pytest.raises(ValidationError, match="this code already"):
        services.add_indicator(by=analyst, council=council, about=about(safe, code="safe"))


def test_a_file_is_loaded_whole(council, analyst, safe):
    lines = (
        "safe,2023-24,71.46,71.06,,,not different,",
        "SAFE,2024-25,70.1,71,69,Neighbours,,yes",
        "",
        "SAFE,2024-25 Q1,,70,,,,",
    )
    assert load(analyst, council, *lines, dry_run=True).new == 3
    assert not IndicatorValue.objects.exists()
    assert load(analyst, council, *lines).new == 3
    again = load(analyst, council, *lines)
    assert (again.new, again.same, again.restated) == (0, 3, [])
    held = safe.values.get(label="2024-25")
    assert (held.comparator_name, held.is_provisional) == ("Neighbours", True)


def test_every_fault_is_named_by_its_line_and_nothing_is_loaded(council, analyst, safe):
    lines = (
        "SAFE,2024-25,70,,,,,",
        "NOBODY,2024-25,70,,,,,",
        "SAFE,2024/25,70,,,,,",
        "SAFE,2023-24,seventy,,,,,",
        "SAFE,2022-23,101,,,,,",
        "SAFE,2021-22,,,,,,",
        "SAFE,2020-21,1,,2,,,",
        "SAFE,2019-20,1,,,,,perhaps",
        "SAFE,2018-19,1",
        "SAFE,2024-25,71,,,,,",
        f"SAFE,2017-18,1,,,,{'x' * 121},",
    )
    with pytest.raises(InputError) as refusal:
        load(analyst, council, *lines)
    told = str(refusal.value).splitlines()
    assert [line.split(":")[0] for line in told] == [
        "in.csv, line 3, column code",
        "in.csv, line 4, column period",
        "in.csv, line 5, column value",
        "in.csv, line 6, column value",
        "in.csv, line 7, column value",
        "in.csv, line 8, column comparator_name",
        "in.csv, line 9, column provisional",
        "in.csv, line 10",
        "in.csv, line 11, column period",
        "in.csv, line 12, column variation",
    ]
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("code,value", "there is no column period"),
        ("code,period,score", "'score' is not a column"),
        ("code,period,code", "the column code is there twice"),
        ("", "is empty"),
        (HEAD, "has no rows"),
    ],
)
def test_a_heading_that_is_not_ours(council, analyst, head, said):
    with pytest.raises(InputError, match=said):
        load(analyst, council, head=head)


def test_a_file_restates_with_a_reason_only(council, analyst, safe):
    enter(analyst, safe, value=Decimal(70))
    line = "SAFE,2024-25,72,,,,,"
    found = load(analyst, council, line, "SAFE,2023-24,1,,,,,", dry_run=True).restated
    assert [(row.line, row.was, row.now) for row in found] == [(2, "70", "72")]
    with pytest.raises(InputError, match="line 2: SAFE for 2024-25 is held as 70"):
        load(analyst, council, line, "SAFE,2023-24,1,,,,,")
    assert IndicatorValue.objects.get().value == 70
    load(analyst, council, line, why="Corrected")
    assert {row.value for row in safe.values.all()} == {70, 72}


def test_a_workbook_and_another_councils_indicator_are_refused(council, analyst, signed_in):
    f.IndicatorFactory(code="THEIRS")
    with pytest.raises(InputError, match="no indicator 'THEIRS'"):
        load(analyst, council, "THEIRS,2024-25,1,,,,,")
    address = reverse("assurance:indicator-load")
    book = SimpleUploadedFile("figures.csv", b"PK\x03\x04 and so on")
    page = signed_in(Role.ANALYST).post(address, {"file": book, "check_only": "on"})
    assert "is really an Excel workbook" in page.content.decode()


def test_the_page_checks_first_and_then_loads(council, signed_in, safe):
    client, address = signed_in(Role.QA_LEAD), reverse("assurance:indicator-load")

    def send(**more):
        content = f"{HEAD}\nSAFE,2024-25,70,71,,,,".encode()
        return client.post(address, {"file": SimpleUploadedFile("a.csv", content), **more})

    assert "It would add 1 new" in send(check_only="on").content.decode()
    assert not IndicatorValue.objects.exists()
    assert send().status_code == 302
    assert IndicatorValue.objects.get().england == 71


def test_a_typed_period_that_is_none_is_an_error_of_its_field(signed_in, safe):
    address = reverse("assurance:indicator-value-enter", args=[safe.pk])
    page = signed_in(Role.ANALYST).post(address, {"period": "2024/25", "value": "70"})
    assert list(page.context["form"].errors) == ["period"]


def test_the_chart_joins_standing_years_and_leaves_a_gap(council, safe):
    for first, value in ((2020, 70), (2021, 71), (2023, 73)):
        f.IndicatorValueFactory(
            indicator=safe,
            start=date(first, 4, 1),
            end=date(first + 1, 3, 31),
            label=f"{first}-{first + 1 - 2000}",
            value=Decimal(value),
        )
    f.IndicatorValueFactory(indicator=safe, replaced=True, value=Decimal(1))
    panel = chart_of(safe, list(safe.values.all()))
    own = panel.chart.series[0]
    assert panel.chart.labels == ("2020-21", "2021-22", "2022-23", "2023-24")
    assert own.values == (70, 71, None, 73)
    assert panel.reading == "This council: 73% in 2023-24, 70% in 2020-21; England: 71% in 2023-24."
    assert chart_of(safe, list(safe.values.all())[:1]) is None


def test_the_list_costs_no_more_when_it_holds_more(
    council, signed_in, django_assert_max_num_queries
):
    client = signed_in(Role.ANALYST)
    for _ in range(4):
        row = f.IndicatorValueFactory(indicator__council=council).indicator
    with django_assert_max_num_queries(12):
        page = client.get(reverse("assurance:indicator-list"))
    assert len(page.context["rows"]) == Indicator.objects.count()
    with django_assert_max_num_queries(12):
        client.get(reverse("assurance:indicator-detail", args=[row.pk]))
