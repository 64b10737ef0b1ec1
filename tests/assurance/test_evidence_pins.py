"""A pinned figure keeps the cases behind it, and its re-run names the case and the change."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assurance import catalogue
from assurance.catalogue import BY_KEY, MEASURES
from assurance.evidence import readings
from assurance.evidence.changes import ChangeKind
from assurance.evidence.rerun import Outcome, rerun
from assurance.models import EvidenceItem, PinnedCases
from assurance.packs import contents
from assurance.scopes import open_scope
from assurance.services.evidence import revise
from assurance.services.evidence_contents import Words
from assurance.services.evidence_pins import pin_again, pin_figure
from core.errors import RuleViolationError
from core.periods import Period
from core.roles import Role
from safeguard.choices import RiskOutcome
from safeguard.metrics.facts import Facts
from safeguard.metrics.narrowing import Narrowing
from safeguard.models import Concern, Enquiry
from tests.consistency.mixed_register import filled
from tests.factories import ConcernFactory, EnquiryFactory, EvidenceItemFactory, TeamFactory

YEAR = Period.financial_year(2024)
WORDS = Words(title="Risk reduced", effective_from=date(2000, 1, 1))
KEY = "risk_reduced_or_removed_pct"


@pytest.fixture
def enquiries(council):
    """Three concluded enquiries in which a risk was found: two lowered, one remained."""
    outcomes = (RiskOutcome.REDUCED, RiskOutcome.REMOVED, RiskOutcome.REMAINED)
    return [
        EnquiryFactory(
            concern__adult__council=council,
            reference=f"ENQ-{n}",
            concern__received_on=date(2024, 5, 1),
            concluded=True,
            risk_outcome=outcome,
        )
        for n, outcome in enumerate(outcomes, start=1)
    ]


@pytest.fixture
def pinned(analyst, council, enquiries):
    return pin_figure(by=analyst, council=council, measure=KEY, period=YEAR, words=WORDS)


def again(by, item):
    return rerun(by=by, item=item)


def test_a_pin_keeps_the_figure_and_what_it_was_asked_of(pinned, council):
    revision = pinned.revisions.get()
    figure = revision.pin["figure"]
    assert (figure["key"], figure["numerator"], figure["denominator"]) == (KEY, 2, 3)
    assert (revision.pin["start"], revision.pin["filters"]) == ("2024-04-01", {})
    assert revision.pin["code_version"]
    assert len(revision.sha256) == 64
    # It is about the period it was counted over.
    assert (pinned.effective_from, pinned.effective_to) == (YEAR.start, YEAR.end)
    kept = PinnedCases.objects.get()
    assert kept.n == 3
    (part,) = readings.unpack(kept.parts)
    assert {reading.reference: reading.standing for reading in part.cases.values()} == {
        "ENQ-1": "met",
        "ENQ-2": "met",
        "ENQ-3": "not_met",
    }


def test_nothing_changed(pinned, analyst):
    found = again(analyst, pinned)
    assert (found.outcome, found.remarks, found.n_changed) == (Outcome.SAME, (), 0)


def test_one_changed_case_is_named_with_its_change(pinned, analyst, enquiries):
    Enquiry.objects.filter(pk=enquiries[1].pk).update(risk_outcome=RiskOutcome.REMAINED)
    found = again(analyst, pinned)
    assert found.outcome is Outcome.DIFFERS
    assert (found.figure.numerator, found.figure.denominator) == (1, 3)
    (change,) = found.changes
    assert (change.kind, change.reference) == (ChangeKind.DIFFERS, "ENQ-2")
    assert (change.then, change.now) == ("counted above the line", "counted below the line only")
    assert [(each.label, each.then, each.now) for each in change.facts] == [
        ("Risk outcome", "Risk removed", "Risk remained")
    ]


def test_cases_that_came_and_went_though_the_figure_is_the_same(
    pinned, analyst, council, enquiries
):
    Enquiry.objects.filter(pk=enquiries[0].pk).update(
        risk_assessment_result="NR_N", risk_outcome=None
    )
    EnquiryFactory(
        concern__adult__council=council,
        concern__received_on=date(2024, 7, 1),
        reference="ENQ-9",
        concluded=True,
    )
    found = again(analyst, pinned)
    assert found.outcome is Outcome.CASES
    assert [(each.kind, each.reference) for each in found.changes] == [
        (ChangeKind.LEFT, "ENQ-1"),
        (ChangeKind.JOINED, "ENQ-9"),
    ]
    assert found.changes[0].now == "not counted"
    assert found.changes[0].facts[0].now == "No risk identified and no action taken"


def test_a_case_that_is_gone_is_still_named(pinned, analyst, enquiries):
    enquiries[2].delete()
    (change,) = again(analyst, pinned).changes
    assert (change.kind, change.reference, change.facts) == (ChangeKind.LEFT, "ENQ-3", ())


@pytest.mark.parametrize("role", [Role.QA_LEAD, Role.DIRECTOR])
def test_no_case_is_told_to_who_may_not_see_cases(signed_in, person_with, pinned, enquiries, role):
    Enquiry.objects.filter(pk=enquiries[1].pk).update(risk_outcome=RiskOutcome.REMAINED)
    found = again(person_with(role), pinned)
    assert (found.changes, found.may_see_cases) == ((), False)
    assert found.tally[ChangeKind.DIFFERS] == 1
    page = signed_in(role).get(reverse("assurance:evidence-rerun", args=[pinned.public_id]))
    text = page.content.decode()
    assert "Counts in another way: 1 case" in text
    assert "only the number of cases that changed is shown" in text
    assert "ENQ-" not in text
    detail = signed_in(role).get(reverse("assurance:evidence-detail", args=[pinned.public_id]))
    assert "ENQ-" not in detail.content.decode()
    assert not PinnedCases.objects.visible_to(person_with(role)).exists()


def test_the_page_names_the_case_to_who_may_see_it(
    signed_in, pinned, enquiries, django_assert_max_num_queries
):
    Enquiry.objects.filter(pk=enquiries[1].pk).update(risk_outcome=RiskOutcome.REMAINED)
    enquiries[2].delete()
    client = signed_in(Role.ANALYST)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("assurance:evidence-rerun", args=[pinned.public_id]))
    text = page.content.decode()
    assert reverse("safeguard:enquiry-detail", args=[enquiries[1].pk]) in text
    assert "Risk outcome: Risk removed, now Risk remained" in text
    assert "ENQ-3" in text
    assert "No such case is in the register now" in text
    assert "\N{MINUS SIGN}16.7 percentage points" in text


def test_figures_are_for_those_who_may_see_them(pinned, stranger, practitioner):
    for person in (stranger, practitioner):
        with pytest.raises(PermissionDenied):
            again(person, pinned)


def test_a_measure_that_was_renamed(pinned, analyst, monkeypatch):
    new = replace(BY_KEY[KEY], key="risk_lowered", title="Risk lowered")
    by_key = {**{k: m for k, m in BY_KEY.items() if k != KEY}, new.key: new}
    monkeypatch.setattr(catalogue, "BY_KEY", by_key)
    gone = again(analyst, pinned)
    assert gone.outcome is Outcome.GONE
    assert "No measure is kept under the key risk_reduced_or_removed_pct" in gone.remarks[0]
    assert gone.words_then == "66.7%"
    monkeypatch.setattr(contents, "RENAMED", {KEY: new.key})
    found = again(analyst, pinned)
    assert found.outcome is Outcome.SAME
    assert "is kept under risk_lowered now" in found.remarks[0]
    assert 'is called "Risk lowered" now' in found.remarks[1]


def test_a_measure_that_counts_in_another_way_says_so(pinned, analyst, monkeypatch):
    measure = BY_KEY[KEY]
    other = replace(
        measure,
        calculation=replace(
            measure.calculation, counts_not_known=not measure.calculation.counts_not_known
        ),
    )
    monkeypatch.setattr(catalogue, "BY_KEY", {**BY_KEY, KEY: other})
    assert "counted in another way" in again(analyst, pinned).remarks[0]


def test_a_filter_that_names_a_team_no_longer_there(analyst, council, enquiries):
    team = TeamFactory(organisation=council, name="North")
    Enquiry.objects.update(team=team)
    item = pin_figure(
        by=analyst,
        council=council,
        measure=KEY,
        period=YEAR,
        words=WORDS,
        only=Narrowing(team=team.pk),
        only_words="Only cases with team: North.",
    )
    assert again(analyst, item).outcome is Outcome.SAME
    Enquiry.objects.update(team=None)
    team.delete()
    found = again(analyst, item)
    assert found.outcome is Outcome.GONE
    assert "team: North: what it was narrowed by is no longer there" in found.remarks[0]


def test_what_is_stored_and_altered_is_told(pinned, analyst):
    revision = pinned.revisions.get()
    revision.pin["figure"]["numerator"] = 3
    revision.save()
    assert "its hash does not match" in again(analyst, pinned).remarks[0]


def test_pinned_again_it_is_a_revision(pinned, analyst, enquiries):
    data = {"by": analyst, "item": pinned, "after": 1, "what_changed": "One more month"}
    with pytest.raises(RuleViolationError) as refusal:
        pin_again(**data)
    assert refusal.value.code == "nothing_new"
    Enquiry.objects.filter(pk=enquiries[1].pk).update(risk_outcome=RiskOutcome.REMAINED)
    pin_again(**data)
    old, new = pinned.revisions.order_by("number")
    assert (old.pin["figure"]["numerator"], new.pin["figure"]["numerator"]) == (2, 1)
    fresh = EvidenceItem.objects.get()
    assert again(analyst, fresh).outcome is Outcome.SAME
    assert PinnedCases.objects.count() == 2


def test_new_words_leave_the_pin_as_it_was(pinned, analyst, enquiries, signed_in):
    words = Words(title="Risk lowered", effective_from=YEAR.start, effective_to=YEAR.end)
    revised = revise(by=analyst, item=pinned, after=1, words=words)
    assert revised.revisions.get(number=2).pin == revised.revisions.get(number=1).pin
    enquiries[2].delete()
    assert [each.reference for each in again(analyst, revised).changes] == ["ENQ-3"]
    note = EvidenceItemFactory(council=pinned.council)
    address = reverse("assurance:evidence-rerun", args=[note.public_id])
    assert signed_in(Role.ANALYST).get(address).status_code == 404


def test_what_cannot_be_pinned(analyst, council, monkeypatch):
    data = {"by": analyst, "council": council, "words": WORDS}
    ahead = Period.financial_year(2040)
    for code, asked in (
        ("no_measure", {"measure": "nothing", "period": YEAR}),
        ("too_soon", {"measure": KEY, "period": ahead}),
    ):
        with pytest.raises(RuleViolationError) as refusal:
            pin_figure(**data, **asked)
        assert refusal.value.code == code
    ConcernFactory(adult__council=council, received_on=date(2024, 5, 1))
    monkeypatch.setattr("assurance.services.evidence_pins.MOST_CASES", 0)
    with pytest.raises(RuleViolationError) as refusal:
        pin_figure(**data, measure="concerns_raised", period=YEAR)
    assert refusal.value.code == "too_many"


def test_every_measure_is_the_sum_of_the_cases_it_keeps(council):
    """The figure from single cases is the headline's, and what is kept comes back the same."""
    filled(council, concerns=40)
    rows = open_scope(by=None, council=council).rows(Period.financial_year(2024))
    whole, single = Facts(rows), readings.CaseFacts(rows)
    for measure in MEASURES:
        figure = measure.figure(single)
        assert figure == measure.figure(whole), measure.key
        parts = readings.read(measure, single)
        assert readings.unpack(readings.pack(parts)) == parts
        standings = [reading.standing for reading in parts[0].cases.values()]
        if figure.numerator is not None:
            counted = {"met", "counted"}
            assert sum(each in counted for each in standings) == figure.numerator, measure.key


def test_a_median_tells_the_days_of_a_case(analyst, council):
    concern = ConcernFactory(
        adult__council=council, reference="C-7", received_on=date(2024, 5, 1), s42=True
    )
    key = "decision_working_days_median"
    item = pin_figure(by=analyst, council=council, measure=key, period=YEAR, words=WORDS)
    Concern.objects.filter(pk=concern.pk).update(decided_on=date(2024, 5, 9))
    (change,) = again(analyst, item).changes
    assert (change.then, change.now) == (
        "counted with 1 working day",
        "counted with 5 working days",
    )
    assert [each.label for each in change.facts] == ["Day decided"]
