"""Each data-quality rule finds what it should and nothing else; the desk counts the same."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from safeguard.models import QualityTask
from safeguard.quality import desk
from safeguard.services.quality import give_records
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
    QualityTaskFactory,
    RegisterSettingsFactory,
    RiskFactory,
    UserFactory,
)

QUERIES = 12
UNTIL = date(2025, 12, 31)
DAY = date(2025, 6, 2)
BEFORE = date(2025, 3, 31)  # the last day of the reporting year before


@pytest.fixture(autouse=True)
def cut(council):
    RegisterSettingsFactory(council=council, data_cut_on=UNTIL)


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


FAILS = {
    "no-decision": [undecided, lambda c: looked(c, UNTIL - timedelta(days=1))],
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
    "caused-not-chased": [caused, lambda c: caused(c, chased=DAY + timedelta(days=27))],
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


def cases(table):
    return [
        pytest.param(code, make, id=f"{code}-{number}")
        for code, makers in table.items()
        for number, make in enumerate(makers)
    ]


def test_every_rule_is_tested_both_ways():
    assert set(FAILS) == set(STANDS) == set(desk.BY_CODE)
    assert len(desk.BY_CODE) == len(desk.RULES)


@pytest.mark.parametrize(("code", "make"), cases(FAILS))
def test_a_rule_finds_what_fails_and_counts_it(council, other_council, code, make):
    row = make(council)
    make(other_council)
    reach = desk.reach_of(council)
    failing = list(desk.BY_CODE[code].failing(reach))
    assert row in failing
    assert {each.council for each in failing} == {council}
    found = {each.rule.code: each for each in desk.found_by_rule(reach)}
    assert found[code].count == len(failing)
    assert found[code].oldest == desk.day_of(getattr(failing[0], desk.BY_CODE[code].since))


@pytest.mark.parametrize(("code", "make"), cases(STANDS))
def test_a_rule_lets_the_rest_be(council, code, make):
    row = make(council)
    reach = desk.reach_of(council)
    assert row not in desk.BY_CODE[code].failing(reach)
    assert {each.rule.code: each.count for each in desk.found_by_rule(reach)}[code] == 0


@pytest.mark.parametrize("code", desk.BY_CODE)
def test_a_rule_says_why_and_how(code):
    rule = desk.BY_CODE[code]
    for words in (rule.why, rule.how):
        assert words.endswith(".")
    assert not rule.title.endswith(".")


@pytest.mark.parametrize(
    ("label", "expected"), [(None, "2025-26"), ("2024-25", "2024-25"), ("nonsense", "2025-26")]
)
def test_which_year_is_looked_at(council, label, expected):
    assert desk.reach_of(council, label).year.label == expected
    assert [year.label for year in desk.years_offered(UNTIL)][:2] == ["2025-26", "2024-25"]


def test_best_and_worst_case_of_being_asked(council):
    for asked in ("ASK_NONE", "NO", "NR", None):
        ended(council, outcomes_asked=asked)
    ended(council, outcomes_asked="NR", kind="other")
    reach = desk.reach_of(council)
    (what,) = desk.what_if(reach, [desk.BY_CODE["outcomes-not-asked"]])["outcomes-not-asked"]
    assert [(f.numerator, f.denominator) for f in (what.now, what.best, what.worst)] == [
        (1, 4),
        (3, 4),
        (1, 4),
    ]


def test_best_and_worst_case_where_the_unknown_are_left_out(council):
    for achieved in ("FULL", "NOT", None):
        ended(council, outcomes_asked="ASK_EXP", outcomes_achieved=achieved)
    reach = desk.reach_of(council)
    rule = desk.BY_CODE["achievement-not-known"]
    (what,) = desk.what_if(reach, [rule])[rule.code]
    assert [(f.numerator, f.denominator) for f in (what.now, what.best, what.worst)] == [
        (1, 2),
        (2, 3),
        (1, 3),
    ]


def test_best_and_worst_case_of_deciding(council):
    case(council)
    undecided(council)
    undecided(council, received_on=UNTIL - timedelta(days=2))
    now, best, worst = desk.decisions_in_time(desk.reach_of(council))
    assert [(f.numerator, f.denominator) for f in (now, best, worst)] == [(1, 1), (2, 3), (1, 3)]


RULE = desk.BY_CODE["no-priority"]


def given(by, council, owner, records, **other):
    said = {"rule": RULE, "note": "", **other}
    return give_records(by=by, council=council, owner=owner, records=records, **said)


def test_records_are_given_and_given_on(manager, practitioner, analyst, council):
    keys = [undecided(council, priority=None).pk for _ in range(2)]
    assert given(manager, council, practitioner, keys, note=" By Friday ") == 2
    assert given(manager, council, analyst, keys[:1]) == 1
    tasks = desk.tasks_for(council, RULE, keys)
    assert [tasks[key].owner for key in keys] == [analyst, practitioner]
    assert tasks[keys[1]].note == "By Friday"
    assert ActivityEvent.objects.filter(verb="quality_task_given").count() == 3
    assert desk.given_to(practitioner, council) == [(RULE, 1)]
    names = tuple(sorted((analyst.full_name, practitioner.full_name)))
    assert desk.owners_by_rule(council) == {RULE.code: names}


def test_giving_needs_the_permission(stranger, practitioner, analyst, council):
    record = undecided(council)
    for person in (stranger, practitioner, analyst):
        with pytest.raises(PermissionDenied):
            given(person, council, practitioner, [record.pk])
    assert not QualityTask.objects.exists()


def test_what_cannot_be_given(manager, stranger, practitioner, council, other_council):
    here, elsewhere = undecided(council).pk, undecided(other_council).pk
    for owner, records, code in (
        (practitioner, [], "none_chosen"),
        (practitioner, range(1, 60), "too_many"),
        (practitioner, [here, elsewhere], "not_here"),
        (stranger, [here], "cannot_see"),
    ):
        with pytest.raises(RuleViolationError) as refusal:
            given(manager, council, owner, records)
        assert refusal.value.code == code
    assert not QualityTask.objects.exists()


def test_nothing_is_given_if_the_log_fails(manager, practitioner, council, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        given(manager, council, practitioner, [undecided(council).pk])
    assert not QualityTask.objects.exists()


def url(name, *args) -> str:
    return reverse(f"safeguard:{name}", args=args)


def page(client, address, status=200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_desk_shows_counts_and_effects_to_those_who_see_figures(signed_in, council):
    ended(council, outcomes_asked="NR")
    ended(council)
    text = page(signed_in(Role.ANALYST), url("quality-desk"))
    assert "Whether the adult was asked what they wanted is not recorded" in text
    assert "now 50.0% (1 of 2); 100.0% (2 of 2) if all of them were asked" in text
    assert "SG4a" in text
    assert "if all of them were asked" not in page(
        signed_in(Role.PRACTITIONER), url("quality-desk")
    )


@pytest.mark.parametrize("code", desk.BY_CODE)
def test_each_rule_has_a_page(signed_in, council, code):
    row = FAILS[code][0](council)
    text = page(signed_in(Role.ANALYST), url("quality-rule", code))
    assert row.reference in text
    assert desk.BY_CODE[code].how[:20].replace("'", "&#x27;") in text
    assert "Choose " not in text


def test_a_rule_that_is_not_there_is_not_found(signed_in, council):
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    for name in ("quality-rule", "quality-give"):
        page(client, url(name, "nonsense"), 404)


def test_a_manager_gives_records_out(signed_in, practitioner, council):
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    record = undecided(council, priority=None)
    text = page(client, url("quality-rule", RULE.code))
    assert f'value="{record.pk}"' in text
    address = f"{url('quality-give', RULE.code)}?year=2025-26&record={record.pk}"
    assert "1 record chosen" in page(client, address)
    text = client.post(address, {"owner": "", "note": "By Friday"}).content.decode()
    assert "Choose who is to put them right" in text
    assert "By Friday" in text
    response = client.post(address, {"owner": practitioner.pk, "note": "By Friday"})
    assert response.url == f"{url('quality-rule', RULE.code)}?year=2025-26"
    assert practitioner.full_name in page(client, response.url)
    nobody = page(client, url("quality-give", RULE.code) + "?record=nonsense")
    assert "No record is chosen" in nobody


def test_mine_are_shown_alone(client, practitioner, council):
    mine, other = (undecided(council, priority=None) for _ in range(2))
    QualityTaskFactory(council=council, rule=RULE.code, record_id=mine.pk, owner=practitioner)
    client.force_login(practitioner)
    text = page(client, url("quality-rule", RULE.code) + "?mine=1")
    assert mine.reference in text
    assert other.reference not in text


@pytest.mark.parametrize("rows", [1, 4])
@pytest.mark.parametrize("code", [None, "no-decision", "outcomes-not-asked", "same-person"])
def test_pages_cost_the_same_however_much_there_is(
    signed_in, council, django_assert_max_num_queries, rows, code
):
    for rule, makers in FAILS.items():
        for _ in range(rows):
            row = makers[0](council)
            QualityTaskFactory(council=council, rule=rule, record_id=row.pk)
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    address = url("quality-rule", code) if code else url("quality-desk")
    page(client, address)
    with django_assert_max_num_queries(QUERIES):
        page(client, address)
