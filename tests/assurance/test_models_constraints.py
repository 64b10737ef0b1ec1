"""Each constraint of the tables of returns and reports refuses what it is there to refuse."""

from datetime import UTC, date, datetime

import pytest

from assurance.models import EntryKind, Framework
from tests.assurance import (
    evidence_constraints,
    plan_constraints,
    self_assessment_constraints,
)
from tests.constraints import assert_refused, names, params
from tests.factories import (
    BoardPackFactory,
    ChartRebaseFactory,
    CountedFiguresFactory,
    FrameworkEntryFactory,
    FrameworkFactory,
    FrozenReturnFactory,
    LocalTargetFactory,
    OfficialWordingFactory,
    PublishedReleaseFactory,
    PublishedValueFactory,
    QualityStatementFactory,
    ReportRunFactory,
    SharedReleaseFactory,
    SignOffSheetFactory,
    StatisticalNeighbourFactory,
)


def second_version() -> Framework:
    """A version after another of the same framework, which has no last day."""
    FrameworkFactory(code="same", version="1", valid_from=date(2020, 1, 1))
    return FrameworkFactory(
        code="same", version="2", valid_from=date(2021, 1, 1), valid_to=date(2022, 1, 1)
    )


CASES = {
    **evidence_constraints.CASES,
    "counted_again_after_it_was_counted": (
        CountedFiguresFactory,
        {"queued_at": datetime(2020, 1, 1, tzinfo=UTC)},
    ),
    "board_pack_ends_after_it_starts": (BoardPackFactory, {"end": date(2025, 7, 1)}),
    "board_pack_holds_a_whole_quarter": (BoardPackFactory, {"data_cut_on": date(2025, 9, 29)}),
    "release_ends_on_or_after_it_starts": (SharedReleaseFactory, {"end": date(2020, 1, 1)}),
    "release_names_its_document": (SharedReleaseFactory, {"filename": ""}),
    "framework_ends_on_or_after_it_starts": (FrameworkFactory, {"valid_to": date(2019, 1, 1)}),
    "framework_entry_has_a_statement_where_due": (FrameworkEntryFactory, {"statement": None}),
    "framework_entry_says_something": (FrameworkEntryFactory, {"text": ""}),
    "framework_names_its_source": (FrameworkFactory, {"source": ""}),
    "frozen_return_says_why": (FrozenReturnFactory, {"note": ""}),
    "report_ends_on_or_after_it_starts": (ReportRunFactory, {"end": date(2020, 1, 1)}),
    "local_target_is_not_below_nought": (LocalTargetFactory, {"value": -1}),
    "local_target_says_why": (LocalTargetFactory, {"reason": ""}),
    "neighbour_has_a_code_and_a_name": (StatisticalNeighbourFactory, {"name": ""}),
    "official_wording_names_its_source": (OfficialWordingFactory, {"source": ""}),
    "one_framework_from_a_day": (second_version, {"valid_from": date(2020, 1, 1)}),
    "one_framework_of_a_version": (second_version, {"version": "1"}),
    "one_framework_without_an_end": (second_version, {"valid_to": None}),
    "published_release_names_its_source": (PublishedReleaseFactory, {"source": ""}),
    "published_value_is_a_count_or_a_mark": (PublishedValueFactory, {"value": None}),
    "quality_statement_is_quoted_with_its_source": (
        QualityStatementFactory,
        {"quotation_source": ""},
    ),
    "required_evidence_has_a_category": (
        FrameworkEntryFactory,
        {"kind": EntryKind.REQUIRED_EVIDENCE},
    ),
    "rebase_is_the_first_of_a_month": (ChartRebaseFactory, {"on": date(2024, 6, 2)}),
    "rebase_removal_is_whole": (ChartRebaseFactory, {"removal_reason": "In error"}),
    "rebase_says_why": (ChartRebaseFactory, {"reason": ""}),
    "sign_off_is_complete": (SignOffSheetFactory, {"job_title": ""}),
    **plan_constraints.CASES,
    **self_assessment_constraints.CASES,
}


def test_every_case_is_of_a_constraint():
    assert set(CASES) <= names("assurance")


@pytest.mark.parametrize(("model", "constraint", "case"), params("assurance", CASES))
def test_the_database_refuses(db, model, constraint, case):
    assert_refused(model, constraint, case)
