"""Constraints with several parts refuse each wrong part, and let through what is right."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, models

from safeguard.choices_work import CausedQuality, DecisionState, HoldReason
from tests import factories
from tests.constraints import assert_refused, constraints_of
from tests.factories.safeguard import noon
from tests.safeguard.casework_constraints import other_ways

BY_NAME = {c.name: (model, c) for model, c in constraints_of("safeguard")}
REST = [
    pytest.param(*BY_NAME[name], way, id=f"{name}-{'-'.join(way[1])}") for name, way in other_ways()
]
DAY = date(2025, 4, 20)


@pytest.mark.parametrize(("model", "constraint", "case"), REST)
def test_the_database_refuses_each_part(db, model, constraint, case):
    assert_refused(model, constraint, case)


def report(**columns):
    return lambda: factories.ConcernReportFactory(**columns)


def caused(**columns):
    return lambda: factories.CausedRequestFactory(**columns)


RIGHT = {
    "feedback not possible, with the reason": report(
        feedback_not_possible=True, feedback_note="They left no address"
    ),
    "a decision set aside keeps who signed it off": lambda: factories.DecisionRecordFactory(
        set_aside=True
    ),
    "an action of somebody outside": lambda: factories.ActionFactory(owner=None, owner_name="GP"),
    "an action without a day": lambda: factories.ActionFactory(due_on=None),
    "a hold of one day": lambda: factories.HoldFactory(until=factories.HoldFactory.since),
    "a process that ends, begun at an unknown time": lambda: factories.OtherProcessFactory(
        began_on=None, ended_on=DAY
    ),
    "taken over though no report came": caused(
        quality=CausedQuality.TAKEN_OVER, quality_on=DAY, quality_reason="Nobody answers"
    ),
    "accepted without more words": caused(
        received=True, quality=CausedQuality.ACCEPTED, quality_on=DAY
    ),
    "asked and due on one day": caused(requested_on=DAY, due_on=DAY),
}


@pytest.mark.parametrize("name", RIGHT)
def test_the_database_lets_through(db, name):
    RIGHT[name]().validate_constraints()


def test_a_second_hold_once_the_first_has_ended(db):
    first = factories.HoldFactory(until=DAY)
    factories.HoldFactory(enquiry=first.enquiry, since=DAY, reason=HoldReason.ADULT)


def test_a_second_decision_once_the_first_was_returned_or_set_aside(db):
    first = factories.DecisionRecordFactory(returned=True)
    factories.DecisionRecordFactory(concern=first.concern, set_aside=True)
    factories.DecisionRecordFactory(concern=first.concern, signed=True)
    last = factories.DecisionRecordFactory(concern=first.concern)
    assert last.state == DecisionState.PROPOSED


def test_a_second_merge_once_the_first_was_undone(db):
    first = factories.AdultMergeFactory(
        undone_by=factories.UserFactory(),
        undone_at=noon(DAY),
        undone_reason="Twins",
    )
    factories.AdultMergeFactory(council=first.council, kept=first.kept, merged=first.merged)


def test_the_adult_and_a_representative_may_both_answer(db):
    first = factories.ExperienceResponseFactory()
    factories.ExperienceResponseFactory(
        enquiry=first.enquiry, respondent="representative", relationship="Daughter"
    )
    factories.ExperienceResponseFactory(enquiry=first.enquiry, result="declined")
    with pytest.raises(IntegrityError):
        factories.ExperienceResponseFactory(enquiry=first.enquiry)


def test_a_file_of_a_case_is_kept_from_its_case_going(db):
    document = factories.CaseDocumentFactory()
    with pytest.raises(models.ProtectedError):
        document.concern.delete()


def test_a_case_goes_with_its_work(db):
    """What a case owns goes with it; so removing a case by hand leaves nothing that names it."""
    request = factories.CausedChaseFactory().request
    request.enquiry.delete()
    assert not type(request)._base_manager.exists()
    assert connection.check_constraints() is None
