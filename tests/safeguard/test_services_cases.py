"""What every service on a case does first and last."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolationError
from core.permissions import Permission
from safeguard.data_reach import last_day_covered
from safeguard.models import RegisterSettings
from safeguard.services import cases
from tests.factories import ConcernFactory


@pytest.fixture
def concern(council):
    return ConcernFactory(adult__council=council)


def test_lock_returns_the_case_as_it_stands_now(practitioner, concern):
    type(concern).objects.filter(pk=concern.pk).update(account="Said since")
    with transaction.atomic():
        held = cases.lock(practitioner, concern, Permission.CASE_RECORD, version=1)
    assert held.account == "Said since"


def test_lock_refuses_whoever_may_not(analyst, stranger, concern):
    for person in (analyst, stranger):
        with transaction.atomic(), pytest.raises(PermissionDenied):
            cases.lock(person, concern, Permission.CASE_RECORD)


def test_lock_refuses_what_was_saved_since(practitioner, concern):
    with transaction.atomic():
        held = cases.lock(practitioner, concern, Permission.CASE_RECORD, version=1)
        held.account = "First"
        cases.save(held, "account")
    with transaction.atomic(), pytest.raises(RuleViolationError) as refused:
        cases.lock(practitioner, concern, Permission.CASE_RECORD, version=1)
    assert refused.value.code == cases.CHANGED
    concern.refresh_from_db()
    assert (concern.version, concern.account) == (2, "First")


def test_recording_here_judges_cases_to_today_again(practitioner, council, concern):
    """Otherwise a case raised today would wait for nothing, as of the last extract."""
    cut = timezone.localdate() - timedelta(days=40)
    RegisterSettings.objects.create(council=council, data_cut_on=cut)
    assert last_day_covered(council) == cut
    with transaction.atomic():
        cases.lock(practitioner, concern, Permission.CASE_RECORD)
    assert last_day_covered(council) == timezone.localdate()
