"""Each constraint of the register's tables refuses what it is there to refuse."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from safeguard.choices import (
    DecisionResult,
    LackedCapacity,
    OutcomesAchieved,
    OutcomesAsked,
    RiskAssessmentResult,
    RiskOutcome,
)
from tests import factories
from tests.constraints import UNLISTED, assert_refused, names, params
from tests.factories import ConcernFactory, EnquiryFactory
from tests.safeguard import casework_constraints

LONG_AGO = date(1900, 1, 1)
NO_RISK = RiskAssessmentResult.NO_RISK_NO_ACTION


def concluded(**columns):
    return lambda: EnquiryFactory(concluded=True, **columns)


CASES = {
    "adult_has_a_reference": (factories.AdultFactory, {"reference": ""}),
    "adult_dies_on_or_after_birth": (factories.AdultFactory, {"died_on": LONG_AGO}),
    "identity_has_a_name": (factories.AdultIdentityFactory, {"family_name": ""}),
    "case_access_has_a_reason": (factories.CaseAccessFactory, {"reason": ""}),
    "case_access_expires": (
        factories.CaseAccessFactory,
        {"expires_at": timezone.now() - timedelta(days=1)},
    ),
    "concern_has_a_reference": (ConcernFactory, {"reference": ""}),
    "concern_decision_is_known": (lambda: ConcernFactory(closed=True), {"decision": UNLISTED}),
    "concern_decision_is_dated": (ConcernFactory, {"decision": DecisionResult.OTHER}),
    "concern_decided_on_or_after_receipt": (
        lambda: ConcernFactory(closed=True),
        {"decided_on": LONG_AGO},
    ),
    "concern_s42_fails_no_part_of_the_test": (lambda: ConcernFactory(s42=True), {"met_c": False}),
    "enquiry_has_a_reference": (EnquiryFactory, {"reference": ""}),
    "enquiry_concludes_on_or_after_commencing": (concluded(), {"concluded_on": LONG_AGO}),
    "enquiry_result_exactly_when_concluded": (
        concluded(risk_outcome=None),
        {"risk_assessment_result": None},
    ),
    "enquiry_risk_assessment_result_is_known": (
        concluded(risk_outcome=None),
        {"risk_assessment_result": UNLISTED},
    ),
    "enquiry_outcome_only_where_risk_identified": (
        concluded(risk_assessment_result=NO_RISK, risk_outcome=None),
        {"risk_outcome": RiskOutcome.REDUCED},
    ),
    "enquiry_support_only_where_capacity_lacked": (
        lambda: EnquiryFactory(lacked_capacity=LackedCapacity.NO),
        {"supported": True},
    ),
    "enquiry_achieved_only_where_expressed": (
        lambda: EnquiryFactory(outcomes_asked=OutcomesAsked.NO),
        {"outcomes_achieved": OutcomesAchieved.FULLY},
    ),
    "risk_occurrence_from_one": (factories.RiskFactory, {"occurrence": 0}),
    "outcome_says_what_was_wanted": (factories.DesiredOutcomeFactory, {"wanted": ""}),
    "outcome_achieved_in_somebodys_view": (
        factories.DesiredOutcomeFactory,
        {"achieved": OutcomesAchieved.FULLY},
    ),
    "capacity_is_for_one_decision": (factories.CapacityAssessmentFactory, {"decision": ""}),
    "advocate_appointed_on_or_after_request": (
        factories.AdvocacyFactory,
        {"appointed_on": LONG_AGO},
    ),
    "mapping_has_a_name": (factories.ExtractMappingFactory, {"name": ""}),
    "import_run_undone_is_dated": (factories.ImportRunFactory, {"undone_at": timezone.now()}),
    "notification_says_something": (factories.NotificationFactory, {"summary": ""}),
    "policy_change_has_a_title": (factories.PolicyChangeFactory, {"title": ""}),
    **casework_constraints.CASES,
}


def test_every_case_is_of_a_constraint():
    assert set(CASES) <= names("safeguard")


@pytest.mark.parametrize(("model", "constraint", "case"), params("safeguard", CASES))
def test_the_database_refuses(db, model, constraint, case):
    assert_refused(model, constraint, case)


@pytest.mark.parametrize("answer", [True, None])
def test_a_section_42_decision_takes_parts_that_are_met_or_were_not_recorded(db, answer):
    concern = ConcernFactory(s42=True, met_a=answer, met_b=answer, met_c=answer)
    concern.validate_constraints()


def test_both_ends_of_a_span_may_be_one_day(db):
    concern = ConcernFactory(closed=True, decided_on=date(2025, 4, 1))
    assert concern.decided_on == concern.received_on
    enquiry = EnquiryFactory(concluded=True, concluded_on=date(2025, 4, 2))
    assert enquiry.concluded_on == enquiry.commenced_on
