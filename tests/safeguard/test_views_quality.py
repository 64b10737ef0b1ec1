"""Records that a rule finds are given to somebody; what the pages of the desk show."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from safeguard.models import QualityTask
from safeguard.quality import desk
from safeguard.services.quality import give_records
from safeguard.services.quality_counts import count_rules
from tests.factories import QualityTaskFactory, RegisterSettingsFactory
from tests.safeguard.quality_cases import FAILS, UNTIL, ended, undecided

QUERIES = 12


@pytest.fixture(autouse=True)
def cut(council):
    RegisterSettingsFactory(council=council, data_cut_on=UNTIL)


RULE = desk.BY_CODE["no-priority"]


def given(by, council, owner, records, **other):
    said = {"rule": RULE, "note": "", **other}
    return give_records(by=by, council=council, owner=owner, records=records, **said)


def test_records_are_given_and_given_on(manager, practitioner, analyst, council):
    keys = [undecided(council, priority=None).pk for _ in range(2)]
    assert given(manager, council, practitioner, keys, note=" By Friday ") == 2
    assert given(manager, council, analyst, keys[:1]) == 1
    tasks = desk.tasks_for(council, RULE, keys)
    assert [tasks[key].owner for key in keys] == [analyst, practitioner]
    assert tasks[keys[1]].note == "By Friday"
    assert ActivityEvent.objects.filter(verb="quality_task_given").count() == 3
    assert desk.given_to(practitioner, council) == [(RULE, 1)]
    names = tuple(sorted((analyst.full_name, practitioner.full_name)))
    assert desk.owners_by_rule(council) == {RULE.code: names}


def test_giving_needs_the_permission(stranger, practitioner, analyst, council):
    record = undecided(council)
    for person in (stranger, practitioner, analyst):
        with pytest.raises(PermissionDenied):
            given(person, council, practitioner, [record.pk])
    assert not QualityTask.objects.exists()


def test_what_cannot_be_given(manager, stranger, practitioner, council, other_council):
    here, elsewhere = undecided(council).pk, undecided(other_council).pk
    for owner, records, code in (
        (practitioner, [], "none_chosen"),
        (practitioner, range(1, 60), "too_many"),
        (practitioner, [here, elsewhere], "not_here"),
        (stranger, [here], "cannot_see"),
    ):
        with pytest.raises(RuleViolationError) as refusal:
            given(manager, council, owner, records)
        assert refusal.value.code == code
    assert not QualityTask.objects.exists()


def test_nothing_is_given_if_the_log_fails(manager, practitioner, council, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        given(manager, council, practitioner, [undecided(council).pk])
    assert not QualityTask.objects.exists()


def url(name, *args) -> str:
    return reverse(f"safeguard:{name}", args=args)


def page(client, address, status=200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_desk_shows_counts_and_effects_to_those_who_see_figures(signed_in, council):
    ended(council, outcomes_asked="NR")
    ended(council)
    count_rules(by=None, council=council, year="2025-26")
    text = page(signed_in(Role.ANALYST), url("quality-desk"))
    assert "Whether the adult was asked what they wanted is not recorded" in text
    assert "now 50.0% (1 of 2); 100.0% (2 of 2) if all of them were asked" in text
    assert "SG4a" in text
    assert "Nothing has been recorded since" in text
    assert "if all of them were asked" not in page(
        signed_in(Role.PRACTITIONER), url("quality-desk")
    )


@pytest.mark.parametrize("code", desk.BY_CODE)
def test_each_rule_has_a_page(signed_in, council, code):
    row = FAILS[code][0](council)
    text = page(signed_in(Role.ANALYST), url("quality-rule", code))
    assert row.reference in text
    assert desk.BY_CODE[code].how[:20].replace("'", "&#x27;") in text
    assert "Choose " not in text


def test_a_rule_that_is_not_there_is_not_found(signed_in, council):
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    for name in ("quality-rule", "quality-give"):
        page(client, url(name, "nonsense"), 404)


def test_a_manager_gives_records_out(signed_in, practitioner, council):
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    record = undecided(council, priority=None)
    text = page(client, url("quality-rule", RULE.code))
    assert f'value="{record.pk}"' in text
    address = f"{url('quality-give', RULE.code)}?year=2025-26&record={record.pk}"
    assert "1 record chosen" in page(client, address)
    text = client.post(address, {"owner": "", "note": "By Friday"}).content.decode()
    assert "Choose who is to put them right" in text
    assert "By Friday" in text
    response = client.post(address, {"owner": practitioner.pk, "note": "By Friday"})
    assert response.url == f"{url('quality-rule', RULE.code)}?year=2025-26"
    assert practitioner.full_name in page(client, response.url)
    nobody = page(client, url("quality-give", RULE.code) + "?record=nonsense")
    assert "No record is chosen" in nobody


def test_mine_are_shown_alone(client, practitioner, council):
    mine, other = (undecided(council, priority=None) for _ in range(2))
    QualityTaskFactory(council=council, rule=RULE.code, record_id=mine.pk, owner=practitioner)
    client.force_login(practitioner)
    text = page(client, url("quality-rule", RULE.code) + "?mine=1")
    assert mine.reference in text
    assert other.reference not in text


@pytest.mark.parametrize("rows", [1, 4])
@pytest.mark.parametrize("code", [None, "no-decision", "outcomes-not-asked", "same-person"])
def test_pages_cost_the_same_however_much_there_is(
    signed_in, council, django_assert_max_num_queries, rows, code
):
    for rule, makers in FAILS.items():
        for _ in range(rows):
            row = makers[0](council)
            QualityTaskFactory(council=council, rule=rule, record_id=row.pk)
    count_rules(by=None, council=council, year="2025-26")
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    address = url("quality-rule", code) if code else url("quality-desk")
    page(client, address)
    with django_assert_max_num_queries(QUERIES):
        page(client, address)
