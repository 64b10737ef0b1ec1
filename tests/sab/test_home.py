"""What an agency's lead finds on the home page: the return that is with them, and their actions."""

from datetime import UTC, datetime

import time_machine

from tests.sab.conftest import lead_of
from tests.sab.returns_set import answer_all, opened, submit


def panel_of(client, person):
    client.force_login(person)
    return read(client)


def read(client):
    response = client.get("/")
    (panel,) = response.context["panels"]
    return response.content.decode(), panel.content


@time_machine.travel(datetime(2025, 6, 5, 9, tzinfo=UTC), tick=False)
def test_a_lead_reads_how_far_their_return_has_come_and_no_other_agencys(
    client, board, unit, police, health, django_assert_max_num_queries
):
    mine, _ = opened(board, unit, health, police)
    lead = lead_of(health)
    client.force_login(lead)
    with django_assert_max_num_queries(12):
        text, shown = read(client)
    (due,) = shown["due"]
    assert due["return"] == mine
    assert (due["ready"], due["total"]) == (0, 2)
    assert "due by the end of 30 June 2025" in text
    answer_all(mine, lead)
    _, shown = read(client)
    assert shown["due"][0]["ready"] == 2
    submit(mine, lead)
    text, shown = read(client)
    assert shown["due"] == []
    assert "standards are ready" not in text


def test_a_return_whose_window_is_over_is_marked_late(client, board, unit, health):
    with time_machine.travel(datetime(2025, 6, 5, 9, tzinfo=UTC), tick=False):
        opened(board, unit, health)
    with time_machine.travel(datetime(2025, 7, 2, 9, tzinfo=UTC), tick=False):
        text, shown = panel_of(client, lead_of(health))
    assert shown["due"][0]["is_late"]
    assert "was due by the end of 30 June 2025" in text
