"""Drafts of forms: kept for their owner alone, replaced with care, removed when old."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import DatabaseError
from django.http import QueryDict
from django.utils import timezone

from core import drafts
from core.errors import RuleViolationError
from core.models import ActivityEvent, FormDraft
from core.services.drafts import MOST_BYTES, claim_held, discard_draft, save_draft
from tests.factories import FormDraftFactory

KEY = "/concerns/1/priority/"
SAID = {"reason": ["She is safe tonight"]}


def code_of(**arguments) -> str:
    with pytest.raises(RuleViolationError) as refusal:
        save_draft(**arguments)
    return refusal.value.code


def test_save_draft_keeps_what_was_typed_and_logs_nothing(practitioner):
    draft = save_draft(by=practitioner, form_key=KEY, answers=SAID, seen="")
    assert drafts.kept(practitioner, KEY) == draft
    assert draft.answers == SAID
    assert not ActivityEvent.objects.exists()


def test_save_draft_replaces_the_one_before(practitioner):
    first = save_draft(by=practitioner, form_key=KEY, answers=SAID)
    save_draft(by=practitioner, form_key=KEY, answers={"a": ["b"]}, seen=drafts.seen_of(first))
    assert FormDraft.objects.get().answers == {"a": ["b"]}


@pytest.mark.parametrize(("bytes_more", "kept"), [(0, True), (1, False)])
def test_save_draft_keeps_a_megabyte_and_no_more(practitioner, bytes_more, kept):
    # {"a": ["..."]} is 11 bytes of JSON beside the words; "é" is two of UTF-8.
    words = "é" * 100 + "a" * (MOST_BYTES - 211 + bytes_more)
    save_draft(by=practitioner, form_key=KEY, answers=SAID)
    arguments = {"by": practitioner, "form_key": KEY, "answers": {"a": [words]}}
    if kept:
        assert save_draft(**arguments).answers == {"a": [words]}
    else:
        assert code_of(**arguments) == "too_large"
        assert FormDraft.objects.get().answers == SAID


@pytest.mark.parametrize(("length", "kept"), [(200, True), (201, False)])
def test_an_address_must_fit(practitioner, length, kept):
    key = "/" * length
    if kept:
        assert save_draft(by=practitioner, form_key=key, answers=SAID).form_key == key
    else:
        assert code_of(by=practitioner, form_key=key, answers=SAID) == "too_large"


def test_one_tab_does_not_write_over_another(practitioner):
    first = save_draft(by=practitioner, form_key=KEY, answers=SAID, seen="")
    arguments = {"by": practitioner, "form_key": KEY, "answers": {"a": ["b"]}}
    assert code_of(**arguments, seen="") == "other_tab"
    assert code_of(**arguments, seen="2020-01-01T00:00:00+00:00") == "other_tab"
    assert FormDraft.objects.get().answers == SAID
    discard_draft(by=practitioner, form_key=KEY)
    assert code_of(**arguments, seen=drafts.seen_of(first)) == "gone"
    assert not FormDraft.objects.exists()


def test_drafts_of_two_people_and_two_forms_are_apart(practitioner, manager):
    for person in (practitioner, manager):
        for key in (KEY, "/other/"):
            save_draft(by=person, form_key=key, answers={"by": [str(person.pk)], "at": [key]})
    discard_draft(by=practitioner, form_key=KEY)
    assert drafts.kept(practitioner, KEY) is None
    assert drafts.kept(manager, KEY).answers == {"by": [str(manager.pk)], "at": [KEY]}
    assert FormDraft.objects.count() == 3


def test_a_draft_that_cannot_be_stored_leaves_the_one_before(practitioner, monkeypatch):
    save_draft(by=practitioner, form_key=KEY, answers=SAID)

    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(FormDraft, "save", fail)
    with pytest.raises(DatabaseError):
        save_draft(by=practitioner, form_key=KEY, answers={"a": ["b"]})
    assert FormDraft.objects.get().answers == SAID


def held_session(**held) -> SessionStore:
    session = SessionStore()
    session[drafts.HELD] = {
        key: {"person": person.pk, "answers": {"reason": [key]}} for key, person in held.items()
    }
    return session


def test_claim_held_gives_back_a_persons_own_and_forgets_the_rest(practitioner, manager):
    session = held_session(mine=practitioner, theirs=manager)
    assert claim_held(by=practitioner, session=session) == 1
    draft = FormDraft.objects.get()
    assert (draft.person, draft.form_key) == (practitioner, "mine")
    assert draft.answers == {"reason": ["mine"]}
    assert drafts.HELD not in session
    assert claim_held(by=manager, session=session) == 0
    assert FormDraft.objects.count() == 1


def test_claim_held_replaces_an_older_draft_and_leaves_out_what_is_too_long(practitioner):
    save_draft(by=practitioner, form_key="mine", answers=SAID)
    session = held_session(mine=practitioner)
    session[drafts.HELD]["long"] = {"person": practitioner.pk, "answers": {"a": ["a" * MOST_BYTES]}}
    assert claim_held(by=practitioner, session=session) == 1
    assert FormDraft.objects.get().answers == {"reason": ["mine"]}


def test_drafts_nobody_came_back_to_are_removed(practitioner):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        old = FormDraftFactory(
            person=practitioner, saved_at=now - drafts.KEPT_FOR - timedelta(seconds=1)
        )
        fresh = FormDraftFactory(person=practitioner, saved_at=now - drafts.KEPT_FOR)
        assert drafts.kept(practitioner, old.form_key) is None
        assert drafts.kept(practitioner, fresh.form_key) == fresh
        out = StringIO()
        call_command("remove_old_drafts", stdout=out)
    assert out.getvalue() == "1 removed.\n"
    assert FormDraft.objects.get() == fresh


def test_a_seal_names_one_person_for_thirty_days(practitioner):
    with time_machine.travel("2026-11-01T12:00:00+00:00", tick=False):
        seal = drafts.seal_for(practitioner)
        assert drafts.sealed_person(seal) == practitioner.pk
    with time_machine.travel("2026-12-01T12:00:01+00:00", tick=False):
        assert drafts.sealed_person(seal) is None


@pytest.mark.parametrize("seal", ["", "1", "1:a:b", "none:x", "1:1tPvXy:" + "a" * 43])
def test_a_seal_that_we_did_not_make_names_nobody(seal):
    assert drafts.sealed_person(seal) is None


def test_a_person_is_known_to_a_browser_by_no_name(practitioner, manager):
    owner = drafts.owner_of(practitioner)
    assert owner == drafts.owner_of(practitioner) != drafts.owner_of(manager)
    assert len(owner) == 20


def test_passwords_and_what_is_ours_are_no_answers():
    posted = QueryDict(
        "reason=a&reason=b&csrfmiddlewaretoken=x&_draft_person=y&password=z&old_Password=w&empty="
    )
    assert drafts.answers_in(posted) == {"reason": ["a", "b"], "empty": [""]}


@pytest.mark.parametrize(
    "address", ["", "concerns/", "/nowhere/", "/concerns/", "//evil.example/", "https://a.example/"]
)
def test_only_an_address_of_a_form_of_ours_keeps_answers(address):
    assert drafts.form_at(address) is None


def test_a_draft_reads_as_its_form(db):
    assert str(FormDraftFactory(form_key="/a/")) == "/a/"
