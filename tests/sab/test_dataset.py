"""The dataset: what is not supplied is never 0, and a sum says of how many agencies it is."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assurance.board_charts import indicator_panel
from assurance.catalogue import BY_KEY
from core.disclosure import Mode
from core.errors import InputError, RuleViolationError
from core.models import ExportEvent
from core.periods import parse_quarter
from sab.dataset_file import read_dataset
from sab.dataset_shown import cell_shown, in_words
from sab.frameworks_loader import indicators
from sab.metrics.business import business_of
from sab.metrics.dataset import completeness, dataset_of
from sab.models import DatasetIndicator, DatasetValue
from sab.rules.dataset import Given, faults_of
from sab.services import dataset as services
from sab.services.dataset_files import export_dataset
from tests import factories as f
from tests.sab.conftest import TODAY, lead_of

pytestmark = pytest.mark.django_db
Q4 = parse_quarter("2024-25 Q4")
NOT = Given(False, None, None, "Held elsewhere")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def asked(board, police, health):
    """A share that two partners are asked, and a count that one is."""
    share = f.DatasetIndicatorFactory(board=board, code="A1", unit="share", whole="staff")
    count = f.DatasetIndicatorFactory(board=board, code="P1")
    share.partners.set([police, health])
    count.partners.set([police])
    return share, count


def given(number, whole=None):
    return Given(True, Decimal(number), None if whole is None else Decimal(whole))


def test_the_shipped_indicators_hold_together():
    assert {line.measure for line in indicators() if line.measure} <= set(BY_KEY)
    assert all(line.direction == "context" for line in indicators() if "conversion" in line.measure)


def test_provisional_indicators_are_asked_of_who_would_hold_them(board, unit, police):
    services.load_indicators(by=unit, board=board)
    row = DatasetIndicator.objects.get(code="T6")
    assert list(row.partners.all()) == [police]
    with pytest.raises(RuleViolationError):
        services.load_indicators(by=unit, board=board)


@pytest.mark.parametrize(
    ("value", "unit", "where"),
    [
        (Given(True), "count", "number"),
        (Given(False), "count", "commentary"),
        (Given(False, Decimal(3), None, "x"), "count", "number"),
        (given(-1), "count", "number"),
        (given("1.5"), "count", "number"),
        (given(3, 4), "count", "whole"),
        (given(3), "share", "whole"),
        (given(5, 4), "share", "number"),
        (given(0, 0), "share", "whole"),
        (given(0, 4), "share", None),
        (given("2.5"), "average", None),
        (NOT, "share", None),
    ],
)
def test_what_a_value_must_be(value, unit, where):
    assert list(faults_of(value, unit=unit)) == ([where] if where else [])


def test_what_is_missing_is_named_and_never_a_nought(board, asked, police, health):
    share, count = asked
    services.give_values(
        by=lead_of(police),
        partner=police,
        period=Q4,
        given={share.pk: given(30, 40), count.pk: NOT},
    )
    rows = {row.indicator.code: row.cells[0] for row in dataset_of(board, [Q4])}
    assert rows["A1"].missing == (health.name,)
    assert cell_shown(rows["A1"]).value == "75.0% (30 of 40)"
    assert cell_shown(rows["A1"]).coverage == "1 of 2"
    assert cell_shown(rows["P1"]).value == "Not supplied"
    assert rows["P1"].number is None
    found = completeness(dataset_of(board, [Q4]))
    assert (found.given, found.not_supplied, found.missing) == (1, 1, 1)
    assert found.waiting_for == (health.name,)
    counted = business_of(board, TODAY, Q4)
    assert (counted.given, counted.not_supplied, counted.missing) == (1, 1, 1)


def test_averages_of_several_agencies_are_not_added_up(board, police, health):
    row = f.DatasetIndicatorFactory(board=board, unit="average")
    row.partners.set([police, health])
    for partner, number in ((police, "4.5"), (health, 9)):
        services.give_values(
            by=lead_of(partner), partner=partner, period=Q4, given={row.pk: given(number)}
        )
    found = dataset_of(board, [Q4])[0]
    assert found.cells[0].number is None
    assert cell_shown(found.cells[0]).value == "Each agency apart"
    panel = indicator_panel(found)
    assert {one.name: one.values for one in panel.chart.series} == {
        health.name: (9.0,),
        police.name: (4.5,),
    }


def test_a_quarter_without_a_number_is_a_gap(board, asked, police):
    _, count = asked
    periods = [parse_quarter("2024-25 Q3"), Q4]
    services.give_values(by=lead_of(police), partner=police, period=Q4, given={count.pk: given(0)})
    found = next(row for row in dataset_of(board, periods) if row.indicator == count)
    series = indicator_panel(found).chart.series[0]
    assert (series.values, series.texts[0]) == ((None, 0.0), "Nothing received, from 0 of 1")


def test_an_agency_gives_its_own_numbers_and_no_others(board, asked, police, health):
    share, count = asked
    give = {"partner": police, "period": Q4}
    with pytest.raises(PermissionDenied):
        services.give_values(by=lead_of(health), given={share.pk: given(1, 2)}, **give)
    with pytest.raises(RuleViolationError):
        services.give_values(
            by=lead_of(health), partner=health, period=Q4, given={count.pk: given(1)}
        )
    with pytest.raises(ValidationError) as refusal:
        services.give_values(by=lead_of(police), given={share.pk: given(9, 2)}, **give)
    assert list(refusal.value.message_dict) == [f"number-{share.pk}"]
    assert not DatasetValue.objects.exists()


def test_an_indicator_with_values_keeps_its_unit(board, unit, asked, police):
    _, count = asked
    services.give_values(by=lead_of(police), partner=police, period=Q4, given={count.pk: given(1)})
    told = {"title": "T", "principle": "protection", "unit": "average", "direction": "context"}
    with pytest.raises(RuleViolationError) as refusal:
        services.change_indicator(by=unit, indicator=count, **told)
    assert refusal.value.code == "unit_in_use"


HEAD = "indicator,agency,quarter,number,of,commentary\r\n"


def test_a_file_is_loaded_whole_or_not_at_all(board, unit, asked, police, health):
    good = f"A1,{police.name},2024-25 Q4,30,40,\r\n"
    good += f"a1,{health.name},2024-25-Q4,not supplied,,No data\r\n"
    found = read_dataset((HEAD + good).encode(), "d.csv", board)
    assert not found.faults
    assert services.import_values(by=unit, board=board, values=found.values) == 2
    held = DatasetValue.objects.get(partner=health)
    assert (held.is_supplied, held.numerator) == (False, None)
    bad = (
        f"P9,{police.name},2024-25 Q4,1,,\r\nP1,{health.name},2024-25 Q4,1,,\r\n"
        f"P1,Nobody,2024-25 Q4,1,,\r\nP1,{police.name},Q4,1,,\r\nA1,{police.name},2024-25 Q4,,,\r\n"
        f"A1,{police.name},2024-25 Q3,50,40,\r\nP1,{police.name},2024-25 Q3,many,,\r\n"
        f"P1,{police.name},2024-25 Q4,1,,\r\nP1,{police.name},2024-25 Q4,2,,\r\n"
        f"P1,{police.name}\r\n"
    )
    faults = read_dataset((HEAD + bad).encode(), "d.csv", board).faults
    assert [fault.partition(",")[0] for fault in faults] == [
        *(f"Line {line}" for line in (2, 3, 4, 5, 6, 7, 8, 10)),
        "Line 11: 2 values where the heading has 6",
    ]
    assert "50 is more than 40" in faults[5]
    for content in (b"", b"indicator,agency\r\n", HEAD.encode(), b"\x00\x01"):
        with pytest.raises(InputError):
            read_dataset(content, "d.csv", board)


def test_a_file_to_share_hides_small_numbers_and_is_in_the_ledger(
    board, unit, council, asked, police
):
    share, count = asked
    services.give_values(
        by=lead_of(police),
        partner=police,
        period=Q4,
        given={share.pk: given(2, 40), count.pk: given(23)},
    )
    make = {"by": unit, "board": board, "council": council, "periods": [Q4]}
    with pytest.raises(RuleViolationError):
        export_dataset(mode=Mode.PUBLICATION, reason=" ", **make)
    shared = export_dataset(mode=Mode.PUBLICATION, reason="For the region", **make).content.decode()
    assert "[c]" in shared
    assert ",25," in shared
    assert "23" not in shared.replace("2024", "").replace("2023", "")
    inside = export_dataset(mode=Mode.INTERNAL, reason="For the meeting", **make).content.decode()
    assert "Internal: true counts" in inside
    assert "Nothing received" in inside
    assert ExportEvent.objects.filter(kind="sab_dataset").count() == 2


def test_words_to_share_say_too_little_rather_than_too_much():
    share = Mode.PUBLICATION
    assert in_words(Decimal(3), None, "count", share) == "[c]"
    assert in_words(Decimal(12), None, "average", share) == "[c]"
    assert in_words(Decimal(12), Decimal(7), "average", share) == "[c]"
    assert in_words(None, None, "count", share) == "[x]"


def test_what_is_typed_on_the_page_stays_and_each_fault_is_by_its_field(
    client, board, unit, asked, police
):
    share, count = asked
    client.force_login(unit)
    address = reverse("sab:dataset-enter", args=[police.pk]) + f"?quarter={Q4.label}"
    shown = client.post(address, {f"number-{share.pk}": "9", f"absent-{count.pk}": "on"})
    text = shown.content.decode()
    assert "A1: Say of how many" in text
    assert "P1: Say why it was not supplied" in text
    assert 'value="9"' in text
    client.post(address, {f"number-{share.pk}": "9", f"whole-{share.pk}": "10"})
    cleared = client.post(address, {}).content.decode()
    assert "Give a number, or say that it was not supplied" in cleared
    assert DatasetValue.objects.get().start == date(2025, 1, 1)
