"""Answers are kept one by one: none lost, none written over, none counted that is hidden."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Answer, AuditAlert, CaseAudit
from audit.rules.answers import Given, Said
from audit.services.answering import (
    ChangedMeanwhileError,
    begin_part,
    save_answer,
    skip_section,
)
from core.errors import RuleViolationError
from core.roles import Role
from tests.audit.documents import document_of, question, section
from tests.audit.doing import audit_with, auditor_in, begun, say, tool_of, work
from tests.factories import EnquiryFactory

CONDITION = {"q": "A1", "eq": "no"}


def small_tool(**tool):
    return tool_of(
        document_of(
            section("A", question("A1"), question("A2", show_if=CONDITION), question("A3")), **tool
        )
    )


@pytest.fixture
def auditor(council):
    return auditor_in(council)


@pytest.fixture
def strand(council, auditor):
    return begun(audit_with(small_tool(), council, auditor), auditor, "auditor")


def asked(audit) -> list[str]:
    found = work(audit)
    return [q["code"] for _, qs in found.shown(found.strands[0]) for q in qs]


def test_an_answer_hidden_later_is_kept_not_counted_and_comes_back(strand, auditor):
    say(auditor, strand, "A1", answer="no")
    say(auditor, strand, "A2", answer="partly", comment="Half of it")
    say(auditor, strand, "A1", answer="yes")
    assert asked(strand.audit) == ["A1", "A3"]
    assert Answer.objects.get(question__code="A2").comment == "Half of it"
    say(auditor, strand, "A1", answer="no")
    assert asked(strand.audit) == ["A1", "A2", "A3"]


def test_the_second_of_two_tabs_is_told_and_nothing_is_written_over(strand, auditor):
    say(auditor, strand, "A1", answer="yes", comment="Mine")
    row = Answer.objects.get()
    late = Said(rows=(Given(option="no"),), comment="Theirs")
    with pytest.raises(ChangedMeanwhileError) as refused:
        save_answer(by=auditor, strand=strand, question=row.question, said=late, seen="0")
    assert refused.value.held.said.comment == "Mine"
    assert (Answer.objects.get().option, Answer.objects.get().version) == ("yes", 1)


def test_an_answer_taken_away_and_given_again_is_not_the_one_a_tab_knew(strand, auditor):
    first = say(auditor, strand, "A1", answer="yes").held
    say(auditor, strand, "A1")
    again = say(auditor, strand, "A1", answer="no").held
    assert again.seen != first.seen
    row = Answer.objects.get()
    with pytest.raises(ChangedMeanwhileError):
        save_answer(
            by=auditor,
            strand=strand,
            question=row.question,
            said=replace(first.said, comment="Late"),
            seen=first.seen,
        )


def test_saving_the_same_again_changes_nothing(strand, auditor):
    say(auditor, strand, "A1", answer="yes")
    assert not say(auditor, strand, "A1", answer="yes").is_new
    assert Answer.objects.get().version == 1


def test_the_time_of_a_save_counts_two_minutes_at_most(strand, auditor):
    found = work(strand.audit)
    said = Said(rows=(Given(option="yes"),))
    save_answer(
        by=auditor, strand=strand, question=found.by_code["A1"], said=said, seen="0", seconds=9000
    )
    strand.refresh_from_db()
    assert strand.measured_seconds == 120


@pytest.mark.parametrize("who", ["another auditor", "the practitioner", "somebody elsewhere"])
def test_only_whoever_a_part_is_given_to_answers_it(council, strand, who):
    person = auditor_in(council, Role.PRACTITIONER if who == "the practitioner" else Role.AUDITOR)
    if who == "the practitioner":
        CaseAudit.objects.filter(pk=strand.audit_id).update(practitioner=person)
        type(strand).objects.filter(pk=strand.pk).update(person=person)
    with pytest.raises(PermissionDenied):
        say(person, strand, "A1", answer="yes")
    assert not Answer.objects.exists()


def test_two_people_audit_together(council, strand):
    second = auditor_in(council)
    type(strand).objects.filter(pk=strand.pk).update(second_person=second)
    say(second, strand, "A1", answer="yes")
    assert Answer.objects.get().saved_by == second
    assert CaseAudit.objects.visible_to(second).exists()


def test_nothing_is_answered_before_a_part_is_begun(council, auditor):
    audit = audit_with(small_tool(), council, auditor)
    with pytest.raises(RuleViolationError, match="Begin"):
        say(auditor, audit.strands.get(), "A1", answer="yes")


def test_facts_are_taken_once_and_fill_in_what_they_answer(council, auditor):
    prefilled = question(
        "A1", prefill={"fact": "enquiry.concluded", "map": {"True": "yes", "False": "no"}}
    )
    version = tool_of(document_of(section("A", prefilled), facts=None))
    enquiry = EnquiryFactory(concern__adult__council=council, concluded_on=None)
    audit = audit_with(version, council, auditor, enquiry=enquiry)
    strand = begun(audit, auditor, "auditor")
    row = Answer.objects.get()
    assert (row.option, row.fact_value, row.is_corrected) == ("no", False, False)
    say(auditor, strand, "A1", answer="yes")
    found = work(audit)
    problems = found.problems(found.strands[0], enquiry.commenced_on)
    assert [each.field for each in problems] == ["correct"]
    say(auditor, strand, "A1", answer="yes", correct="The letter closing it is on file")
    row.refresh_from_db()
    assert (row.option, row.fact_value, row.is_corrected) == ("yes", False, True)
    enquiry.concern.account = "Changed since"
    enquiry.concern.save()
    begin_part(by=auditor, strand=strand)
    assert CaseAudit.objects.get().facts["enquiry.concluded"] is False


def test_a_case_kept_elsewhere_has_no_facts_and_is_answered_by_hand(council, auditor):
    audit = audit_with(small_tool(), council, auditor, external_reference="MOSAIC 77")
    strand = begun(audit, auditor, "auditor")
    say(auditor, strand, "A1", answer="yes")
    assert CaseAudit.objects.get().facts == {}


def test_an_optional_section_is_left_out_and_taken_up_again_with_its_answers(council, auditor):
    document = document_of(
        section("A", question("A1")), section("B", question("B1"), optional=True)
    )
    audit = audit_with(tool_of(document), council, auditor)
    strand = begun(audit, auditor, "auditor")
    say(auditor, strand, "B1", answer="no")
    skip_section(by=auditor, strand=strand, section="B", skip=True)
    assert asked(audit) == ["A1"]
    skip_section(by=auditor, strand=strand, section="B", skip=False)
    assert asked(audit) == ["A1", "B1"]
    assert Answer.objects.get().option == "no"
    with pytest.raises(RuleViolationError):
        skip_section(by=auditor, strand=strand, section="A", skip=True)


ALERT = {"when": ["no"], "to": ["team_manager"], "within": {"value": 1, "unit": "working_day"}}


def alerting(council, auditor):
    document = document_of(section("A", question("A1", alert={**ALERT, "text": "Look now"})))
    return begun(audit_with(tool_of(document), council, auditor), auditor, "auditor")


def test_a_dangerous_answer_opens_an_alert_at_once_and_tells_managers_no_details(
    council, auditor, mailoutbox, django_capture_on_commit_callbacks
):
    manager = auditor_in(council, Role.SAFEGUARDING_MANAGER)
    strand = alerting(council, auditor)
    with django_capture_on_commit_callbacks(execute=True):
        say(auditor, strand, "A1", answer="no")
    alert = AuditAlert.objects.get()
    assert (alert.text, alert.option, alert.raised_by) == ("Look now", "no", auditor)
    assert alert.due_at > alert.raised_at
    assert [mail.to for mail in mailoutbox] == [[manager.email]]
    assert "Look now" not in mailoutbox[0].body
    assert CaseAudit.objects.visible_to(manager).exists()


def test_an_alert_is_withdrawn_when_the_answer_changes_and_opened_anew(council, auditor):
    strand = alerting(council, auditor)
    say(auditor, strand, "A1", answer="no")
    say(auditor, strand, "A1", answer="yes")
    assert not AuditAlert.objects.unanswered().exists()
    say(auditor, strand, "A1", answer="no")
    assert AuditAlert.objects.unanswered().count() == 1
