"""The annual report is published when every part of paragraph 4(1) is there, and then sent."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from core.errors import RuleViolationError
from sab.choices_board import Recipient
from sab.services import annual
from tests import factories as f
from tests.sab.conftest import TODAY

pytestmark = pytest.mark.django_db
YEAR = "2024-25"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY):
        yield


def refused(code, service, **told):
    with pytest.raises(RuleViolationError) as refusal:
        service(**told)
    assert refusal.value.code == code
    return str(refusal.value)


def test_it_waits_for_the_board_and_for_every_member(board, unit, police, health):
    publish = {"by": unit, "board": board, "year": YEAR, "published_on": TODAY}
    service = annual.publish_annual_report
    refused("not_over", service, **{**publish, "published_on": date(2025, 3, 31)})
    refused("not_written", service, **publish)
    told = {"objective": "Asked each partner", "strategy": "Agreed a pathway"}
    report = annual.write_annual_report(by=unit, board=board, year=YEAR, **told)
    annual.write_contribution(by=unit, partner=police, year=YEAR, text="Trained officers")
    assert health.name in refused("silent_members", service, **publish)
    send = {"by": unit, "report": report, "recipient": Recipient.LEADER, "name": "The leader"}
    refused("not_published", annual.send_annual_report, sent_on=TODAY, **send)
    annual.write_contribution(by=unit, partner=health, year=YEAR, text="Trained nurses")
    service(**publish)
    refused("published", service, **publish)
    refused("published", annual.write_annual_report, by=unit, board=board, year=YEAR, **told)
    part = {"by": unit, "partner": police, "year": YEAR, "text": "x"}
    refused("published", annual.write_contribution, **part)
    refused("too_early", annual.send_annual_report, sent_on=date(2025, 5, 1), **send)
    annual.send_annual_report(sent_on=TODAY, **send)
    assert report.sendings.get().name == "The leader"


def test_the_page_names_who_has_not_had_it(client, board, unit):
    f.AnnualReportFactory(
        board=board, year=YEAR, objective="a", strategy="b", published_on=date(2025, 5, 1)
    )
    client.force_login(unit)
    send = reverse("assurance:board-annual-send") + f"?year={YEAR}"
    client.post(send, {"recipient": "leader", "name": "The leader", "sent_on": "2/6/2025"})
    page = client.get(reverse("assurance:board-annual-report") + f"?year={YEAR}").content.decode()
    assert "Leader of the council: The leader" in page
    assert "Still to be sent to:</strong> Chief executive of the council, Local policing" in page
    early = reverse("assurance:board-annual-publish") + "?year=2025-26"
    told = client.post(early, {"published_on": "2/6/2025"}).content.decode()
    assert "The year 2025-26 is not over on that day" in told
