"""The words and the exit status of `verify_trail`."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.models import TrailHead
from core.trail_linking import link_all
from tests.factories import ActivityEventFactory


def run(*args: str) -> tuple[list[str], int]:
    out = StringIO()
    status = 0
    try:
        call_command("verify_trail", *args, stdout=out)
    except SystemExit as end:
        status = end.code
    return out.getvalue().splitlines(), status


def test_a_whole_trail(db):
    ActivityEventFactory()
    ActivityEventFactory()
    link_all()
    ActivityEventFactory()
    head = TrailHead.objects.get().digest
    words = f"The trail is whole: 2 entries linked, 1 not yet; head {head}"
    assert run() == ([words], 0)
    met = "The chain runs through the head you gave."
    assert run("--head", f" {head.upper()} ") == ([met, words], 0)


def test_before_anything_is_linked(db):
    assert run() == (["The trail is whole: 0 entries linked, 0 not yet; head none yet"], 0)


def test_link_links_first(db):
    ActivityEventFactory()
    lines, status = run("--link")
    assert (lines[0], status) == ("1 entries were linked now.", 0)
    assert lines[1].startswith("The trail is whole: 1 entry linked, 0 not yet; head ")


def test_a_fault_is_told_and_ends_with_1(db):
    ActivityEventFactory()
    link_all()
    row = ActivityEventFactory(created_at=timezone.now() - timedelta(days=3))
    lines, status = run()
    assert status == 1
    assert lines[0].startswith(f"Entry {row.pk} of the activity log")
    assert lines[1].startswith("The trail is NOT whole (1 fault): 1 entry linked, 1 not yet; head ")


def test_another_head_is_not_met(db):
    ActivityEventFactory()
    link_all()
    lines, status = run("--head", "a" * 64)
    assert status == 1
    assert lines[0].startswith(f"The chain does not run through the head {'a' * 64}.")


def test_a_head_that_is_none(db):
    with pytest.raises(CommandError, match="--head 1234: a head is 64 digits"):
        run("--head", "1234")
