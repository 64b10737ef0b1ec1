"""A return from being asked for to validated, and what is refused on the way."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from core.errors import RuleViolationError
from core.roles import Role
from sab.agenda import agenda_of
from sab.frameworks_loader import return_questions
from sab.models import AssuranceReturn, ReturnTemplate
from sab.returns_shown import is_late, standards_held, with_first_sent
from sab.services import challenge, moderation, returns
from sab.services.return_cycles import load_return_template, open_cycle
from tests import factories as f
from tests.sab.conftest import lead_of
from tests.sab.returns_set import (
    CLOSED_DAY,
    OPEN_DAY,
    answer,
    answer_all,
    judge_all,
    opened,
    standards,
    submit,
)

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(OPEN_DAY) as traveller:
        yield traveller


@pytest.fixture
def lead(police):
    return lead_of(police)


@pytest.fixture
def row(board, unit, police):
    return opened(board, unit, police)[0]


def refused(code, call, **arguments):
    with pytest.raises(RuleViolationError) as caught:
        call(**arguments)
    assert caught.value.code == code
    return str(caught.value)


def test_the_shipped_questions_are_taken_in_once(board, unit, lead):
    first = load_return_template(by=unit, board=board)
    assert load_return_template(by=unit, board=board) == first
    assert ReturnTemplate.objects.count() == 1
    lines = [line for part in return_questions().sections for line in part.standards]
    assert list(first.standards.values_list("code", flat=True)) == [line.code for line in lines]
    with pytest.raises(PermissionDenied):
        load_return_template(by=lead, board=board)


def test_a_section_for_some_agencies_asks_no_other(board, unit, police, health):
    template = load_return_template(by=unit, board=board)
    of_police, of_health = opened(board, unit, police, health, template=template)
    asked = {held.standard.code for held in standards_held(of_health)}
    assert asked - {held.standard.code for held in standards_held(of_police)} == {
        "G1",
        "G2",
        "G3",
        "G4",
    }
    lead = lead_of(police)
    foreign = template.standards.get(code="G1")
    refused(
        "not_asked",
        returns.answer_standard,
        by=lead,
        assurance_return=of_police,
        standard=foreign,
        rating=2,
        narrative="x",
    )


def test_what_opening_a_cycle_refuses(board, unit, police, row):
    given = {
        "by": unit,
        "board": board,
        "template": row.cycle.template,
        "title": "Another",
        "opens_on": OPEN_DAY,
        "closes_on": OPEN_DAY,
        "partners": [police],
    }
    refused("nobody", open_cycle, **{**given, "partners": []})
    refused("other_board", open_cycle, **{**given, "partners": [f.PartnerFactory()]})
    refused("over", open_cycle, **{**given, "closes_on": OPEN_DAY - timedelta(days=1)})
    draft = f.ReturnTemplateFactory(published_on=None)
    refused("not_published", open_cycle, **{**given, "template": draft})
    with pytest.raises(PermissionDenied):
        open_cycle(**{**given, "by": lead_of(police)})


def test_a_return_is_refused_until_every_standard_is_ready(row, lead):
    first, second = standards(row)
    answer(row, lead, first, rating=0)
    words = refused("gaps", lambda: submit(row, lead))
    assert "A1, B1" in words
    gaps = {held.standard.code: held.gaps for held in standards_held(row)}
    assert gaps == {
        "A1": ("Needs an action with an owner and a date",),
        "B1": ("Not answered",),
    }
    returns.add_improvement(
        by=lead,
        assurance_return=row,
        standard=first,
        text="Name an executive",
        owner_name="A chief",
        due_on=date(2025, 9, 1),
    )
    answer(row, lead, second, rating=None, narrative="We hold no such policy.")
    refused("not_declared", lambda: submit(row, lead, is_declared=False))
    refused("signed_early", lambda: submit(row, lead, signed_on=date(2025, 5, 1)))
    refused("in_future", lambda: submit(row, lead, signed_on=date(2025, 6, 3)))
    sent = submit(row, lead)
    assert (sent.status, sent.submitted_by) == ("submitted", lead)
    refused("sent", lambda: answer(row, lead, first))


def test_after_the_window_only_with_leave_and_marked_late(row, lead, unit, day):
    answer_all(row, lead)
    day.move_to(CLOSED_DAY)
    refused("window_closed", lambda: submit(row, lead))
    until = CLOSED_DAY + timedelta(days=7)
    leave = {"by": unit, "assurance_return": row, "until": until, "reason": "A lead was ill."}
    refused("not_later", moderation.give_leave, **{**leave, "until": date(2025, 6, 30)})
    with pytest.raises(PermissionDenied):
        moderation.give_leave(**{**leave, "by": lead})
    moderation.give_leave(**leave)
    submit(row, lead)
    assert is_late(with_first_sent(AssuranceReturn.objects.all()).get())
    day.move_to(until + timedelta(days=1))
    refused("sent", moderation.give_leave, **leave)


def test_before_the_window_nothing_is_written(board, unit, police, lead):
    row = opened(board, unit, police, title="Next", opens=date(2025, 6, 20))[0]
    refused("not_open", lambda: answer(row, lead, standards(row)[0]))


def test_changes_are_asked_for_and_the_return_comes_back_in_time(row, lead, unit, day):
    answer_all(row, lead)
    submit(row, lead)
    judge_all(row, unit)
    ask = {"by": unit, "assurance_return": row, "reason": "Say who hears it."}
    day.move_to(CLOSED_DAY)
    refused("no_day", moderation.request_changes, **ask)
    refused("no_reason", moderation.request_changes, **{**ask, "reason": " "})
    moderation.request_changes(**ask, until=CLOSED_DAY)
    first, second = standards(row)
    answer(row, lead, first, narrative="The executive group hears it each June.")
    kept = {each.standard: each.validated_rating for each in row.answers.all()}
    assert kept == {first: None, second: 2}
    submit(row, lead, signed_on=CLOSED_DAY)
    again = with_first_sent(AssuranceReturn.objects.all()).get()
    assert (again.status, again.submitted_on) == ("submitted", CLOSED_DAY)
    assert not is_late(again)


def test_the_boards_rating_stands_beside_the_agencys(row, lead, unit):
    answer_all(row, lead)
    held = row.answers.first()
    rate = {"by": unit, "answer": held, "rating": 1, "reason": "It was checked at one site."}
    refused("not_sent", moderation.validate_answer, **rate)
    submit(row, lead)
    refused("no_reason", moderation.validate_answer, **{**rate, "reason": ""})
    moderation.validate_answer(**rate)
    held.refresh_from_db()
    assert (held.self_rating, held.validated_rating) == (2, 1)
    refused("not_rated", moderation.validate_return, by=unit, assurance_return=row)
    refused("not_validated", moderation.reply_to_rating, by=lead, answer=held, reply="No")
    moderation.validate_answer(by=unit, answer=row.answers.last(), rating=2)
    moderation.validate_return(by=unit, assurance_return=row)
    refused("validated", moderation.validate_answer, **rate)
    refused("same", moderation.reply_to_rating, by=lead, answer=row.answers.last(), reply="No")
    moderation.reply_to_rating(by=lead, answer=held, reply="It is at all sites now.")
    held.refresh_from_db()
    assert held.agency_reply == "It is at all sites now."


def test_nobody_judges_their_own_agency(row, lead, unit, police):
    answer_all(row, lead)
    submit(row, lead)
    f.MembershipFactory(organisation=police.organisation, role=Role.PARTNER_LEAD, person=unit)
    given = {"answer": row.answers.first(), "rating": 2}
    refused("own_agency", moderation.validate_answer, by=unit, **given)
    refused("own_agency", moderation.validate_return, by=unit, assurance_return=row)
    with pytest.raises(PermissionDenied):
        moderation.validate_answer(by=lead, **given)


def test_last_answers_are_carried_forward_and_the_declaration_is_not(
    board, unit, police, row, lead, day
):
    answer_all(row, lead)
    submit(row, lead)
    judge_all(row, unit, rating=1)
    day.move_to(date(2026, 6, 2))
    template = row.cycle.template
    template.standards.filter(code="B1").update(text="Policy is held and followed.")
    newer = f.ReturnTemplateFactory(code="PAR", version=2)
    f.ReturnStandardFactory(template=newer, code="A1")
    f.ReturnStandardFactory(template=newer, code="B1", text="Other words")
    again = opened(
        board, unit, police, template=newer, title="Returns of 2026", opens=date(2026, 6, 1)
    )[0]
    assert (again.signed_by, again.signed_on, again.status) == ("", None, "not_started")
    (carried,) = again.answers.all()
    assert (carried.self_rating, carried.validated_rating) == (2, None)
    assert carried.evidence.get().title == "An audit"
    assert "confirm or change" in standards_held(again)[0].gaps[0]
    answer(again, lead, carried.standard, narrative=carried.narrative)
    assert [held.gaps for held in standards_held(again)] == [(), ("Not answered",)]
    old = {"assurance_return": again, "standard": carried.standard}
    foreign = row.answers.first().evidence.get()
    refused("gone", returns.remove_answer_evidence, by=lead, **old, evidence=foreign.pk)
    returns.remove_answer_evidence(by=lead, **old, evidence=carried.evidence.get().pk)
    assert standards_held(again)[0].gaps == ("Needs dated evidence",)


def test_the_agenda_and_what_is_agreed_on_it(board, unit, police, health, lead):
    others = [f.PartnerFactory(board=board) for _ in range(2)]
    rows = opened(board, unit, police, health, *others)
    for row, rating in zip(rows, (0, 2, 2, 3), strict=True):
        person = lead_of(row.partner)
        for standard in standards(row):
            answer(row, person, standard, rating)
            if rating == 0:
                action = {"text": "Mend it", "owner_name": "A", "due_on": date(2025, 9, 1)}
                returns.add_improvement(
                    by=person, assurance_return=row, standard=standard, **action
                )
        if rating:
            answer_all(row, person, rating)
        submit(row, person)
    found = agenda_of(rows[0].cycle)
    assert {item.assurance_return for item in found} == {rows[0]}
    assert [list(item.reasons) for item in found] == [["low", "outlier"]] * 2
    event = challenge.hold_event(
        by=unit, cycle=rows[0].cycle, held_on=OPEN_DAY, panel="The chair and a peer"
    )
    question = challenge.ask_question(
        by=unit,
        event=event,
        assurance_return=rows[0],
        question="What stops you?",
        reason="low",
        standard=found[0].standard,
    )
    rows[0].refresh_from_db()
    assert rows[0].status == "challenge"
    given = {"by": unit, "question": question, "agreed_action": "Name a lead"}
    refused("no_answer", challenge.record_answer, **given, answer="")
    refused("no_owner", challenge.record_answer, **given, answer="Nobody is named.")
    owned = {**given, "answer": "Nobody is named.", "owner_name": "A chief"}
    refused("in_past", challenge.record_answer, **owned, due_on=date(2025, 1, 1))
    challenge.record_answer(**owned, due_on=date(2025, 9, 1))
    agreed = question.actions.get()
    assert (agreed.partner, agreed.text) == (police, "Name a lead")
    refused("agreed", challenge.record_answer, **{**owned, "agreed_action": ""})
