"""The casework of the demonstration: true to its rules, its dates and the people who may do it."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from core import access
from core.models import Organisation, User
from core.permissions import Permission
from safeguard.models import (
    Action,
    Allocation,
    CausedChase,
    CausedRequest,
    ConcernReport,
    DecisionRecord,
    Enquiry,
    LookAgain,
    PlanReview,
    PrioritySetting,
)
from safeguard.rules import caused, deciding
from tests.kept import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _seed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept(django_db_blocker):
        call_command("seed_demo", scale=0.1, stdout=StringIO())
        yield


def test_no_work_comes_before_what_it_is_about() -> None:
    late = [
        LookAgain.objects.filter(looked_on__lt=F("concern__received_on")),
        PrioritySetting.objects.filter(set_at__lt=F("concern__received_at")),
        ConcernReport.objects.filter(feedback_on__lt=F("concern__decided_on")),
        DecisionRecord.objects.filter(proposed_at__lt=F("concern__received_at")),
        DecisionRecord.objects.filter(signed_off_at__lt=F("proposed_at")),
        Allocation.objects.filter(allocated_on__lt=F("enquiry__commenced_on")),
        Allocation.objects.filter(allocated_on__gt=F("enquiry__concluded_on")),
        Action.objects.filter(done_on__lt=F("enquiry__commenced_on")),
        PlanReview.objects.filter(held_on__lt=F("enquiry__commenced_on")),
        CausedRequest.objects.filter(requested_on__lt=F("enquiry__commenced_on")),
        CausedRequest.objects.filter(received_on__gt=F("enquiry__concluded_on")),
        CausedRequest.objects.filter(accepted_on__gt=F("enquiry__concluded_on")),
        CausedRequest.objects.filter(quality_on__lt=F("received_on")),
        CausedRequest.objects.filter(quality_on__gt=F("enquiry__concluded_on")),
        CausedChase.objects.filter(chased_on__lt=F("request__requested_on")),
    ]
    assert [str(rows.query) for rows in late if rows.exists()] == []


def test_each_decision_recorded_is_the_concerns_own() -> None:
    columns = ("result", "decided_on", "met_a", "met_b", "met_c", "reason")
    own = ("decision", "decided_on", "met_a", "met_b", "met_c", "decision_reason")
    signed = DecisionRecord.objects.filter(state="signed_off").select_related("concern")
    assert signed.count() > 40
    for record in signed:
        assert [getattr(record, name) for name in columns] == [
            getattr(record.concern, name) for name in own
        ]
        assert timezone.localdate(record.signed_off_at) == record.decided_on
    for record in DecisionRecord.objects.prefetch_related("routes"):
        deciding.check_result(record.met_a, record.met_b, record.met_c, record.result)
        deciding.check_routes(record.result, {row.route for row in record.routes.all()})
    for setting in PrioritySetting.objects.select_related("concern"):
        assert setting.priority == setting.concern.priority


def test_who_was_asked_is_who_the_enquiry_was_caused_to() -> None:
    assert CausedRequest.objects.count() > 10
    for request in CausedRequest.objects.select_related("enquiry"):
        assert request.enquiry.caused_to == request.to_whom
        if request.enquiry.concluded_on is not None:
            assert caused.stage_of(request) in (caused.Stage.DONE, caused.Stage.TAKEN_OVER)


def test_casework_is_done_by_those_who_may() -> None:
    council = Organisation.objects.get(code="DEMO1")
    users = {user.pk: user for user in User.objects.all()}
    for lead in set(Allocation.objects.values_list("lead", flat=True)):
        assert access.has(users[lead], Permission.CASE_RECORD, council=council)
    decide = {
        *Allocation.objects.values_list("allocated_by", flat=True),
        *PrioritySetting.objects.values_list("set_by", flat=True),
        *DecisionRecord.objects.exclude(signed_off_by=None).values_list("signed_off_by", flat=True),
    }
    assert all(access.has(users[key], Permission.CASE_DECIDE, council=council) for key in decide)
    held = Enquiry.objects.filter(council=council).exclude(lead=None)
    assert not held.exclude(allocations__lead=F("lead")).exists()
