"""Each constraint of the tables of returns and reports refuses what it is there to refuse."""

from datetime import UTC, date, datetime

import pytest

from tests.constraints import assert_refused, names, params
from tests.factories import (
    CountedFiguresFactory,
    FrozenReturnFactory,
    ReportRunFactory,
    SignOffSheetFactory,
)

CASES = {
    "counted_again_after_it_was_counted": (
        CountedFiguresFactory,
        {"queued_at": datetime(2020, 1, 1, tzinfo=UTC)},
    ),
    "frozen_return_says_why": (FrozenReturnFactory, {"note": ""}),
    "report_ends_on_or_after_it_starts": (ReportRunFactory, {"end": date(2020, 1, 1)}),
    "sign_off_is_complete": (SignOffSheetFactory, {"job_title": ""}),
}


def test_every_case_is_of_a_constraint():
    assert set(CASES) <= names("assurance")


@pytest.mark.parametrize(("model", "constraint", "case"), params("assurance", CASES))
def test_the_database_refuses(db, model, constraint, case):
    assert_refused(model, constraint, case)
