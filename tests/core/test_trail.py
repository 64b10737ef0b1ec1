"""The trail is proved whole, or what was done to it is found and named."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import trail
from core.models import ActivityEvent, TrailHead, TrailLink
from core.trail import verify_trail
from core.trail_linking import link_all
from core.trail_sources import START, link_digest, trail_source, trail_sources
from tests.core.trail_tampering import WAYS, open_tables
from tests.factories import (
    ActivityEventFactory,
    CaseAccessFactory,
    ExportEventFactory,
    SharedReleaseFactory,
    TrailLinkFactory,
)

BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
OF_EACH_SOURCE = {
    "core.ActivityEvent": ActivityEventFactory,
    "core.ExportEvent": ExportEventFactory,
    "safeguard.CaseAccess": CaseAccessFactory,
    "assurance.SharedRelease": SharedReleaseFactory,
}


def said(head: str | None = None) -> list[str]:
    """Return what is wrong, without what the test itself took away."""
    faults = verify_trail(head).faults
    return [fault.message for fault in faults if fault.code != "not_held"]


def codes(head: str | None = None) -> list[str]:
    return [fault.code for fault in verify_trail(head).faults]


@pytest.fixture
def small_trail(db):
    open_tables()
    # Numbers that the database itself gives to none, whatever ran before.
    for number in (9011, 9012, 9014):
        ActivityEventFactory(pk=number)
    for _ in range(2):
        ExportEventFactory()
    link_all()
    ActivityEventFactory(pk=9015)
    link_all()


def test_a_trail_that_nobody_touched_is_whole(small_trail):
    found = verify_trail()
    assert (found.entries, found.unlinked, said()) == (6, 0, [])
    assert found.head == TrailHead.objects.get().digest


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(st.data(), st.sampled_from(WAYS))
def test_whatever_is_done_to_it_is_found_and_named(small_trail, data, spoil):
    with transaction.atomic():
        named = spoil(data.draw)
        found = said()
        transaction.set_rollback(True)
    assert any(named in f"{message.lower()} " for message in found), (named, found)


def test_a_chain_made_anew_is_found_by_a_head_that_was_kept(small_trail):
    kept = verify_trail().head
    assert said(kept) == []
    ActivityEvent.objects.filter(pk=9012).update(verb="nothing")
    TrailLink.objects.all().delete()
    TrailHead.objects.all().delete()
    link_all()
    assert said() == []
    assert codes(kept)[-1] == "head_not_met"


def test_an_earlier_head_is_met(small_trail):
    kept = verify_trail().head
    ActivityEventFactory()
    link_all()
    assert said(kept) == []
    assert verify_trail().head != kept


def test_what_was_changed_is_named_with_who_and_when(small_trail):
    ActivityEvent.objects.filter(pk=9012).update(actor_name="Nobody", created_at=BEGINNING)
    (message,) = said()
    assert message.startswith(
        "Entry 9012 of the activity log (concern_recorded, Nobody, 2026-03-02 09:00:00) was changed"
    )
    assert "linked at place 2 on" in message


def test_what_was_removed_is_named_with_its_place(small_trail):
    ActivityEvent.objects.filter(pk=9014).delete()
    assert said()[0].startswith(
        "Entry 9014 of the activity log was removed. It was linked at place 3"
    )


def test_several_links_that_are_missing_are_one_fault(small_trail):
    TrailLink.objects.filter(pk__in=[2, 3]).delete()
    (message,) = said()
    assert message.startswith("Links 2 to 3 are missing, between link 1 to entry 9011")


def test_a_link_to_something_else_is_named(small_trail):
    head = TrailHead.objects.get()
    link = TrailLinkFactory.build(position=7, source="other.Thing", entry_id=3)
    link.digest = link_digest(head.digest, link)
    link.save()
    TrailHead.objects.update(position=7, digest=link.digest)
    assert said() == ["Link 7 is to other.Thing 3, which is no part of the trail."]


@pytest.mark.parametrize("label", OF_EACH_SOURCE)
def test_every_source_is_covered_and_named(db, label):
    open_tables()
    row = OF_EACH_SOURCE[label]()
    link_all()
    assert TrailLink.objects.filter(source=label, entry_id=row.pk).exists()
    assert said() == []
    type(row).objects.filter(pk=row.pk).delete()
    assert said()[0].startswith(f"Entry {row.pk} of the {trail_source(label).name} was removed")


def test_every_source_is_tested():
    assert {source.label for source in trail_sources()} == set(OF_EACH_SOURCE)


def test_a_case_that_was_opened_is_named_without_the_reason(db):
    row = CaseAccessFactory(reason="Because of Mrs Example")
    source = trail_source("safeguard.CaseAccess")
    words = source.words(row.pk, source.entries([row.pk])[row.pk])
    assert f"(concern {row.concern_id}, person {row.person_id}, " in words


def test_digests_stay_what_they_are():
    """They were written down: another way to work them out would call every trail broken."""
    entry = {
        "id": 7,
        "council_id": None,
        "verb": "exported",
        "about_id": "",
        "changes": {"b": [None, "é"], "a": [1.5, True]},
        "created_at": datetime(2026, 3, 2, 9, 30, 0, 5, tzinfo=UTC),
        "public_id": UUID(int=5),
    }
    source = trail_source("core.ActivityEvent")
    content = "9bd8ab606ab7b5d4f8705f524daed9d22b0a08380f42eaf48551ebb29ae14dba"
    assert source.digest(entry) == content
    assert source.digest({**entry, "added_later": ""}) == content
    link = TrailLink(
        source="core.ActivityEvent", entry_id=7, content=content, linked_at=entry["created_at"]
    )
    assert link_digest(START, link) == (
        "fb23270b56c05b437566bf2b4f74cd7cc8288eb54e0fbd36e42d27db6e3a85eb"
    )


def test_what_the_chain_cannot_write_is_refused():
    with pytest.raises(TypeError, match="does not know how to write bytes"):
        trail_source("core.ActivityEvent").digest({"id": b"7"})


def test_an_empty_trail_is_whole(db):
    assert verify_trail() == trail.TrailReport(entries=0, unlinked=0, head="", faults=())


def test_a_new_entry_without_a_link_is_counted_and_no_fault(small_trail):
    ActivityEventFactory()
    assert (verify_trail().unlinked, said()) == (1, [])


def test_an_old_entry_without_a_link_is_a_fault(small_trail, monkeypatch):
    monkeypatch.setattr(trail, "MOST_NAMED", 1)
    for _ in range(3):
        ActivityEventFactory(created_at=BEGINNING)
    first, rest = said()
    assert "2026-03-02 09:00:00) is older than a day and has no link" in first
    assert rest == "And 2 more entries of the activity log."


def test_a_chain_that_was_not_begun_is_one_fault(db):
    for _ in range(3):
        ActivityEventFactory(created_at=BEGINNING)
    assert "has not been begun, and 3 entries of the activity log" in said()[0]


def test_what_was_there_before_the_chain_is_no_fault(db):
    ActivityEventFactory(created_at=BEGINNING)
    link_all()
    assert said() == []


def test_an_entry_dated_back_is_told_until_a_head_after_it_was_kept(db):
    with time_machine.travel(BEGINNING, tick=False):
        ActivityEventFactory()
        link_all()
        before = verify_trail().head
    with time_machine.travel(BEGINNING + timedelta(days=30), tick=False):
        ActivityEventFactory(created_at=BEGINNING + timedelta(days=20))
        ActivityEventFactory()
        link_all()
        assert codes() == codes(before) == ["linked_late"]
        assert "linked on 2026-04-01 10:00:00, more than a day after" in said()[0]
        assert codes(verify_trail().head) == []


def test_only_so_many_faults_are_named(small_trail, monkeypatch):
    monkeypatch.setattr(trail, "MOST_FAULTS", 2)
    ActivityEvent.objects.filter(pk__gt=9000).update(verb="x")
    assert codes() == ["not_held", "not_held", "more"]
    assert said() == ["5 more faults are not listed."]


def test_reading_is_in_batches(small_trail, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(trail, "BATCH", 2)
    ActivityEvent.objects.filter(pk=9015).update(verb="x")
    assert len(said()) == 1
    with django_assert_max_num_queries(15):
        verify_trail()


def test_a_trigger_that_is_gone_is_told(db):
    open_tables()
    assert codes() == ["not_held"] * 3
    assert connection.vendor in {"sqlite", "postgresql"}
