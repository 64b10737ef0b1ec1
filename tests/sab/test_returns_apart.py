"""One partner reaches nothing of another's return; the board reads none before it is sent."""

import pytest
import time_machine
from django.urls import reverse

from core.models import ExportEvent
from sab.models import AssuranceReturn
from tests import factories as f
from tests.sab.conftest import lead_of
from tests.sab.returns_set import OPEN_DAY, answer, answer_all, opened, standards, submit

pytestmark = [pytest.mark.django_db]
SECRET = "Something of the other agency"
OURS = ("agency-return", "agency-submit")
OF_STANDARD = (
    "agency-standard",
    "agency-return-evidence",
    "agency-improvement",
    "agency-reply",
)
BOARDS = ("return-detail", "return-leave", "return-changes", "return-validate")


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(OPEN_DAY):
        yield


@pytest.fixture
def both(board, unit, police, health):
    """Return the police's return and health's, which says something of its own."""
    mine, theirs = opened(board, unit, police, health)
    answer(theirs, lead_of(health), standards(theirs)[0], narrative=SECRET)
    return mine, theirs


def addresses(row):
    standard = standards(row)[0]
    yield from (reverse(f"sab:{name}", args=[row.pk]) for name in OURS)
    yield from (reverse(f"sab:{name}", args=[row.pk, standard.pk]) for name in OF_STANDARD)


def test_another_agencys_return_is_not_found(client, police, health, both):
    mine, theirs = both
    client.force_login(lead_of(police))
    for address in addresses(theirs):
        assert client.get(address).status_code == 404
        posted = client.post(address, {"rating": "3", "narrative": "x", "reply": "x"})
        assert posted.status_code in (404, 405)
    assert theirs.answers.get().narrative == SECRET
    for name in BOARDS:
        assert client.get(reverse(f"sab:{name}", args=[theirs.pk])).status_code == 403
    held = theirs.answers.get()
    assert client.get(reverse("sab:answer-validate", args=[held.pk])).status_code == 403
    assert client.get(reverse("sab:return-cycle", args=[mine.cycle_id])).status_code == 403
    assert list(AssuranceReturn.objects.visible_to(lead_of(police))) == [mine]


def test_pages_hold_ones_own_only(client, police, both):
    mine, _ = both
    client.force_login(lead_of(police))
    pages = (
        reverse("core:home"),
        reverse("sab:agency-returns"),
        reverse("sab:agency-return", args=[mine.pk]),
    )
    for address in pages:
        text = client.get(address).content.decode()
        assert SECRET not in text
        assert "Health" not in text


def test_the_board_reads_no_answer_before_it_is_sent(client, unit, health, both):
    _, theirs = both
    client.force_login(unit)
    address = reverse("sab:return-detail", args=[theirs.pk])
    text = client.get(address).content.decode()
    assert SECRET not in text
    assert "stays with the agency" in text
    held = theirs.answers.get()
    assert client.get(reverse("sab:answer-validate", args=[held.pk])).status_code == 404
    answer_all(theirs, lead_of(health))
    submit(theirs, lead_of(health))
    assert "Our board hears it." in client.get(address).content.decode()


def test_submitting_names_what_is_not_ready_with_links(client, police, both):
    mine, _ = both
    client.force_login(lead_of(police))
    address = reverse("sab:agency-submit", args=[mine.pk])
    signed = {"signed_by": "Ada", "signed_job_title": "Chief", "signed_on": "2/6/2025"}
    text = client.post(address, {**signed, "is_declared": "on"}).content.decode()
    assert "These standards are not ready: A1, B1" in text
    for standard in standards(mine):
        assert reverse("sab:agency-standard", args=[mine.pk, standard.pk]) in text
    assert 'value="Ada"' in text


def test_the_cycle_says_who_has_returned_and_whom_to_chase(
    client, unit, health, both, django_assert_max_num_queries
):
    mine, theirs = both
    answer_all(theirs, lead_of(health))
    submit(theirs, lead_of(health))
    client.force_login(unit)
    address = reverse("sab:return-cycle", args=[mine.cycle_id])
    with django_assert_max_num_queries(12):
        text = client.get(address).content.decode()
    assert "Returned: 1 of 2" in text
    opened(theirs.board, unit, mine.partner, template=mine.cycle.template, title="Later on")
    text = client.get(reverse("sab:return-cycles")).content.decode()
    assert text.index("Later on") < text.index(mine.cycle.title)
    with django_assert_max_num_queries(12):
        client.get(reverse("sab:return-detail", args=[theirs.pk]))
    client.force_login(lead_of(mine.partner))
    with django_assert_max_num_queries(12):
        client.get(reverse("sab:agency-return", args=[mine.pk]))


def test_the_minutes_are_a_pdf_in_the_ledger(client, unit, police, both):
    mine, _ = both
    event = f.ChallengeEventFactory(cycle=mine.cycle)
    f.ChallengeQuestionFactory(event=event, assurance_return=mine)
    address = reverse("assurance:challenge-minutes", args=[event.pk])
    client.force_login(lead_of(police))
    assert client.post(address).status_code == 403
    client.force_login(unit)
    assert client.post(address).content.startswith(b"%PDF")
    assert ExportEvent.objects.get().kind == "sab_challenge_minutes"
