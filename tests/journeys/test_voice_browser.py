"""A voice in Chromium: recorded, agreed to, quoted, answered; taken back, and gone everywhere."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from assurance.models import ImprovementItem, Voice
from core.models import ActivityEvent
from core.roles import Role
from tests.factories import (
    ImprovementItemFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.journeys.browser import chromium
from tests.journeys.case_pages import Colleague
from tests.journeys.test_pages_browser import browser as browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: install it, or set CHROMIUM"),
]
WORDS = "They asked me at last what I wanted."


@pytest.fixture
def item(transactional_db) -> ImprovementItem:
    return ImprovementItemFactory(council=OrganisationFactory(code="TEST", name="Test Council"))


@pytest.fixture
def people(browser, live_server, item) -> Iterator[tuple[Colleague, Colleague]]:
    """Who keeps voices, on a telephone without scripts; and a director who reads them."""
    for role in (Role.SAFEGUARDING_MANAGER, Role.DIRECTOR):
        person = UserFactory(email=f"{role}@example.org", full_name=role.label)
        MembershipFactory(person=person, organisation=item.council, role=role)
    keeper = Colleague(
        browser, live_server.url, Role.SAFEGUARDING_MANAGER, width=375, scripts=False
    )
    reader = Colleague(browser, live_server.url, Role.DIRECTOR, width=1280, scripts=True)
    yield keeper, reader
    keeper.leave()
    reader.leave()


def shown_to(reader: Colleague, item: ImprovementItem) -> str:
    """Return all that the director's pages show of voices, one after the other."""
    shown = ""
    for way in (("Voices",), ("Voices", "You said, we did"), ("Improvement plan", item.reference)):
        reader.home()
        reader.go("Theme 3", *way)
        shown += reader.page.locator("main").inner_text()
    return shown


def test_words_that_are_taken_back_disappear(people, item):
    keeper, reader = people
    today = f"{timezone.localdate():%d/%m/%Y}"
    keeper.visit.open("/theme-3/voices/")
    keeper.go("Record what somebody said")
    said = {"speaker": "adult", "how": "visit", "tone": "well", "heard_on": today}
    keeper.press("Save", **said, words=WORDS, summary="Was asked", name="Ann Fenn")
    assert keeper.heading() == "Do they agree that their words are quoted?"
    keeper.press("Save", given="yes", scope="cqc", on=today, by_whom="The adult")
    keeper.go("An item of the plan answers it")
    keeper.press("Save", item=str(item.pk), did="The form asks first")
    keeper.go(f"They were told of {item.reference}")
    keeper.press("Save", on=today, how="A visit")
    keeper.sees(WORDS, "Told")

    assert shown_to(reader, item).count(WORDS) == 3

    keeper.go("They take it back")
    keeper.sees("cannot be brought back")
    keeper.press("Erase the words", on=today)
    keeper.sees("Taken back", "The form asks first")

    after = shown_to(reader, item)
    assert WORDS not in after
    assert after.count("These words were taken back, and are gone.") == 3
    assert (Voice.objects.get().words, Voice.objects.filter(identity__isnull=False).count()) == (
        "",
        0,
    )
    log = str(list(ActivityEvent.objects.values_list("changes", flat=True)))
    assert WORDS not in log
    assert "Fenn" not in log
