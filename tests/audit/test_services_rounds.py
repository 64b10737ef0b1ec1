"""Rounds are planned, fixed, drawn and shared out; whoever asks must be entitled to."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from audit.choices import AuditStatus, PopulationSource, RoundStatus, SamplingMethod
from audit.models import AuditRound, AuditStrand, CaseAudit, FrameEntry
from audit.populations import RECENT, population_of
from audit.rules.drawing import second_reads
from audit.services import allocating, round_auditors, round_draw, rounds
from audit.services.rounds import Quota
from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from safeguard.models import Enquiry
from tests.audit.rounds import (
    ENDS,
    STARTS,
    audits_of,
    concluded,
    drawn,
    opened,
    person,
    planned,
    published,
)
from tests.core.statistics.golden import expected
from tests.factories import AllocationFactory, CaseAuditFactory, EnquiryFactory, TeamFactory

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


def test_open_shares_the_work_and_nobody_gets_their_own(qa_lead, council, version):
    lead, second = person(council, Role.PRACTITIONER), person(council, Role.AUDITOR)
    third = person(council, Role.AUDITOR)
    concluded(council, 3, lead=lead)
    own = concluded(council, 1)[0]
    AllocationFactory(enquiry=own, lead=second)
    concluded(council, 2)
    made = opened(
        qa_lead, version, [lead, second, third], method=SamplingMethod.CENSUS, wanted_total=None
    )
    audits = audits_of(made)
    assert len(audits) == 6
    assert all(a.status == AuditStatus.ALLOCATED and a.due_on for a in audits)
    assert not [a for a in audits if a.enquiry.lead_id == a.auditor_id and a.auditor_id]
    assert next(a for a in audits if a.enquiry_id == own.pk).auditor != second
    assert {a.practitioner for a in audits if a.enquiry.lead} == {lead}
    loads = sorted(sum(a.auditor == who for a in audits) for who in (lead, second, third))
    assert loads == [2, 2, 2]
    assert AuditStrand.objects.filter(person=third).count() == 2


def test_a_case_that_nobody_may_audit_stays_without_an_auditor(qa_lead, council, version):
    lead = person(council, Role.PRACTITIONER)
    concluded(council, 1, lead=lead)
    made = opened(qa_lead, version, [lead], method=SamplingMethod.CENSUS, wanted_total=None)
    audit = audits_of(made)[0]
    assert (audit.status, audit.auditor) == (AuditStatus.PLANNED, None)
    said = refused(
        "own_casework", allocating.reassign_audit, by=qa_lead, audit=audit, auditor=lead, reason="x"
    )
    assert "leads the enquiry" in str(said)
    allocating.reassign_audit(
        by=qa_lead, audit=audit, auditor=person(council, Role.AUDITOR), reason=""
    )
    audit.refresh_from_db()
    assert audit.status == AuditStatus.ALLOCATED


def test_second_reads_follow_the_seed(qa_lead, council, version, auditor):
    concluded(council, 10)
    made = drawn(qa_lead, version, wanted_total=10)
    rounds.set_work(by=qa_lead, audit_round=made, second_read_share=Decimal("0.2"))
    round_auditors.add_auditor(by=qa_lead, audit_round=made, person=auditor)
    allocating.open_round(by=qa_lead, audit_round=made)
    chosen = {a.enquiry.reference for a in audits_of(made) if a.is_second_read}
    assert chosen == second_reads(sample(made), share=Fraction(1, 5), seed=made.seed)


def test_reassigning_needs_a_reason_and_a_role(qa_lead, council, version, auditor, analyst):
    concluded(council, 1)
    made = opened(qa_lead, version, [auditor], wanted_total=1)
    audit = audits_of(made)[0]
    other = person(council, Role.AUDITOR)
    give = {"by": qa_lead, "audit": audit}
    refused("may_not", allocating.reassign_audit, **give, auditor=analyst, reason="x")
    refused("same", allocating.reassign_audit, **give, auditor=auditor, reason="x")
    refused("no_reason", allocating.reassign_audit, **give, auditor=other, reason=" ")
    allocating.reassign_audit(**give, auditor=other, reason="On leave")
    assert AuditStrand.objects.get(audit=audit).person == other
    CaseAudit.objects.filter(pk=audit.pk).update(status="submitted", submitted_at=timezone.now())
    refused("not_now", allocating.reassign_audit, **give, auditor=auditor, reason="x")


def test_a_replacement_is_the_next_in_order(qa_lead, council, version, auditor):
    concluded(council, 6)
    made = opened(qa_lead, version, [auditor], wanted_total=3)
    longer = drawn(
        qa_lead,
        published(qa_lead, council, version="2.0.0"),
        wanted_total=4,
        allows_repeats=True,
        repeats_reason="To compare",
    )
    entry = made.frame.drawn().order_by("drawn_position")[1]
    refused("no_reason", allocating.replace_case, by=qa_lead, entry=entry, reason=" ")
    new = allocating.replace_case(by=qa_lead, entry=entry, reason="Trial under way")
    assert new.reference == sample(longer)[3]
    assert (new.replaces, new.drawn_position) == (entry, 4)
    audits = {a.frame_entry_id: a for a in audits_of(made)}
    assert audits[entry.pk].status == AuditStatus.VOID
    assert audits[new.pk].auditor == auditor
    refused("not_drawn", allocating.replace_case, by=qa_lead, entry=entry, reason="Again")
    begun = audits[new.pk]
    CaseAudit.objects.filter(pk=begun.pk).update(status=AuditStatus.IN_PROGRESS)
    refused("begun", allocating.replace_case, by=qa_lead, entry=new, reason="x")


def test_no_case_left_to_stand_in(qa_lead, council, version):
    concluded(council, 2)
    made = drawn(qa_lead, version, wanted_total=2)
    entry = made.frame.drawn().first()
    refused("used_up", allocating.replace_case, by=qa_lead, entry=entry, reason="x")


def test_deadlines_move_with_a_reason(qa_lead, council, version, auditor):
    concluded(council, 2)
    made = opened(qa_lead, version, [auditor], wanted_total=2)
    ahead = timezone.localdate() + timedelta(days=40)
    extend = {"by": qa_lead, "audit_round": made, "due_on": ahead}
    refused("no_reason", allocating.extend_audits, **extend, reason="")
    past = {**extend, "due_on": date(2020, 1, 1)}
    refused("too_early", allocating.extend_audits, **past, reason="x")
    one = audits_of(made)[:1]
    assert allocating.extend_audits(**extend, reason="Leave", audits=one) == 1
    assert allocating.extend_audits(**extend, reason="Leave") == 2
    made.refresh_from_db()
    assert made.due_on == ahead


def test_closing_voids_what_is_undone_only_when_told(qa_lead, council, version, auditor):
    concluded(council, 1)
    made = opened(qa_lead, version, [auditor], wanted_total=1)
    close = {"by": qa_lead, "audit_round": made}
    refused("undone", allocating.close_round, **close)
    refused("no_reason", allocating.close_round, **close, leaves_undone=True)
    allocating.close_round(**close, leaves_undone=True, closing_note="Out of time")
    assert audits_of(made)[0].status == AuditStatus.VOID
    refused("not_now", allocating.close_round, **close)
    refused("not_now", allocating.abandon_round, **close, reason="x")
    other = planned(qa_lead, version)
    refused("no_reason", allocating.abandon_round, by=qa_lead, audit_round=other, reason=" ")
    allocating.abandon_round(by=qa_lead, audit_round=other, reason="Not needed")
    refused("not_now", round_draw.freeze_population, by=qa_lead, audit_round=other)


def test_opening_needs_an_auditor_with_the_role(qa_lead, council, version, auditor, analyst):
    concluded(council, 1)
    made = drawn(qa_lead, version, wanted_total=1)
    refused("nobody_audits", allocating.open_round, by=qa_lead, audit_round=made)
    add = {"by": qa_lead, "audit_round": made}
    refused("may_not", round_auditors.add_auditor, **add, person=analyst)
    round_auditors.add_auditor(**add, person=auditor)
    round_auditors.add_auditor(**add, person=auditor, capacity=5)
    assert made.auditors.get().capacity == 5
    allocating.open_round(by=qa_lead, audit_round=made)
    refused("has_work", round_auditors.remove_auditor, **add, person=auditor)


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
