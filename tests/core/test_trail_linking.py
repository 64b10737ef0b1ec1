"""What is recorded is linked once it is committed, and nobody waits for it."""

from threading import Thread

import pytest
from django.db import OperationalError, connection, transaction

from core import activity, trail_linking
from core.models import ActivityEvent, TrailHead, TrailLink
from core.trail import verify_trail
from core.trail_linking import link_all, link_newest
from tests.factories import ActivityEventFactory, ExportEventFactory, TrailLinkFactory


def record(council, verb="done"):
    activity.record(by=None, verb=verb, target=council, council=council)


def linked() -> list[int]:
    return list(TrailLink.objects.order_by("position").values_list("entry_id", flat=True))


def test_a_transaction_is_linked_once_when_it_commits(council, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        record(council)
        record(council)
        assert linked() == []
    assert callbacks == [link_newest]
    assert linked() == list(ActivityEvent.objects.order_by("pk").values_list("pk", flat=True))


def test_what_was_rolled_back_is_not_asked_for(council, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        with transaction.atomic():
            record(council)
            transaction.set_rollback(True)
        assert not connection.run_on_commit
        record(council)
    assert callbacks == [link_newest]


def test_when_nothing_was_recorded_nothing_is_linked(council, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        ExportEventFactory(council=council)
    assert callbacks == []


def test_linking_takes_few_statements(council, django_assert_max_num_queries):
    link_all()
    ActivityEventFactory()
    link_newest()
    for _ in range(3):
        ActivityEventFactory()
    own_transaction = 2 if connection.vendor == "sqlite" else 0
    with django_assert_max_num_queries(5 + 2 + 1 + own_transaction):
        link_newest()
    assert len(linked()) == 4


def test_what_fails_costs_nobody_their_work_and_is_linked_next_time(
    council, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def stops(*args):
        raise OperationalError("the server went away")

    with monkeypatch.context() as patched, django_capture_on_commit_callbacks(execute=True):
        patched.setattr(trail_linking, "_link", stops)
        record(council, "first")
    assert "Error calling link_newest" in caplog.text
    assert verify_trail().unlinked == 1
    record(council, "second")
    link_newest()
    assert len(linked()) == 2
    assert verify_trail().is_whole


def test_an_entry_that_commits_after_later_ones_is_linked(db):
    for number in (10, 12):
        ActivityEventFactory(pk=number)
    link_newest()
    ActivityEventFactory(pk=11)
    link_newest()
    assert linked() == [10, 12, 11]
    assert TrailHead.objects.get().newest == {"core.ActivityEvent": 12}
    assert verify_trail().is_whole


def test_one_that_commits_very_late_is_left_to_the_night(db, monkeypatch):
    monkeypatch.setattr(trail_linking, "LOOKED_BACK", 0)
    ActivityEventFactory(pk=12)
    link_newest()
    ActivityEventFactory(pk=11)
    link_newest()
    assert verify_trail().unlinked == 1
    assert link_all() == 1
    assert linked() == [12, 11]
    assert link_all() == 0


def test_a_long_log_of_before_is_left_to_the_command(db, monkeypatch):
    monkeypatch.setattr(trail_linking, "BATCH", 2)
    for number in (11, 12, 13, 14, 15):
        ActivityEventFactory(pk=number)
    link_newest()
    assert linked() == []
    assert link_all() == 5
    assert linked() == [11, 12, 13, 14, 15]
    for number in (16, 17, 18, 19):
        ActivityEventFactory(pk=number)
    link_newest()
    link_newest()
    assert linked()[5:] == [16, 17, 18, 19]
    assert verify_trail().is_whole


def test_a_head_that_is_gone_is_made_again_from_the_last_link(db):
    ActivityEventFactory()
    link_newest()
    TrailHead.objects.all().delete()
    ActivityEventFactory()
    link_newest()
    assert verify_trail().is_whole


def test_links_that_somebody_added_do_not_stop_the_chain(db):
    ActivityEventFactory()
    link_newest()
    TrailLinkFactory(position=2, entry_id=999)
    ActivityEventFactory()
    link_newest()
    assert TrailLink.objects.filter(position=3).exists()
    assert [fault.code for fault in verify_trail().faults] == [
        "link_changed",
        "removed",
        "link_changed",
    ]


@pytest.mark.django_db(transaction=True)
def test_it_does_not_wait_for_somebody_else():
    ActivityEventFactory()
    link_newest()
    ActivityEventFactory()
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("UPDATE core_trailhead SET position = position")
        link_newest()
        assert len(linked()) == 1
    finally:
        other.rollback()
        other.close()
    link_newest()
    assert len(linked()) == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_chain():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer.")
    for _ in range(5):
        ActivityEventFactory()

    def all_of_it():
        link_all()
        connection.close()

    other = Thread(target=all_of_it)
    with transaction.atomic():
        link_newest()
        other.start()
        other.join(0.3)
        assert other.is_alive()
    other.join()
    assert len(linked()) == 5
    assert verify_trail().is_whole


def test_sqlite_waits_again_afterwards(db):
    if connection.vendor != "sqlite":
        pytest.skip("It is about SQLite.")

    def waits():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            return cursor.fetchone()[0]

    before = waits()
    with trail_linking._without_waiting():
        assert waits() == 0
    assert waits() == before > 0
