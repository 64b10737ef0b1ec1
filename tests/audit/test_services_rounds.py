"""Rounds are planned, fixed, drawn and shared out; whoever asks must be entitled to."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from audit.choices import PopulationSource, RoundStatus, SamplingMethod
from audit.models import AuditRound, CaseAudit, FrameEntry
from audit.populations import RECENT, population_of
from audit.services import allocating, round_auditors, round_draw, rounds
from audit.services.rounds import Quota
from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from safeguard.models import Enquiry
from tests.audit.rounds import (
    ENDS,
    STARTS,
    concluded,
    drawn,
    person,
    planned,
    published,
)
from tests.core.statistics.golden import expected
from tests.factories import CaseAuditFactory, EnquiryFactory, TeamFactory

GOLDEN = expected("sampling_seeded")


@pytest.fixture
def version(qa_lead, council):
    return published(qa_lead, council)


def refused(code, call, **args):
    with pytest.raises(RuleViolationError) as refusal:
        call(**args)
    assert refusal.value.code == code
    return refusal.value


def sample(made):
    entries = made.frame.drawn().order_by("drawn_position")
    return list(entries.values_list("reference", flat=True))


def golden_cases(council):
    """The golden frame as enquiries, stored in an order of no meaning."""
    teams = {name: TeamFactory(organisation=council, name=name) for name in GOLDEN["strata"]}
    first = concluded(council, 1)[0]
    rows = [
        Enquiry(
            council=council,
            reference=reference,
            concern=first.concern,
            team=teams[team],
            kind=first.kind,
            commenced_on=first.commenced_on,
            concluded_on=first.concluded_on,
            risk_assessment_result=first.risk_assessment_result,
        )
        for team, references in GOLDEN["strata"].items()
        for reference in references
    ]
    Enquiry.objects.bulk_create(sorted(rows, key=lambda row: row.reference[::-1]))
    first.delete()


def test_the_stored_draw_is_the_golden_one(qa_lead, council, version):
    golden_cases(council)
    made = drawn(
        qa_lead,
        version,
        method=SamplingMethod.STRATIFIED,
        stratify_by=["team"],
        wanted_total=GOLDEN["n"],
    )
    names = [name for team in sorted(GOLDEN["sample"]) for name in GOLDEN["sample"][team]]
    assert sample(made) == names
    assert (made.frame_size, made.algorithm) == (74, "sha256-order-1")
    # Worked out without this program: the same on every database and version of Python.
    assert made.frame_sha256 == ("017f2399bc63fd5c4fb64069427762c30307ce4eb6f2cbc26c46efcdf7492b56")


def test_a_round_is_planned_and_logged(qa_lead, council, version):
    made = planned(qa_lead, version)
    assert (made.status, made.council) == (RoundStatus.PLANNED, council)
    verbs = ActivityEvent.objects.filter(target_model="audit.AuditRound")
    assert list(verbs.values_list("verb", flat=True)) == [
        "audit_round_planned",
        "audit_round_population_set",
        "audit_round_sample_set",
    ]


def test_a_seed_is_made_where_none_is_given(qa_lead, council, version):
    made = rounds.plan_round(
        by=qa_lead, council=council, version=version, name="R", starts_on=STARTS, ends_on=ENDS
    )
    assert len(made.seed) == 16


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SAFEGUARDING_MANAGER, Role.ADMINISTRATOR])
def test_only_the_lead_runs_rounds(qa_lead, council, version, role):
    concluded(council, 4)
    made, other = planned(qa_lead, version), person(council, role)
    for call in (
        lambda: planned(other, version),
        lambda: rounds.set_population(by=other, audit_round=made, source="filters"),
        lambda: rounds.set_sample(by=other, audit_round=made, method="random"),
        lambda: rounds.set_work(by=other, audit_round=made),
        lambda: round_auditors.add_auditor(by=other, audit_round=made, person=other),
        lambda: round_auditors.remove_auditor(by=other, audit_round=made, person=other),
        lambda: round_draw.freeze_population(by=other, audit_round=made),
        lambda: round_draw.draw_round(by=other, audit_round=made),
        lambda: allocating.open_round(by=other, audit_round=made),
        lambda: allocating.close_round(by=other, audit_round=made),
        lambda: allocating.abandon_round(by=other, audit_round=made, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            call()


def test_a_lead_of_another_council_is_a_stranger(qa_lead, other_council, version):
    made = planned(qa_lead, version)
    with pytest.raises(PermissionDenied):
        rounds.set_work(by=person(other_council, Role.QA_LEAD), audit_round=made)


def test_nothing_is_kept_if_the_log_fails(qa_lead, council, version, monkeypatch):
    concluded(council, 4)
    made = planned(qa_lead, version)

    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("core.activity.record", fail)
    with pytest.raises(RuntimeError):
        round_draw.freeze_population(by=qa_lead, audit_round=made)
    assert not FrameEntry.objects.exists()
    with pytest.raises(RuntimeError):
        planned(qa_lead, version)
    assert AuditRound.objects.count() == 1


def test_a_draft_and_a_tool_of_others_are_refused(qa_lead, council, other_council, version):
    plan = {"by": qa_lead, "name": "R", "starts_on": STARTS, "ends_on": ENDS}
    version.status, version.published_at = "draft", None
    version.save()
    refused("not_published", rounds.plan_round, council=council, version=version, **plan)
    theirs = published(person(other_council, Role.QA_LEAD), other_council)
    refused("elsewhere", rounds.plan_round, council=council, version=theirs, **plan)


def test_references_are_checked_line_by_line(qa_lead, council, other_council, version):
    mine = concluded(council, 2)
    theirs = EnquiryFactory(concern__adult__council=other_council)
    made = planned(qa_lead, version)
    lines = [
        (2, mine[0].reference),
        (3, "E-none"),
        (4, theirs.reference),
        (7, mine[0].reference),
        (8, mine[1].reference),
    ]
    source = PopulationSource.REFERENCES
    said = str(
        refused(
            "references",
            rounds.set_population,
            by=qa_lead,
            audit_round=made,
            source=source,
            references=lines,
        )
    )
    assert said == (
        f"Line 3: there is no E-none; Line 4: {theirs.reference} belongs to another council; "
        f"Line 7: {mine[0].reference} stands on line 2 already"
    )
    good = [lines[0], lines[4]]
    rounds.set_population(
        by=qa_lead, audit_round=made, source=source, references=good, filename="f.csv"
    )
    concluded(council, 3)
    round_draw.freeze_population(by=qa_lead, audit_round=made)
    assert made.frame.count() == 2


def test_filters_narrow_the_population(qa_lead, council, version):
    team = TeamFactory(organisation=council, name="North")
    concluded(council, 2, team=team)
    concluded(council, 3)
    EnquiryFactory(concern__adult__council=council, commenced_on=STARTS)
    made = planned(qa_lead, version)
    for filters, size in (({}, 5), ({"team": team.pk}, 2), ({"basis": "started"}, 6)):
        rounds.set_population(
            by=qa_lead, audit_round=made, source=PopulationSource.FILTERS, filters=filters
        )
        made.refresh_from_db()
        assert len(population_of(made, today=timezone.localdate()).entries) == size


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"wanted_total": 4, "wanted_per_team": 2}, "two_numbers"),
        ({"method": "census", "wanted_total": None, "wanted_per_team": 2}, "two_numbers"),
        ({"method": "stratified_random"}, "no_groups"),
        ({"method": "quota"}, "no_quotas"),
        (
            {
                "method": "quota",
                "quotas": [Quota("a", {"fact": "f", "eq": 1}, share=Decimal("0.7"))] * 2,
            },
            "too_much",
        ),
        ({"allows_repeats": True}, "no_reason"),
    ],
)
def test_a_sample_that_cannot_be_is_refused(qa_lead, version, wanted, code):
    made = planned(qa_lead, version)
    base = {"method": SamplingMethod.RANDOM, "wanted_total": 4, **wanted}
    refused(code, rounds.set_sample, by=qa_lead, audit_round=made, **base)


def test_targeted_needs_a_reason_and_names(qa_lead, council, version):
    cases = concluded(council, 3)
    with pytest.raises(ValidationError):
        planned(qa_lead, version, method=SamplingMethod.TARGETED, wanted_total=None)
    AuditRound.objects.all().delete()
    targeted = {"method": SamplingMethod.TARGETED, "wanted_total": None, "method_reason": "Theme"}
    made = planned(qa_lead, version, **targeted)
    refused("nobody_named", round_draw.freeze_population, by=qa_lead, audit_round=made)
    named = [(1, cases[1].reference)]
    rounds.set_sample(by=qa_lead, audit_round=made, nominated=named, **targeted)
    round_draw.freeze_population(by=qa_lead, audit_round=made)
    round_draw.draw_round(by=qa_lead, audit_round=made)
    assert sample(made) == [cases[1].reference]


def test_quotas_are_met_or_the_shortfall_is_kept(qa_lead, council, version):
    concluded(council, 5)
    concluded(council, 1, kind="other")
    quotas = [
        Quota("Section 42", {"fact": "enquiry.kind", "eq": "s42"}, share=Decimal("0.5")),
        Quota("Other", {"fact": "enquiry.kind", "eq": "other"}, share=Decimal("0.5")),
    ]
    made = drawn(qa_lead, version, method=SamplingMethod.QUOTA, wanted_total=4, quotas=quotas)
    assert [(q.label, q.wanted, q.drawn) for q in made.quotas.all()] == [
        ("Section 42", 2, 2),
        ("Other", 2, 1),
    ]
    assert len(sample(made)) == 3


def test_a_number_from_each_team_and_a_census(qa_lead, council, version):
    for name in ("North", "South"):
        concluded(council, 3, team=TeamFactory(organisation=council, name=name))
    made = drawn(qa_lead, version, wanted_total=None, wanted_per_team=2)
    assert len(sample(made)) == 4
    made = drawn(qa_lead, version, method=SamplingMethod.CENSUS, wanted_total=None)
    assert len(sample(made)) == 6


def test_a_case_audited_within_a_year_is_left_out_with_its_reason(qa_lead, council, version):
    cases = concluded(council, 3)
    day = timezone.now() - timedelta(days=30)
    earlier = CaseAuditFactory(council=council, enquiry=cases[0], allocated_at=day)
    old = CaseAuditFactory(council=council, enquiry=cases[1])
    CaseAudit.objects.filter(pk=old.pk).update(allocated_at=day - timedelta(days=400))
    made = drawn(qa_lead, version, wanted_total=3)
    left = made.frame.exclude(excluded_by="").get()
    assert (left.reference, left.excluded_by) == (cases[0].reference, RECENT)
    assert earlier.reference in left.excluded_note
    assert len(sample(made)) == 2
    again = drawn(
        qa_lead, version, wanted_total=3, allows_repeats=True, repeats_reason="To see it again"
    )
    assert len(sample(again)) == 3


def test_an_empty_population_and_a_fixed_one_are_refused(qa_lead, council, version):
    made = planned(qa_lead, version)
    refused("nobody", round_draw.freeze_population, by=qa_lead, audit_round=made)
    concluded(council, 4)
    refused("not_now", round_draw.draw_round, by=qa_lead, audit_round=made)
    round_draw.freeze_population(by=qa_lead, audit_round=made)
    for call in (
        lambda: round_draw.freeze_population(by=qa_lead, audit_round=made),
        lambda: rounds.set_population(by=qa_lead, audit_round=made, source="filters"),
        lambda: rounds.set_sample(by=qa_lead, audit_round=made, method="census"),
    ):
        refused("not_now", call)


def test_a_rule_to_look_again_is_whole(qa_lead, version):
    work = {"by": qa_lead, "audit_round": planned(qa_lead, version)}
    refused("unknown_grade", rounds.set_work, **work, reaudit_below="?")
    with pytest.raises(ValidationError):
        rounds.set_work(**work, reaudit_below="fine")
    refused(
        "too_early",
        rounds.set_work,
        **work,
        due_on=date(2026, 5, 2),
        moderation_due_on=date(2026, 5, 1),
    )
    rounds.set_work(**work, reaudit_below="fine", reaudit_weeks=4, reaudit_scope="same_case")
