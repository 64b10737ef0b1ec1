"""The waiting view: who waits in which stage, in what order, at what price."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from core.models import ExportEvent
from core.roles import Role
from tests import factories
from tests.factories import (
    AdultIdentityFactory,
    CausedRequestFactory,
    ClockRuleFactory,
    ConcernFactory,
    DecisionRecordFactory,
    EnquiryFactory,
    LookAgainFactory,
    PrioritySettingFactory,
)

QUERIES = 12
NOW = datetime(2025, 4, 16, 11, tzinfo=UTC)  # a Wednesday
WAITING = reverse("safeguard:waiting")


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def one_of_each(council, manager, tag="", **columns):
    """Make one case in each stage."""

    def concern(reference, **more):
        adult = AdultIdentityFactory(adult__council=council).adult
        return ConcernFactory(adult=adult, reference=f"{reference}{tag}", **{**columns, **more})

    concern("C-TRIAGE")
    concern("C-DECIDE", priority="red")
    DecisionRecordFactory(
        concern=concern("C-SIGN", priority="green"),
        proposed_at=datetime(2025, 4, 15, 9, tzinfo=UTC),
    )
    concern("C-START", s42=True)
    EnquiryFactory(concern=concern("C-E1", s42=True), reference=f"E-ALLOCATE{tag}")
    caused = EnquiryFactory(concern=concern("C-E2", s42=True), reference=f"E-CAUSED{tag}")
    caused.lead = manager
    caused.save()
    CausedRequestFactory(enquiry=caused, due_on=date(2025, 4, 14), to_whom="Example House")
    concern("C-CLOSED", closed=True)
    EnquiryFactory(concern=concern("C-E3", s42=True), reference=f"E-DONE{tag}", concluded=True)


def tables(client, query="") -> dict[str, list]:
    response = client.get(WAITING + query)
    assert response.status_code == 200
    return {table["key"]: table["rows"] for table in response.context["tables"]}


def references(rows) -> list[str]:
    return [row[0]["text"] for row in rows]


def test_each_case_waits_in_one_stage(signed_in, council, manager):
    one_of_each(council, manager)
    found = tables(signed_in(Role.PRACTITIONER))
    assert {key: references(rows) for key, rows in found.items()} == {
        "triage": ["C-TRIAGE"],
        "decision": ["C-DECIDE"],
        "sign_off": ["C-SIGN"],
        "not_started": ["C-START"],
        "unallocated": ["E-ALLOCATE"],
        "caused": ["E-CAUSED"],
    }


def test_a_case_is_shown_by_initials_with_its_referrer_and_waits_in_working_days(
    signed_in, council, manager
):
    one_of_each(council, manager)
    response = signed_in(Role.PRACTITIONER).get(WAITING)
    text = response.content.decode()
    assert "AE" in text
    assert "Example<" not in text
    assert "Police" in text
    assert "by 2 working days" in text
    assert "Example House" in text
    found = tables(signed_in(Role.PRACTITIONER))
    waited = {key: rows[0][4] for key, rows in found.items()}
    assert waited == {
        "triage": 11,  # from receipt on Tuesday 1 April
        "decision": 11,
        "sign_off": 1,
        "not_started": 10,
        "unallocated": 10,
        "caused": 9,
    }


def test_a_wait_for_a_decision_begins_with_the_first_priority(signed_in, council):
    concern = ConcernFactory(adult__council=council, priority="red")
    for day in (10, 15):
        PrioritySettingFactory(concern=concern, set_at=datetime(2025, 4, day, 9, tzinfo=UTC))
    assert tables(signed_in(Role.PRACTITIONER))["decision"][0][4] == 4


def test_totals_say_how_many_wait_and_how_long_the_oldest(signed_in, council, manager):
    one_of_each(council, manager)
    ConcernFactory(adult__council=council, received_on=date(2025, 3, 31))
    rows = signed_in(Role.PRACTITIONER).get(WAITING).context["summary"]["rows"]
    assert [(row[0]["text"], row[1], row[2]) for row in rows][:2] == [
        ("Waiting for triage", 2, "12 working days"),
        ("Waiting for a decision", 1, "11 working days"),
    ]
    assert rows[-1][1:] == [1, "9 working days"]


def test_nothing_waiting_is_said(signed_in, council):
    text = signed_in(Role.PRACTITIONER).get(WAITING).content.decode()
    assert text.count("Nothing waits here.") == 6
    assert "None waiting" in text
    assert "0 were waiting at the end of 16 April 2025" in text


def test_overdue_looks_come_first_and_then_as_chosen(signed_in, council):
    def waits(reference, received, priority, next_due=None):
        concern = ConcernFactory(
            adult__council=council,
            reference=reference,
            received_on=date(2025, 4, received),
            priority=priority,
        )
        if next_due:
            LookAgainFactory(
                concern=concern,
                looked_on=date(2025, 4, 10),
                next_due_on=date(2025, 4, next_due),
                safe_meanwhile=f"Safe {reference}",
            )

    waits("C-SOON", 1, "green", next_due=17)
    waits("C-OVERDUE", 3, "amber", next_due=11)
    waits("C-NEVER", 2, "red")  # due seven days after receipt: 9 April
    client = signed_in(Role.PRACTITIONER)
    rows = tables(client)["decision"]
    assert references(rows) == ["C-NEVER", "C-OVERDUE", "C-SOON"]
    assert rows[0][6:] == [
        "Not yet",
        {"text": "Overdue", "tag": "red", "note": "since 9 April 2025"},
        "Not recorded",
    ]
    assert rows[2][6:] == ["10 April 2025", "17 April 2025", "Safe C-SOON"]
    by_priority = references(tables(client, "?sort=priority")["decision"])
    assert by_priority == ["C-NEVER", "C-OVERDUE", "C-SOON"]
    assert references(tables(client, "?sort=wait")["decision"]) == [
        "C-SOON",
        "C-NEVER",
        "C-OVERDUE",
    ]


def test_the_newest_look_counts(signed_in, council):
    concern = ConcernFactory(adult__council=council)
    LookAgainFactory(concern=concern, looked_on=date(2025, 4, 14), next_due_on=date(2025, 4, 20))
    LookAgainFactory(concern=concern, looked_on=date(2025, 4, 3), next_due_on=date(2025, 4, 4))
    assert tables(signed_in(Role.PRACTITIONER))["triage"][0][7] == "20 April 2025"


def test_a_wait_is_held_against_the_local_target(signed_in, council, manager):
    one_of_each(council, manager)
    client = signed_in(Role.PRACTITIONER)
    assert tables(client)["decision"][0][5] == "None set"
    ClockRuleFactory(council=council, amount=2)
    cell = tables(client)["decision"][0][5]
    assert cell == {
        "text": "Overdue",
        "tag": "red",
        "note": "end of 3 April 2025, 9 working days over",
        "used": 100,
    }


def test_a_bar_says_how_much_of_the_time_has_gone(signed_in, council, manager):
    one_of_each(council, manager)
    ClockRuleFactory(council=council, amount=20)
    client = signed_in(Role.PRACTITIONER)
    cell = tables(client)["decision"][0][5]
    assert 0 < cell["used"] < 100
    text = client.get(WAITING).content.decode()
    bar = f'max="100" value="{cell["used"]}" aria-label="Time used">{cell["used"]}%</progress>'
    assert bar in text


def test_one_team_can_be_shown(signed_in, council, manager):
    team = factories.TeamFactory(organisation=council)
    one_of_each(council, manager)
    one_of_each(council, manager, tag="-T", team=team)
    client = signed_in(Role.PRACTITIONER)
    found = tables(client, f"?team={team.pk}&sort=wait")
    assert references(found["triage"]) == ["C-TRIAGE-T"]
    assert found["unallocated"] == []  # the enquiry has a team of its own


def test_a_team_of_another_council_is_refused(signed_in, council, other_council):
    factories.TeamFactory(organisation=council)
    team = factories.TeamFactory(organisation=other_council)
    response = signed_in(Role.PRACTITIONER).get(f"{WAITING}?team={team.pk}")
    assert response.context["form"].errors["team"]


def test_other_councils_do_not_show(client, stranger, council, manager):
    one_of_each(council, manager)
    client.force_login(stranger)
    assert all(rows == [] for rows in tables(client).values())


def test_ten_of_a_stage_are_shown_and_the_rest_are_a_page_away(signed_in, council):
    adult = factories.AdultFactory(council=council)
    ConcernFactory.create_batch(52, adult=adult)
    client = signed_in(Role.PRACTITIONER)
    text = client.get(WAITING).content.decode()
    assert "Showing 10 of 52." in text
    first = tables(client, "?stage=triage")
    assert list(first) == ["triage"]
    rest = tables(client, "?stage=triage&page=2")["triage"]
    assert (len(first["triage"]), len(rest)) == (50, 2)
    assert not set(references(first["triage"])) & set(references(rest))
    text = client.get(WAITING + "?stage=triage&page=2").content.decode()
    assert "Showing 51 to 52 of 52" in text
    assert "over twelve months" not in text


def test_the_queue_over_twelve_months(signed_in, council):
    for received, decided in (((2024, 1, 5), None), ((2024, 6, 1), (2025, 1, 31))):
        closed = {"closed": True, "decided_on": date(*decided)} if decided else {}
        ConcernFactory(adult__council=council, received_on=date(*received), **closed)
    ConcernFactory(adult__council=council, received_on=date(2025, 2, 28))
    chart = signed_in(Role.PRACTITIONER).get(WAITING).context["chart"]
    queue = {label: waiting for label, waiting in chart["rows"]}
    assert len(queue) == 13
    assert [queue[month] for month in ("April 2024", "June 2024", "December 2024")] == [1, 2, 2]
    assert [queue[month] for month in ("January 2025", "February 2025", "16 April 2025")] == [
        1,
        2,
        2,
    ]
    assert chart["reading"] == (
        "2 were waiting at the end of 16 April 2025, more than the 1 at the end of 30 April 2024."
    )


def test_loaded_data_are_counted_to_their_last_day(signed_in, council):
    factories.RegisterSettingsFactory(council=council, data_cut_on=date(2025, 4, 3))
    ConcernFactory(adult__council=council)
    client = signed_in(Role.PRACTITIONER)
    assert tables(client)["triage"][0][4] == 2
    assert "Waits are counted to 3 April 2025" in client.get(WAITING).content.decode()


@pytest.mark.parametrize("query", ["", "?sort=priority", "?sort=wait", "?stage=decision"])
def test_thirty_cases_cost_what_one_costs(
    signed_in, council, manager, query, django_assert_max_num_queries
):
    ClockRuleFactory(council=council)
    client = signed_in(Role.PRACTITIONER)
    one_of_each(council, manager)
    with django_assert_max_num_queries(QUERIES) as first:
        client.get(WAITING + query)
    for n in range(30):
        one_of_each(council, manager, tag=f"-{n}")
    with django_assert_max_num_queries(len(first)):
        client.get(WAITING + query)


def test_the_queue_is_taken_away_as_csv_and_entered_in_the_ledger(signed_in, council):
    ConcernFactory(adult__council=council, received_on=date(2020, 1, 1))
    client = signed_in(Role.PRACTITIONER)
    page = client.get(WAITING)
    found = client.get(WAITING + page.context["chart"]["csv_url"])
    lines = found.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "At the end of,Waiting for a decision"
    assert len(lines) == 14
    assert lines[-1].endswith(",1")
    assert ExportEvent.objects.get().rows == 13
