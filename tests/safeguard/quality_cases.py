"""Records that each data-quality rule finds, and records that it must not find, by its code."""

from datetime import date, timedelta

from tests.factories import (
    AdultFactory,
    AdultIdentityFactory,
    CausedChaseFactory,
    CausedRequestFactory,
    ConcernFactory,
    ConcernRiskTypeFactory,
    DecisionRecordFactory,
    DecisionRouteFactory,
    EnquiryFactory,
    LookAgainFactory,
    RiskFactory,
    UserFactory,
)

UNTIL = date(2025, 12, 31)
DAY = date(2025, 6, 2)
BEFORE = date(2025, 3, 31)  # the last day of the reporting year before


def case(council, **other):
    """A concern that no rule finds, unless `other` says so."""
    risk = other.pop("risk", True)
    other = {"received_on": DAY, "closed": True, **other}
    concern = ConcernFactory(adult__council=council, **other)
    if risk:
        ConcernRiskTypeFactory(concern=concern)
    return concern


def undecided(council, **other):
    return case(council, **{"closed": False, "priority": "amber", **other})


def opened(council, **other):
    lead = {"lead": UserFactory(), "commenced_on": DAY, "concern__s42": True}
    return EnquiryFactory(
        **{"concern__adult__council": council, "concern__received_on": DAY, **lead, **other}
    )


def ended(council, **other):
    said = {
        "outcomes_asked": "ASK_NONE",
        "lacked_capacity": "NO",
        "concluded": True,
        "concluded_on": DAY + timedelta(days=20),
    }
    risk = other.pop("risk", True)
    enquiry = opened(council, **{**said, **other})
    if risk:
        RiskFactory(enquiry=enquiry)
    return enquiry


def with_concern(council, **other):
    adult = AdultFactory(council=council, **other)
    case(council, adult=adult)
    return adult


def looked(council, next_due_on):
    concern = undecided(council)
    LookAgainFactory(concern=concern, looked_on=DAY, next_due_on=next_due_on)
    return concern


def looked_sooner(council):
    """The newest look asks for a sooner day, and that day is past."""
    concern = looked(council, UNTIL + timedelta(days=60))
    LookAgainFactory(
        concern=concern,
        looked_on=DAY + timedelta(days=1),
        next_due_on=UNTIL - timedelta(days=1),
    )
    return concern


def decided_here(council, routes):
    concern = case(council)
    record = DecisionRecordFactory(concern=concern, not_an_enquiry=True, signed=True)
    for _ in range(routes):
        DecisionRouteFactory(decision=record)
    return concern


def twin(council, **second):
    first = {"given_name": "Jo", "family_name": "Bloggs", "adult__born_on": date(1940, 1, 1)}
    found = []
    for about in (first, {**first, **second}):
        identity = AdultIdentityFactory(adult__council=council, **about)
        case(council, adult=identity.adult)
        found.append(identity.adult)
    return found[0]


def numbered(council, first, second):
    for number in (first, second):
        identity = AdultIdentityFactory(
            adult__council=council, given_name=f"N{number}", nhs_number=number
        )
        case(council, adult=identity.adult)
    return identity.adult


def caused(council, *, chased=None, enquiry=None, **other):
    enquiry = enquiry or opened(council)
    asked = {"requested_on": DAY, "due_on": DAY + timedelta(days=28), **other}
    request = CausedRequestFactory(enquiry=enquiry, **asked)
    if chased:
        CausedChaseFactory(request=request, chased_on=chased)
    return enquiry


RETURNED = {
    "received_on": DAY,
    "quality": "returned",
    "quality_on": DAY,
    "quality_reason": "No dates",
}
FAILS = {
    "no-decision": [
        undecided,
        lambda c: looked(c, UNTIL - timedelta(days=1)),
        looked_sooner,
    ],
    "no-priority": [lambda c: undecided(c, priority=None)],
    "enquiry-not-started": [
        lambda c: case(c, closed=False, s42=True),
        lambda c: case(c, closed=False, other=True),
    ],
    "three-parts": [lambda c: opened(c, concern__met_b=None).concern],
    "no-risk-type": [lambda c: case(c, risk=False), lambda c: undecided(c, risk=False)],
    "no-route": [lambda c: decided_here(c, 0)],
    "support-reason": [lambda c: case(c, primary_support_reason="NK")],
    "died-before": [lambda c: case(c, adult__died_on=DAY - timedelta(days=1))],
    "under-18": [lambda c: case(c, adult__born_on=date(2007, 6, 3))],
    "open-a-year": [lambda c: opened(c, commenced_on=date(2024, 12, 30))],
    "no-lead": [lambda c: opened(c, lead=None)],
    "caused-not-chased": [
        caused,
        lambda c: caused(c, chased=DAY + timedelta(days=27)),
        lambda c: caused(c, **RETURNED),
    ],
    "no-risk-rows": [lambda c: ended(c, risk=False)],
    "no-risk-outcome": [lambda c: ended(c, risk_outcome=None)],
    "outcomes-not-asked": [
        lambda c: ended(c, outcomes_asked=None),
        lambda c: ended(c, outcomes_asked="NR"),
    ],
    "capacity-not-recorded": [
        lambda c: ended(c, lacked_capacity=None),
        lambda c: ended(c, lacked_capacity="NR"),
    ],
    "support-not-known": [lambda c: ended(c, lacked_capacity="YES")],
    "achievement-not-known": [lambda c: ended(c, outcomes_asked="ASK_EXP")],
    "gender": [lambda c: with_concern(c, gender="NK")],
    "ethnicity": [lambda c: with_concern(c, ethnicity="NK")],
    "no-birth-date": [lambda c: with_concern(c, born_on=None)],
    "same-person": [twin],
    "shared-nhs-number": [lambda c: numbered(c, "9434765919", "9434765919")],
}
STANDS = {
    "no-decision": [
        case,
        lambda c: undecided(c, received_on=UNTIL - timedelta(days=7)),
        lambda c: looked(c, UNTIL),
    ],
    "no-priority": [undecided, case],
    "enquiry-not-started": [case, lambda c: opened(c).concern],
    "three-parts": [lambda c: case(c, met_a=None), lambda c: opened(c).concern],
    "no-risk-type": [case, lambda c: case(c, risk=False, received_on=BEFORE)],
    "no-route": [case, lambda c: decided_here(c, 1)],
    "support-reason": [case, lambda c: case(c, primary_support_reason="NONE")],
    "died-before": [lambda c: case(c, adult__died_on=DAY)],
    "under-18": [
        lambda c: case(c, adult__born_on=date(2007, 6, 2)),
        lambda c: case(c, adult__born_on=None),
    ],
    "open-a-year": [opened, lambda c: opened(c, commenced_on=date(2024, 12, 31)), ended],
    "no-lead": [opened, lambda c: ended(c, lead=None)],
    "caused-not-chased": [
        lambda c: caused(c, chased=DAY + timedelta(days=29)),
        lambda c: caused(c, received_on=DAY),
        lambda c: caused(c, **RETURNED, chased=DAY + timedelta(days=29)),
        lambda c: caused(c, **{**RETURNED, "due_on": UNTIL}),
        lambda c: caused(c, declined_on=DAY, declined_reason="Not theirs"),
        lambda c: caused(c, due_on=UNTIL),
        lambda c: caused(c, enquiry=ended(c)),
    ],
    "no-risk-rows": [ended, lambda c: opened(c)],
    "no-risk-outcome": [
        ended,
        lambda c: ended(c, risk_assessment_result="NR_N", risk_outcome=None),
    ],
    "outcomes-not-asked": [
        ended,
        lambda c: ended(c, outcomes_asked="DK"),
        lambda c: ended(
            c,
            outcomes_asked=None,
            commenced_on=BEFORE,
            concluded_on=BEFORE,
            concern__received_on=BEFORE - timedelta(days=1),
        ),
    ],
    "capacity-not-recorded": [ended, lambda c: ended(c, lacked_capacity="DK")],
    "support-not-known": [ended, lambda c: ended(c, lacked_capacity="YES", supported=False)],
    "achievement-not-known": [
        lambda c: ended(c, outcomes_asked="ASK_EXP", outcomes_achieved="NOT")
    ],
    "gender": [with_concern, lambda c: AdultFactory(council=c, gender="NK")],
    "ethnicity": [lambda c: with_concern(c, ethnicity="REFUSED")],
    "no-birth-date": [
        with_concern,
        lambda c: AdultFactory(council=c, born_on=None, merged_into=with_concern(c)),
    ],
    "same-person": [
        lambda c: twin(c, family_name="Blogs"),
        lambda c: twin(c, adult__born_on=date(1940, 1, 2)),
    ],
    "shared-nhs-number": [
        lambda c: numbered(c, "", ""),
        lambda c: numbered(c, "9434765919", "9434765870"),
    ],
}
