"""Pages of a visit: a sample planned and drawn by its forms, what is typed kept, files taken."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from assurance.choices_visit import CaseStage, LeftOutReason, TrackingConsent
from assurance.models import AccuracyPoint, ReturnItem, TrackingSample
from core.roles import Role
from tests.factories import (
    AccuracyCheckFactory,
    AccuracyPointFactory,
    AdultFactory,
    ConcernFactory,
    ReturnItemFactory,
    TrackingCaseFactory,
    TrackingSampleFactory,
)


@pytest.fixture
def client(signed_in):
    return signed_in(Role.QA_LEAD)


def url(name, pk):
    return reverse(f"assurance:{name}", args=[pk])


def test_a_sample_is_planned_drawn_and_picked_by_its_forms(client, council):
    for place in range(12):
        adult = AdultFactory(council=council, born_on=date(1938, 5, 5))
        ConcernFactory(adult=adult, received_on=date(2025, 6, 1) + timedelta(days=place))
    plan = {
        "title": "Visit",
        "starts_on": "1/4/2025",
        "ends_on": "31/3/2026",
        "is_rehearsal": "on",
        "seed": "s",
    }
    client.post(reverse("assurance:tracking-plan"), plan)
    sample = TrackingSample.objects.get(title="Visit")
    quotas = {"list_size": 6, "pick_size": 3, "track_size": 2, "reserve_size": 1}
    more = {**quotas, "kind_1": "age_band=85-94", "wanted_new_1": 4}
    page = client.post(url("tracking-quotas", sample.pk), more, follow=True)
    assert "Age: 85 to 94" in page.content.decode()
    assert [q.wanted for q in sample.quotas.all()] == [4]
    for step in ("tracking-freeze", "tracking-draw", "tracking-pick-by-seed"):
        client.get(url(step, sample.pk))
        client.post(url(step, sample.pk))
    sample.refresh_from_db()
    assert sample.status == "picked"
    assert sample.cases.filter(stage=CaseStage.PICKED).count() == 3


def test_a_quota_without_a_number_keeps_what_was_chosen(client, council):
    sample = TrackingSampleFactory(council=council)
    quotas = {"list_size": 50, "pick_size": 10, "track_size": 6, "reserve_size": 4}
    page = client.post(url("tracking-quotas", sample.pk), {**quotas, "kind_2": "carer=yes"})
    text = page.content.decode()
    assert "Say at least how many" in text
    assert '<option value="carer=yes" selected>' in text


def test_every_stage_is_shown_with_what_fell_short(client, council):
    sample = TrackingSampleFactory(council=council, listed=True, status="tracked")
    agreed = {"consent": TrackingConsent.GIVEN, "consent_on": date(2026, 1, 5)}
    gone = TrackingCaseFactory(
        listed=True,
        sample=sample,
        stage=CaseStage.STOOD_DOWN,
        stood_down_because=LeftOutReason.MOVED,
        stood_down_from=CaseStage.TRACKED,
        stood_down_at=sample.listed_at,
    )
    tracked = TrackingCaseFactory(
        listed=True, sample=sample, stage=CaseStage.TRACKED, stands_in_for=gone, **agreed
    )
    TrackingCaseFactory(listed=True, sample=sample, stage=CaseStage.RESERVE)
    TrackingCaseFactory(listed=True, sample=sample)
    text = client.get(url("tracking-detail", sample.pk)).content.decode()
    for words in (
        f"For {gone.code}",
        "when tracked: the person has moved away",
        "1 of 6 cases are tracked",
        "Nobody in reserve has agreed yet",
        "3 of 50 cases are listed",
    ):
        assert words in text
    page = client.get(url("tracking-case", tracked.pk)).content.decode()
    assert f"Took the place of {gone.code}" in page
    assert tracked.reference not in text + page


def test_the_list_is_handed_over_once_it_is_said_what_for(client, council):
    case = TrackingCaseFactory(listed=True, sample__council=council, sample__listed=True)
    address = url("tracking-export", case.sample_id)
    assert "What the file is for" in client.post(address, {"facts": []}).content.decode()
    response = client.post(address, {"facts": ["age_band"], "reason": "For the assessor"})
    assert response["Content-Disposition"].startswith("attachment")
    assert case.code in response.content.decode()


def test_a_case_of_another_council_is_not_found(client):
    case = TrackingCaseFactory(listed=True)
    assert client.get(url("tracking-consent", case.pk)).status_code == 404
    assert client.get(url("tracking-case", case.pk)).status_code == 404
    assert client.get(url("accuracy-point-change", AccuracyPointFactory().pk)).status_code == 404


def test_the_second_of_two_people_sees_what_changed_and_keeps_what_they_typed(client, council):
    point = AccuracyPointFactory(check_of=AccuracyCheckFactory(council=council))
    address = url("accuracy-point-change", point.pk)
    form = client.get(address).context["form"]
    typed = {
        "version": form["version"].value(),
        "place": "Page 8",
        "draft_says": "a",
        "kind": "fact",
        "proposed": "My words",
        "evidence_for": "c",
    }
    AccuracyPoint.objects.filter(pk=point.pk).update(version=2, proposed="Their words")
    text = client.post(address, typed).content.decode()
    assert "Somebody else saved this point" in text
    assert "My words" in text
    assert AccuracyPoint.objects.get(pk=point.pk).proposed == "Their words"


def test_a_ready_item_without_anything_is_refused_beside_its_field(client, council):
    item = ReturnItemFactory(of_return__council=council)
    address = url("information-item", item.pk)
    form = client.get(address).context["form"]
    typed = {
        "version": form["version"].value(),
        "text": item.text,
        "due_on": "22/6/2026",
        "status": "ready",
    }
    text = client.post(address, typed).content.decode()
    assert "Choose evidence for the item, or write the answer" in text
    client.post(address, {**typed, "answer": "On our website"})
    assert ReturnItem.objects.get(pk=item.pk).status == "ready"
