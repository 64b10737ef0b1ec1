"""The desk shows what was counted in the background, says when, and never passes old for new."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from core.periods import parse_financial_year
from core.roles import Role
from safeguard.models import QualityCount, QualityFinding
from safeguard.quality import counted as shelf
from safeguard.quality import desk
from safeguard.services.quality_asking import ask_for_count, ask_for_every_year
from safeguard.services.quality_counts import count_every_year, count_rules
from tests.factories import (
    ActivityEventFactory,
    QualityCountFactory,
    QualityTaskFactory,
    RegisterSettingsFactory,
)
from tests.safeguard.quality_cases import FAILS, UNTIL, case, ended, undecided

YEAR = "2025-26"


@pytest.fixture(autouse=True)
def settings_of_register(council):
    return RegisterSettingsFactory(council=council, data_cut_on=UNTIL)


def count_now(council) -> shelf.Counted:
    count_rules(by=None, council=council, year=YEAR)
    return shelf.counted(desk.reach_of(council, YEAR))


def changed(council, **about):
    about = {"target_model": "safeguard.Concern", "created_at": timezone.now(), **about}
    return ActivityEventFactory(council_id=council.pk, **about)


def last(council) -> shelf.Counted:
    return shelf.counted(desk.reach_of(council, YEAR))


def test_what_is_stored_is_what_is_counted(council):
    for makers in FAILS.values():
        row = makers[0](council)
    QualityTaskFactory(council=council, rule="same-person", record_id=row.pk)
    ended(council, outcomes_asked="NR", lacked_capacity="YES", supported=None)
    ended(council)
    reach = desk.reach_of(council, YEAR)
    now = shelf.with_effects(reach, desk.found_by_rule(reach))
    kept = count_now(council)
    assert not kept.is_stale
    assert [(each.rule, each.count, each.oldest, each.owners) for each in kept.found] == [
        (each.rule, each.count, each.oldest, each.owners) for each in now
    ]
    assert [shelf.figures_of(each) for each in kept.found] == [
        shelf.figures_of(each) for each in now
    ]
    assert any(each.effects for each in kept.found)
    assert kept.found[0].decisions is not None


def test_counting_again_replaces_what_was_stored(council):
    record = undecided(council, priority=None)
    assert {each.rule.code: each.count for each in count_now(council).found}["no-priority"] == 1
    record.delete()
    assert {each.rule.code: each.count for each in count_now(council).found}["no-priority"] == 0
    assert QualityFinding.objects.count() == len(desk.RULES)


def test_a_count_that_began_earlier_does_not_replace_a_newer_one(council):
    later = timezone.now() + timedelta(minutes=1)
    QualityCountFactory(council=council, counted_at=later, until=UNTIL)
    assert count_now(council).at == later


@pytest.mark.parametrize(
    ("about", "n"),
    [
        ({}, 1),
        ({"target_model": "core.ClosureDay"}, 1),
        ({"target_model": "safeguard.QualityTask"}, 0),
        ({"target_model": "core.Membership"}, 0),
    ],
)
def test_a_change_since_makes_a_count_stale(council, other_council, about, n):
    assert not count_now(council).is_stale
    changed(other_council)
    assert not last(council).is_stale
    changed(council, **about)
    assert (last(council).changes, last(council).is_stale) == (n, bool(n))


def test_a_change_under_way_when_a_count_began_is_taken_for_unseen(council):
    changed(council)
    assert count_now(council).is_stale


def test_many_changes_are_not_all_counted(council):
    count_now(council)
    for _ in range(shelf.CHANGES_SHOWN + 2):
        changed(council)
    assert f"{last(council).changes:,}" == "more than 100"


def test_a_later_day_or_a_new_rule_makes_a_count_stale(council, settings_of_register):
    assert not count_now(council).is_stale
    settings_of_register.data_cut_on = UNTIL + timedelta(days=1)
    settings_of_register.save()
    assert last(council).is_stale
    count_now(council)
    QualityFinding.objects.filter(rule="same-person").delete()
    assert last(council).is_stale


def test_a_count_is_asked_for_once(council, practitioner, stranger):
    def ask(by=practitioner, label=YEAR):
        return ask_for_count(by=by, council=council, year=parse_financial_year(label))

    with pytest.raises(PermissionDenied):
        ask(by=stranger)
    assert ask()
    assert last(council).is_awaited(timezone.now())
    assert not ask()
    assert ask(label="2024-25")
    QualityCount.objects.update(asked_at=timezone.now() - shelf.PATIENCE - timedelta(seconds=1))
    assert ask()
    count_now(council)
    assert not last(council).is_awaited(timezone.now())
    assert ask()


def test_counting_needs_the_permission(council, stranger):
    with pytest.raises(PermissionDenied):
        count_rules(by=stranger, council=council, year=YEAR)
    assert not QualityCount.objects.exists()


def test_asking_has_the_worker_count(council, django_capture_on_commit_callbacks):
    undecided(council, priority=None)
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_every_year(by=None, council=council)
    assert QualityCount.objects.filter(counted_at__isnull=False).count() == desk.YEARS_OFFERED
    assert {each.rule.code: each.count for each in last(council).found}["no-priority"] == 1


def test_every_year_offered_is_counted(council):
    count_every_year(by=None, council=council)
    years = [year.label for year in desk.years_offered(UNTIL)]
    assert list(QualityCount.objects.values_list("year", flat=True)) == years


def page(client) -> str:
    return client.get(reverse("safeguard:quality-desk")).content.decode()


def test_the_desk_says_when_it_was_counted_and_asks_anew(
    signed_in, council, django_capture_on_commit_callbacks
):
    undecided(council, priority=None)
    client = signed_in(Role.PRACTITIONER)
    with django_capture_on_commit_callbacks(execute=True):
        text = page(client)
    assert "have not been counted yet" in text
    assert text.count("Not counted yet") == len(desk.RULES)
    text = page(client)
    assert "Nothing has been recorded since that could change them" in text
    assert "Count again" in text
    changed(council)
    with django_capture_on_commit_callbacks() as waiting:
        text = page(client)
    assert "1 change recorded since then is not in these numbers" in text
    assert len(waiting) == 1
    with django_capture_on_commit_callbacks() as waiting:
        page(client)
    assert not waiting


def test_counting_again_is_a_button(signed_in, council, django_capture_on_commit_callbacks):
    count_now(council)
    client = signed_in(Role.PRACTITIONER)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("safeguard:quality-count"), {"year": "2024-25"}, follow=True)
    text = response.content.decode()
    assert "The records of 2024-25 are being counted again" in text
    assert "Reporting year 2024-25" in text
    assert QualityCount.objects.get(year="2024-25").counted_at


def test_the_page_of_a_rule_says_when_its_effects_were_counted(signed_in, council):
    case(council)
    undecided(council)
    count_now(council)
    client = signed_in(Role.ANALYST)
    text = client.get(reverse("safeguard:quality-rule", args=["no-decision"])).content.decode()
    assert "What deciding them could do" in text
    assert "As counted on" in text


def test_the_page_of_a_rule_counts_anew_only_after_a_change(signed_in, council):
    records = [undecided(council, priority=None) for _ in range(2)]
    count_now(council)
    client = signed_in(Role.PRACTITIONER)
    address = reverse("safeguard:quality-rule", args=["no-priority"])
    pages = client.get(address).context["page_obj"]
    assert (pages.paginator.count, len(pages)) == (2, 2)
    # Behind the log's back, which no service goes: the list is of now, its count of then.
    records[0].delete()
    pages = client.get(address).context["page_obj"]
    assert (pages.paginator.count, len(pages)) == (2, 1)
    changed(council)
    pages = client.get(address).context["page_obj"]
    assert (pages.paginator.count, len(pages)) == (1, 1)
