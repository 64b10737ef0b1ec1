import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from core.models import ActivityEvent, User

ANN = ("ann@example.org", "Ann Example")
ROLE = {"council": "TEST", "role": "analyst"}
PASSWORD = "a password nobody guesses"


class Terminal(io.StringIO):
    """Standard input of somebody who sits at a keyboard."""

    def isatty(self) -> bool:
        return True


def run(monkeypatch, *, stdin=None, **options) -> str:
    monkeypatch.setattr("sys.stdin", stdin or io.StringIO())
    out = io.StringIO()
    call_command("create_person", *ANN, **{**ROLE, **options}, stdout=out)
    return out.getvalue()


def test_without_a_password_it_says_how_to_choose_one(council, monkeypatch):
    words = run(monkeypatch)
    assert "Ann Example <ann@example.org> is Analyst in Test Council." in words
    assert "/account/password/forgotten/" in words
    assert not User.objects.get().has_usable_password()


def test_a_password_may_come_from_standard_input(council, monkeypatch):
    words = run(monkeypatch, stdin=io.StringIO(f"{PASSWORD}\n"), password_stdin=True)
    assert User.objects.get().check_password(PASSWORD)
    assert "choose a password" not in words
    assert PASSWORD not in words + str(list(ActivityEvent.objects.values()))


def test_a_password_may_be_typed(council, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: PASSWORD)
    run(monkeypatch, stdin=Terminal())
    assert User.objects.get().check_password(PASSWORD)


def test_a_password_may_be_left_out_when_asked_for(council, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: "")
    run(monkeypatch, stdin=Terminal())
    assert not User.objects.get().has_usable_password()


def test_a_person_with_a_password_keeps_it(council, monkeypatch):
    run(monkeypatch, stdin=io.StringIO(PASSWORD), password_stdin=True)
    monkeypatch.setattr("getpass.getpass", lambda prompt: 1 / 0)
    run(monkeypatch, stdin=Terminal(), role="director")
    person = User.objects.get()
    assert person.check_password(PASSWORD)
    assert person.memberships.count() == 2


def test_a_weak_password_makes_nobody(council, monkeypatch):
    with pytest.raises(CommandError, match="too short"):
        run(monkeypatch, stdin=io.StringIO("short"), password_stdin=True)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"council": "NONE"}, "no council NONE"),
        ({"role": "assessor"}, "last day"),
        ({"role": "assessor", "until": date(2020, 1, 1)}, "today or later"),
    ],
)
def test_a_refusal_is_said_in_words(council, monkeypatch, options, words):
    with pytest.raises(CommandError, match=words):
        run(monkeypatch, **options)
    assert not User.objects.exists()
