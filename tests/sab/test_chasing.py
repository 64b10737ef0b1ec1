"""Messages about returns that are due: to whom, when, and what is not in them."""

from datetime import date

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from core.errors import RuleViolationError
from sab.rules.returns import is_reminder_day
from sab.services import moderation
from sab.services.chasing import chase_cycle, send_reminders
from tests import factories as f
from tests.sab.conftest import lead_of
from tests.sab.returns_set import OPEN_DAY, answer, answer_all, opened, standards, submit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(OPEN_DAY):
        yield


@pytest.fixture
def both(board, unit, police, health):
    f.RepresentativeFactory(partner=police, name="Ada", email="ADA@police.example")
    f.RepresentativeFactory(partner=police, name="Gone", email="g@p.example", until="2025-01-01")
    return opened(board, unit, police, health)


def test_each_agency_is_written_to_alone_and_told_nothing_of_the_other(unit, police, health, both):
    lead, other = lead_of(police), lead_of(health)
    answer(both[1], other, standards(both[1])[0], narrative="Of health alone")
    assert chase_cycle(by=unit, cycle=both[0].cycle) == (2, [])
    assert sorted(message.to for message in mail.outbox) == sorted(
        [["ADA@police.example"], [lead.email], [other.email]]
    )
    for message in mail.outbox:
        assert [*message.cc, *message.bcc] == []
        text = f"{message.subject}\n{message.body}"
        assert "Of health alone" not in text
        assert "30/06/2025" in text
        own, others = ("Health", "Police") if message.to == [other.email] else ("Police", "Health")
        assert own in text
        assert others not in text
    with pytest.raises(RuleViolationError, match="written to today already"):
        chase_cycle(by=unit, cycle=both[0].cycle)


def test_who_has_returned_is_left_alone_and_who_cannot_be_reached_is_named(
    client, board, unit, police, health, both
):
    lead = lead_of(health)
    answer_all(both[1], lead)
    submit(both[1], lead)
    alms = f.PartnerFactory(board=board, name="Alms", organisation=None)
    opened(board, unit, alms, template=both[0].cycle.template, title="Another")
    client.force_login(unit)
    address = reverse("sab:return-cycle-chase", args=[both[0].cycle_id])
    text = client.post(address, follow=True).content.decode()
    assert "1 agency was written to" in text
    assert [message.to for message in mail.outbox] == [["ADA@police.example"]]
    assert "workbook that the board" in mail.outbox[0].body
    other = alms.returns.get().cycle
    text = client.post(
        reverse("sab:return-cycle-chase", args=[other.pk]), follow=True
    ).content.decode()
    assert "Nobody could be written to at Alms" in text


def test_reminders_go_on_their_days_and_once(unit, police, health, both):
    lead = lead_of(health)
    assert send_reminders() == 0
    with time_machine.travel("2025-06-16"):
        assert (send_reminders(), send_reminders()) == (2, 0)
    answer_all(both[1], lead)
    submit(both[1], lead)
    with time_machine.travel("2025-06-27"):
        assert send_reminders() == 1
    with time_machine.travel("2025-07-07"):
        mail.outbox.clear()
        call_command("remind_partners", verbosity=0)
        assert "was due on 30/06/2025" in mail.outbox[0].body
        moderation.request_changes(
            by=unit, assurance_return=both[1], reason="Say who", until=date(2025, 7, 10)
        )
        mail.outbox.clear()
        assert send_reminders() == 1
        assert "asked for changes" in mail.outbox[0].body
        assert "Say who" not in mail.outbox[0].body


def test_the_days_are_two_weeks_three_days_the_day_and_four_weeks_after():
    due = date(2025, 6, 30)
    days = [due.fromordinal(due.toordinal() + shift) for shift in range(-40, 60)]
    told = [(day - due).days for day in days if is_reminder_day(due, day)]
    assert told == [-14, -3, 0, 7, 14, 21, 28]


def test_a_mail_server_that_is_down_is_said_and_not_written_as_done(unit, both, monkeypatch):
    def down(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("sab.services.chasing.send_mail", down)
    reached, unreached = chase_cycle(by=unit, cycle=both[0].cycle)
    assert (reached, sorted(unreached)) == (0, ["Health", "Police"])
    monkeypatch.undo()
    assert chase_cycle(by=unit, cycle=both[0].cycle)[0] == 1
