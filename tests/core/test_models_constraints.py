"""Each constraint of core's tables refuses what it is there to refuse."""

from datetime import UTC, date, datetime

import pytest

from core.roles import Role
from tests.constraints import assert_refused, names, params
from tests.factories import (
    BackupMadeFactory,
    ClosureDayFactory,
    ExportEventFactory,
    MembershipFactory,
    OrganisationFactory,
    TrailHeadFactory,
    UserFactory,
)


def second_person():
    UserFactory(email="ann@example.org")
    return UserFactory(email="bea@example.org")


CASES = {
    "backup_has_a_file": (BackupMadeFactory, {"filename": ""}),
    "backup_is_proved_once_it_is_made": (
        BackupMadeFactory,
        {"proved_at": datetime(2020, 1, 1, tzinfo=UTC)},
    ),
    "closure_day_has_a_reason": (ClosureDayFactory, {"reason": ""}),
    "export_has_a_reason": (ExportEventFactory, {"reason": ""}),
    "organisation_has_a_name": (OrganisationFactory, {"name": ""}),
    "membership_ends_on_or_after_it_begins": (MembershipFactory, {"until": date(2019, 12, 31)}),
    "membership_role_is_known": (MembershipFactory, {"role": "visitor"}),
    "an_assessor_has_a_last_day": (
        lambda: MembershipFactory(role=Role.ASSESSOR),
        {"until": None},
    ),
    "the_trail_has_one_head": (TrailHeadFactory, {"id": 2}),
    "one_person_per_email_address": (second_person, {"email": "ANN@example.org"}),
}


def test_every_case_is_of_a_constraint():
    assert set(CASES) <= names("core")


@pytest.mark.parametrize(("model", "constraint", "case"), params("core", CASES))
def test_the_database_refuses(db, model, constraint, case):
    assert_refused(model, constraint, case)
