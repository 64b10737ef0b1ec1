"""The pages of board packs and of the ledger of releases."""

from datetime import date

import pytest
from django.urls import reverse

from assurance.models import BoardPack, PackPlan, PackSubscription, SharedRelease
from core.models import ExportEvent
from tests.factories import (
    BoardPackFactory,
    ConcernFactory,
    RegisterSettingsFactory,
    SharedReleaseFactory,
)
from tests.factories.packs import pinned

pytestmark = pytest.mark.django_db
LIST, MAKE, PLAN, MAILS = (
    f"assurance:pack-{name}" for name in ("list", "make", "plan", "subscribe")
)
FILE = {"mode": "publication", "fmt": "html", "reason": "The board meets"}


@pytest.fixture
def filled(council):
    RegisterSettingsFactory(council=council, data_cut_on=date(2026, 1, 15))
    ConcernFactory.create_batch(6, adult__council=council, received_on=date(2025, 10, 1))
    return council


@pytest.fixture
def reader(client, sab_manager, filled):
    client.force_login(sab_manager)
    return client


def page(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_says_what_is_missing(reader, filled):
    assert "No pack has been made yet." in page(reader, LIST)
    for start, end in (("2025-04-01", "2025-06-30"), ("2025-10-01", "2025-12-31")):
        BoardPackFactory(council=filled, start=start, end=end, data_cut_on=date(2026, 1, 15))
    text = page(reader, LIST)
    assert "No pack was made for 2025-26 Q2." in text
    assert "2025-26 Q3" in text


def test_the_list_costs_the_same_for_one_pack_as_for_twenty(
    reader, filled, django_assert_max_num_queries
):
    for year in range(2000, 2020):
        BoardPackFactory(council=filled, start=date(year, 7, 1), end=date(year, 9, 30))
    with django_assert_max_num_queries(12):
        page(reader, LIST)


def test_another_councils_pack_is_not_found(reader, other_council):
    theirs = BoardPackFactory(council=other_council)
    for name in ("detail", "sharing", "file"):
        url = reverse(f"assurance:pack-{name}", args=[theirs.public_id])
        assert reader.get(url).status_code == 404


def test_a_pack_is_made_on_the_page(reader):
    text = page(reader, MAKE)
    assert "2025-26 Q3" in text
    assert "2025-26 Q4" not in text
    response = reader.post(reverse(MAKE), {"quarter": "2025-26 Q3"}, follow=True)
    assert "The pack is made and its figures are pinned" in response.content.decode()
    assert BoardPack.objects.get().figures[0]["numerator"] == 6
    assert "2025-26 Q3" not in page(reader, MAKE)


def test_what_was_made_meanwhile_is_refused(reader, filled):
    BoardPackFactory(
        council=filled,
        start=date(2025, 10, 1),
        end=date(2025, 12, 31),
        data_cut_on=date(2026, 1, 15),
    )
    response = reader.post(reverse(MAKE), {"quarter": "2025-26 Q3"})
    assert "Quarter: choose from those listed" in response.content.decode()


def test_a_pack_as_it_would_be_shared_says_what_more_is_hidden(reader, filled):
    figures = [
        pinned("concerns_raised", 60),
        pinned("s42_commenced", 17),
        pinned("other_commenced", 3),
        pinned("conversion_rate_pct", value=100 / 3, numerator=20, denominator=60),
    ]
    pack = BoardPackFactory(council=filled, figures=figures)
    text = page(reader, "assurance:pack-sharing", pack.public_id)
    assert "hidden as well, so that no hidden one can be worked out" in text
    assert "Suitable for sharing: small numbers hidden" in text
    inside = page(reader, "assurance:pack-detail", pack.public_id)
    assert "33.3% (20 of 60)" in inside
    assert "Internal: true counts, not for sharing" in inside


def test_a_file_for_sharing_is_entered_in_the_ledger_and_shown_there(reader, filled, director):
    pack = BoardPackFactory(council=filled)
    response = reader.post(reverse("assurance:pack-file", args=[pack.public_id]), FILE)
    name = "board-pack-TEST-2025-26-Q2-for-sharing.html"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert ExportEvent.objects.get().filename == name
    release = SharedRelease.objects.get()
    reader.force_login(director)
    assert "Board pack, 2025-26 Q2" in page(reader, "assurance:release-list")
    text = page(reader, "assurance:release-detail", release.public_id)
    assert name in text
    assert "Concerns raised" in text
    assert "Nothing: the small figures were safe by themselves." in text


def test_a_file_without_a_reason_brings_the_form_back(reader, filled):
    pack = BoardPackFactory(council=filled)
    url = reverse("assurance:pack-file", args=[pack.public_id])
    for reason, words in ((" ", "Enter what the file is for"), ("x" * 301, "300 characters")):
        text = reader.post(url, {**FILE, "reason": reason}).content.decode()
        assert words in text
    assert not ExportEvent.objects.exists()


def test_the_plan_is_changed_on_the_page(reader):
    assert "Conversion rate, as published (context, without a target)" in page(reader, PLAN)
    wanted = {"measures": ["asked_pct"], "roles": ["sab_chair"]}
    response = reader.post(reverse(PLAN), wanted, follow=True)
    assert "Later packs hold these measures" in response.content.decode()
    assert PackPlan.objects.get().measures == ["asked_pct"]
    text = reader.post(reverse(PLAN), {"measures": []}).content.decode()
    assert "Choose at least one measure." in text


def test_a_plan_with_a_measure_that_is_gone_says_so(reader, filled):
    PackPlan.objects.create(council=filled, measures=["asked_pct", "gone_pct"], roles=[])
    assert "No longer kept as a measure: gone_pct" in page(reader, PLAN)


def test_a_person_asks_to_be_told_and_asks_no_more(reader, sab_manager):
    assert "Tell me when a pack is ready" in page(reader, LIST)
    reader.post(reverse(MAILS), {"wanted": "yes"})
    assert PackSubscription.objects.get().person == sab_manager
    assert "Stop these mails" in page(reader, LIST)
    reader.post(reverse(MAILS), {"wanted": "no"})
    assert not PackSubscription.objects.exists()


def test_mails_are_offered_to_the_roles_of_the_plan(reader, filled):
    PackPlan.objects.create(council=filled, measures=["asked_pct"], roles=["director"])
    assert "Tell me when a pack is ready" not in page(reader, LIST)


def test_a_release_says_what_was_hidden_and_because_of_what(client, analyst, council):
    month = {"measure": "concerns_raised", "part": "", "because_of": ["Board pack, 2024-25 Q1"]}
    withheld = [
        {**month, "start": "2024-04-01", "end": "2024-04-30"},
        {**month, "start": "2024-05-01", "end": "2024-05-31"},
        {
            "measure": "people_S42",
            "part": "gender: F",
            "because_of": [],
            "start": "2024-04-01",
            "end": "2025-03-31",
        },
    ]
    figures = [{"cell": "SG1f, CONCERN, COUNT", "shown": "[c]"}]
    release = SharedReleaseFactory(
        council=council, withheld=withheld, figures=figures, shared_by=None
    )
    client.force_login(analyst)
    text = page(client, "assurance:release-detail", release.public_id)
    assert "2 periods" in text
    assert "Board pack, 2024-25 Q1" in text
    assert "Other figures of the same document" in text
    assert "People in section 42 enquiries" in text
    assert "SG1f, CONCERN, COUNT" in text
    assert "the command line" in text


def test_no_release_yet(client, analyst, council):
    client.force_login(analyst)
    assert "Nothing has been shared yet." in page(client, "assurance:release-list")
