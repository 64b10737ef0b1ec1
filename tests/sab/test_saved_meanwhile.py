"""Two people work on one of the board's forms: the second replaces nothing without seeing it."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sab.models import AnnualReport, Partner
from sab.services.challenge import note_outputs
from tests import factories as f
from tests.sab.conftest import lead_of
from tests.sab.returns_set import OPEN_DAY, answer, opened, standards

pytestmark = pytest.mark.django_db
TOLD = "Somebody else saved this while you were working on it"


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(OPEN_DAY):
        yield


class Writer:
    """A person with a page open: what it holds is sent, with what they change."""

    def __init__(self, person, address):
        self.client, self.address = Client(), address
        self.client.force_login(person)
        self.read(self.client.get(address))

    def read(self, response):
        form = response.context["form"]
        self.holds = {field.name: field.value() for field in form if field.value()}

    def save(self, **changed):
        response = self.client.post(self.address, {**self.holds, **changed})
        if response.status_code == 200:
            self.read(response)
        return response


def test_the_second_of_two_is_shown_what_changed_and_loses_nothing(board, unit):
    event = f.ChallengeEventFactory(cycle__board=board)
    note_outputs(by=unit, event=event, common_gaps="None")
    address = reverse("sab:event-outputs", args=[event.pk])
    first, second = Writer(unit, address), Writer(unit, address)
    assert first.save(common_gaps="Feedback is gathered by few").status_code == 302
    refused = second.save(partnership_gaps="Out of area placements")
    text = refused.content.decode()
    assert TOLD in text
    assert "Feedback is gathered by few" in text
    event.refresh_from_db()
    assert (event.common_gaps, event.partnership_gaps) == ("Feedback is gathered by few", "")
    assert second.save().status_code == 302
    event.refresh_from_db()
    assert event.common_gaps == "Feedback is gathered by few"
    assert event.partnership_gaps == "Out of area placements"


def test_an_agencys_answer_and_a_year_s_report_are_guarded_too(board, unit, police):
    row, lead = opened(board, unit, police)[0], lead_of(police)
    standard = standards(row)[0]
    page = Writer(lead, reverse("sab:agency-standard", args=[row.pk, standard.pk]))
    answer(row, lead, standard, narrative="Of a colleague")
    text = page.save(rating="3", narrative="Mine").content.decode()
    assert TOLD in text
    assert "Of a colleague" in text
    assert "Mine" in text
    assert page.save().status_code == 302
    assert row.answers.get().narrative == "Mine"
    pages = [Writer(unit, reverse("assurance:board-annual-write")) for _ in range(2)]
    assert pages[0].save(objective="What we did").status_code == 302
    assert TOLD in pages[1].save(objective="Another").content.decode()
    assert AnnualReport.objects.get().objective == "What we did"


def test_nothing_is_in_the_way_of_somebody_alone(board, unit):
    partner = f.PartnerFactory(board=board, name="Fire", joined_on=date(2024, 4, 1))
    page = Writer(unit, reverse("sab:partner-change", args=[partner.pk]))
    assert "version" in page.holds
    assert page.save(name="Fire and rescue").status_code == 302
    assert Partner.objects.get(pk=partner.pk).name == "Fire and rescue"


FORMS = {
    "sab:partner-change": {"name": "Police", "kind": "police", "joined_on": "1/4/2024"},
    "sab:stage-target-set": {"days": "60"},
    "sab:review-test": {
        "needs": "yes",
        "needs_reason": "a",
        "working_together": "yes",
        "working_together_reason": "b",
        "life": "died",
        "harm": "yes",
        "harm_reason": "c",
    },
    "sab:review-plan": {"method": "rapid_time", "method_reason": "Narrow"},
    "sab:marker-check": {"met": "partly", "note_text": "Seen"},
    "sab:report-write": {"title": "Learning", "summary": "Short", "text": "Long"},
    "sab:finding-respond": {"response": "implement", "responded_on": "2/6/2025"},
    "sab:recommendation-respond": {
        "response": "not_accepted",
        "response_reason": "Why",
        "responded_on": "2/6/2025",
    },
    "sab:recommendation-intent": {"text": "Ask every adult."},
    "sab:recommendation-assurance": {"assurance": "1", "assurance_reason": "They say so"},
    "assurance:board-contribution-write": {"text": "Trained officers"},
}


@pytest.mark.parametrize("name", FORMS)
def test_each_form_says_that_it_rests_on_what_is_no_longer_stored(
    name, client, board, unit, chair, held, police, recommendation
):
    """Nothing but the version of the page is out of date, so that nothing else can be refused."""
    about = {
        "sab:stage-target-set": ["decision"],
        "sab:review-test": [f.ReviewFactory(board=board).pk],
        "sab:marker-check": [held.pk, 3],
        "sab:finding-respond": [f.FindingFactory(review=held).pk],
    }
    for each in ("partner-change", "board-contribution-write"):
        about[f"sab:{each}"] = about[f"assurance:{each}"] = [police.pk]
    for each in ("recommendation-respond", "recommendation-intent", "recommendation-assurance"):
        about[f"sab:{each}"] = [recommendation.pk]
    address = reverse(name, args=about.get(name, [held.pk]))
    client.force_login(unit)
    stale = client.post(address, {**FORMS[name], "version": "1:"})
    assert TOLD in stale.content.decode()
    again = stale.context["form"]["version"].value()
    assert client.post(address, {**FORMS[name], "version": again}).status_code == 302


def test_themes_are_a_part_of_what_is_saved_of_a_recommendation(board, unit, recommendation):
    address = reverse("sab:recommendation-intent", args=[recommendation.pk])
    first, second = Writer(unit, address), Writer(unit, address)
    theme = f.BoardThemeFactory()
    assert first.save(themes=[theme.pk]).status_code == 302
    assert TOLD in second.save(measure="Counted").content.decode()
    assert second.save().status_code == 302
    assert list(recommendation.themes.all()) == [theme]
