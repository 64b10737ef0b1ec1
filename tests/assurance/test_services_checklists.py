"""Rounds, who is asked, answers and tasks: what is kept, and what is refused."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assurance.checklists.results import TOO_SMALL, found_in, said_of
from assurance.models import ChecklistAnswer, ChecklistRound
from assurance.services import checklist_answers, checklist_parts, checklists
from assurance.services.evidence_tasks import finish_task, raise_task
from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from tests.assurance.self_assessment_set import cqc, heard, lines, round_of
from tests.factories import ChecklistPartFactory, EvidenceItemFactory, EvidenceTaskFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def open_round(by, council, **changed):
    given = {
        "framework": cqc(),
        "title": "Spring",
        "opens_on": TODAY,
        "closes_on": TODAY + timedelta(days=14),
        "entries": lines(),
        "groups": ["Frontline staff", "Unpaid carers"],
        **changed,
    }
    return checklists.open_round(by=by, council=council, **given)


def code_of(call, *args, **given):
    with pytest.raises(RuleViolationError) as refusal:
        call(*args, **given)
    return refusal.value.code


def test_a_round_keeps_its_lines_and_groups_and_is_logged(council, qa_lead):
    round = open_round(qa_lead, council, groups=[" Frontline  staff ", "", "Unpaid carers"])
    assert [group.label for group in round.groups.all()] == ["Frontline staff", "Unpaid carers"]
    assert round.entries.count() == len(lines()) > 0
    verbs = set(ActivityEvent.objects.values_list("verb", flat=True))
    assert {"checklist_round_opened", "checklist_round_planned"} <= verbs


def test_a_round_is_refused_where_it_makes_no_sense(council, qa_lead, practitioner):
    with pytest.raises(PermissionDenied):
        open_round(practitioner, council)
    for changed, code in (
        ({"entries": []}, "no_lines"),
        ({"groups": [" "]}, "no_groups"),
        ({"groups": ["Staff", "staff"]}, "twice"),
        ({"groups": ["x" * 81]}, "too_long"),
        ({"groups": [f"Group {n}" for n in range(31)]}, "too_many"),
        ({"opens_on": TODAY - timedelta(9), "closes_on": TODAY - timedelta(1)}, "over"),
    ):
        assert code_of(open_round, qa_lead, council, **changed) == code
    with pytest.raises(ValidationError):
        open_round(qa_lead, council, opens_on=TODAY + timedelta(30))
    assert not ChecklistRound.objects.exists()


def test_a_group_that_was_asked_stays_on_the_list(council, qa_lead):
    round, (staff, carers) = round_of(council, "Frontline staff", "Unpaid carers")
    ChecklistPartFactory(group=staff)
    checklists.set_groups(by=qa_lead, round=round, groups=["Partners", "Frontline staff"])
    assert [group.label for group in round.groups.all()] == ["Partners", "Frontline staff"]
    assert code_of(checklists.set_groups, by=qa_lead, round=round, groups=["Partners"]) == "asked"
    assert carers.label == "Unpaid carers"


def test_only_who_may_answer_is_asked_and_once(council, qa_lead, practitioner, administrator):
    _, (staff,) = round_of(council, "Frontline staff")
    ask = checklist_parts.ask_person
    ask(by=qa_lead, group=staff, person=practitioner)
    assert code_of(ask, by=qa_lead, group=staff, person=administrator) == "no_access"
    with pytest.raises(ValidationError):
        ask(by=qa_lead, group=staff, person=practitioner)
    # The same person may lead a workshop of the group.
    checklist_parts.plan_workshop(by=qa_lead, group=staff, person=practitioner)


def test_a_link_is_mailed_and_only_its_hash_is_kept(
    council, qa_lead, django_capture_on_commit_callbacks
):
    _, (carers,) = round_of(council, "Unpaid carers")
    with django_capture_on_commit_callbacks(execute=True):
        part = checklist_parts.ask_outside(
            by=qa_lead,
            group=carers,
            name="Ivy Amberley",
            email="ivy@example.org",
            days=7,
            address_of="https://council.example/{}".format,
        )
    token = mail.outbox[0].body.partition("https://council.example/")[2].split()[0]
    assert len(token) > 30
    assert token not in str(list(ActivityEvent.objects.values_list("changes", flat=True)))
    entry = lines()[0]
    given = {"by": None, "part": part, "entry": entry, "agreement": "dont_know"}
    with pytest.raises(PermissionDenied):
        checklist_answers.answer_line(**given, token="another")
    checklist_answers.answer_line(**given, token=token)
    checklist_answers.send_part(by=None, part=part, token=token)
    # A used link is used up.
    with pytest.raises(PermissionDenied):
        checklist_answers.answer_line(**given, token=token)


def test_an_answer_is_kept_and_the_log_does_not_say_what_it_was(council, practitioner):
    _, (staff,) = round_of(council, "Frontline staff")
    part, entry = ChecklistPartFactory(group=staff, person=practitioner), lines()[0]
    for why in ("First thought", "Second thought"):
        checklist_answers.answer_line(
            by=practitioner, part=part, entry=entry, agreement="tend_to_agree", why=why
        )
    assert ChecklistAnswer.objects.get().why == "Second thought"
    logged = str(list(ActivityEvent.objects.values_list("changes", flat=True)))
    assert "thought" not in logged
    assert "tend_to" not in logged


def test_an_answer_is_refused_to_others_and_when_it_is_too_late(council, practitioner, person_with):
    _, (staff,) = round_of(council, "Frontline staff", has_neither=False)
    part, entry = ChecklistPartFactory(group=staff, person=practitioner), lines()[0]
    given = {"part": part, "entry": entry, "agreement": "tend_to_agree"}
    with pytest.raises(PermissionDenied):
        checklist_answers.answer_line(by=person_with(Role.PRACTITIONER), **given)
    answer = checklist_answers.answer_line
    refused = {**given, "agreement": "neither"}
    assert code_of(answer, by=practitioner, **refused) == "not_offered"
    assert code_of(answer, by=practitioner, **{**given, "entry": lines("QS6")[0]}) == "not_asked"
    assert code_of(checklist_answers.send_part, by=practitioner, part=part) == "nothing"
    answer(by=practitioner, **given)
    ChecklistRound.objects.update(closes_on=TODAY - timedelta(days=1))
    assert code_of(answer, by=practitioner, **given) == "closed"
    ChecklistRound.objects.update(closes_on=TODAY)
    checklist_answers.send_part(by=practitioner, part=part)
    assert code_of(answer, by=practitioner, **given) == "sent"


def test_a_workshop_says_how_many_agreed(council, qa_lead):
    round, (members,) = round_of(council, "Elected members")
    part = ChecklistPartFactory(group=members, person=qa_lead, workshop=True)
    entry = lines()[0]
    checklist_answers.answer_line(by=qa_lead, part=part, entry=entry, agreement="dont_know")
    assert code_of(checklist_answers.send_part, by=qa_lead, part=part) == "people"
    checklist_answers.send_part(by=qa_lead, part=part, people_present=9)
    found = found_in(round)
    assert (found.people, found.workshops) == (9, 1)
    assert found.lines[0].line.dont_know == 1


def test_an_invitation_is_taken_back_until_it_is_sent(council, qa_lead):
    _, (staff,) = round_of(council, "Frontline staff")
    part = ChecklistPartFactory(group=staff)
    checklist_parts.withdraw_part(by=qa_lead, part=part)
    assert code_of(checklist_parts.withdraw_part, by=qa_lead, part=part) == "withdrawn"
    sent = ChecklistPartFactory(group=staff, sent=True)
    assert code_of(checklist_parts.withdraw_part, by=qa_lead, part=sent) == "sent"


def test_words_of_a_small_group_come_without_its_name(council):
    round, (staff, carers) = round_of(council, "Frontline staff", "Unpaid carers")
    heard(staff, *["strongly_agree"] * 5)
    (part,) = heard(carers, "strongly_disagree")
    part.answers.update(evidence_needed="What carers are told")
    found = found_in(round)
    said = said_of(lines()[0], found, round)
    assert [(each.group, each.needed) for each in said] == [(TOO_SMALL, "What carers are told")]
    assert found.lines[0].line.total("strongly_disagree") == 0
    assert found.lines[0].reading == "Fewer than two groups that can be shown have a view"


def test_results_cost_the_same_for_more_answers(council, django_assert_num_queries):
    round, (staff, carers) = round_of(council, "Frontline staff", "Unpaid carers")
    heard(staff, *["strongly_agree"] * 5)
    with django_assert_num_queries(4):
        found_in(round)
    heard(carers, *["tend_to_disagree"] * 6)
    with django_assert_num_queries(4):
        found = found_in(round)
    assert found.lines[0].reading == (
        "Frontline staff: 5 of 5 agree, Unpaid carers: 0 of 6 agree: 100 percentage points apart"
    )


def test_a_task_is_given_to_who_keeps_evidence_and_done_with_an_item(
    council, other_council, qa_lead, analyst, practitioner
):
    round, _ = round_of(council, "Frontline staff")
    given = {"round": round, "entry": lines()[0], "needed": "Waits", "due_on": TODAY}
    assert code_of(raise_task, by=qa_lead, owner=practitioner, **given) == "no_access"
    late = {**given, "due_on": TODAY - timedelta(days=1)}
    assert code_of(raise_task, by=qa_lead, owner=analyst, **late) == "past"
    task = raise_task(by=qa_lead, owner=analyst, **given)
    elsewhere = EvidenceItemFactory(council=other_council)
    gone = EvidenceItemFactory(council=council, withdrawn=True)
    for item in (elsewhere, gone):
        assert code_of(finish_task, by=analyst, task=task, evidence=item) == "not_here"
    item = EvidenceItemFactory(council=council)
    assert finish_task(by=analyst, task=task, evidence=item).evidence == item
    assert code_of(finish_task, by=analyst, task=task, evidence=item) == "done"
    with pytest.raises(PermissionDenied):
        finish_task(by=analyst, task=EvidenceTaskFactory(), evidence=item)
