"""Audits are shared out, given to others, replaced, extended; rounds close."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone

from audit.choices import AuditStatus, SamplingMethod
from audit.models import AuditStrand, CaseAudit
from audit.rules.drawing import second_reads
from audit.services import allocating, round_auditors, round_draw, rounds
from core.errors import RuleViolationError
from core.roles import Role
from tests.audit.rounds import (
    audits_of,
    concluded,
    drawn,
    opened,
    person,
    planned,
    published,
)
from tests.factories import AllocationFactory


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
