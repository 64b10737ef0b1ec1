"""`manage.py measures`: the file it writes, and what it refuses."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from assurance.catalogue import MEASURES
from tests.factories import ConcernFactory

YEAR = ("--from", "2024-04-01", "--to", "2025-03-31")


@pytest.fixture
def out(tmp_path):
    return tmp_path / "measures.json"


def run(out, *arguments, code="TEST"):
    call_command("measures", "--council", code, *arguments, "--out", str(out))


def test_every_measure_with_what_it_was_made_from(council, out):
    ConcernFactory(adult__council=council, received_on=date(2024, 5, 1), closed=True)
    run(out, *YEAR)
    found = json.loads(out.read_text())
    assert set(found["measures"]) == {measure.key for measure in MEASURES}
    assert found["measures"]["cohort_conversion_pct"] == {
        "title": "Conversion of the concerns raised",
        "value": 0.0,
        "numerator": 0,
        "denominator": 1,
        "not_known": 0,
        "still_open": None,
        "unit": "%",
        "context_only": True,
    }


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(YEAR, "NONE", "no council with the code 'NONE'", id="unknown council"),
        pytest.param(YEAR, "TEST", "no concern received", id="nothing in the period"),
        pytest.param(
            ("--from", "2025-04-01", "--to", "2025-03-31"),
            "TEST",
            "before it starts",
            id="backwards",
        ),
        pytest.param(("--from", "April", "--to", "2025-03-31"), "TEST", "not a date", id="words"),
    ],
)
def test_bad_input_writes_nothing(council, out, arguments, code, message):
    with pytest.raises(CommandError, match=message):
        run(out, *arguments, code=code)
    assert not out.exists()


def test_a_folder_that_is_not_there(council, tmp_path):
    ConcernFactory(adult__council=council, received_on=date(2024, 5, 1))
    with pytest.raises(CommandError, match="cannot be written"):
        run(tmp_path / "missing" / "measures.json", *YEAR)
