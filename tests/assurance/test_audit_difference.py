"""Audit questions linked to a recommendation: what rounds found before and since it was due."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from assurance.audit_difference import offers, read_links, words_since
from audit.models import QuestionIdentity
from audit.results.trends import Point, Trend
from audit.rules.estimates import Estimate
from core.roles import Role
from core.statistics.intervals import Interval
from sab.choices_recommendation import LinkKind
from tests import factories as f
from tests.audit.results_rows import NO, YES, read, round_of, version_of

DUE = date(2025, 4, 1)
BEFORE, AFTER = (date(2024, 10, 1), date(2024, 12, 31)), (date(2025, 7, 1), date(2025, 9, 30))


def point(span, share, low=None, high=None, era=0, files=40):
    interval = None if low is None else Interval(low, high)
    estimate = Estimate(files, share, interval)
    return Point("Round", f"{span[1]:%b %Y}", "v1", estimate, files, era, "", *span)


def said(*points):
    return words_since(Trend("Q", "Fully met", points), DUE)


LOW, HIGH = point(BEFORE, 0.4, 0.3, 0.5), point(AFTER, 0.8, 0.7, 0.9)


@pytest.mark.parametrize(
    ("points", "words", "colour"),
    [
        ((LOW,), "No round since the due date yet", "grey"),
        ((LOW, HIGH), "Improvement: 40% before, 80% in Sep 2025", "green"),
        ((LOW, point(AFTER, 0.45, 0.35, 0.55)), "No sign of change yet", "yellow"),
        ((point(BEFORE, 0.8, 0.7, 0.9), point(AFTER, 0.4, 0.3, 0.5)), "Worsening", "red"),
        ((LOW, point(AFTER, 0.8)), "40% before, 80% in Sep 2025: files not drawn", "grey"),
        ((LOW, replace(HIGH, era=1)), "Asked or scored differently since", "grey"),
        ((LOW, point(AFTER, None, files=4)), "Fewer than 10 files in the newest round", "grey"),
        ((point(BEFORE, None, files=4), HIGH), "Fewer than 10 files in the round before", "grey"),
        ((HIGH,), "80% since, and no round before", "grey"),
        # A round that ran across the due date is neither before nor since.
        ((LOW, point((date(2025, 3, 1), date(2025, 4, 30)), 0.9, 0.8, 0.95)), "No round", "grey"),
    ],
)
def test_what_the_rounds_since_say(points, words, colour):
    found = said(*points)
    assert found[0].startswith(words)
    assert found[1] == colour


@pytest.fixture
def linked(db, council):
    """A recommendation linked to a question that a round before and one since it was due asked."""
    version = version_of(council)
    for span, answers in ((BEFORE, NO), (AFTER, YES)):
        held = round_of(version, eligible=40, starts_on=span[0], ends_on=span[1])
        for _ in range(20):
            read(held, answers)
    board = f.BoardFactory(council=council)
    row = f.RecommendationFactory(board=board, accepted=True, due_on=DUE)
    key = QuestionIdentity.objects.get(questions__code="A").key
    f.RecommendationLinkFactory(recommendation=row, kind=LinkKind.AUDIT_QUESTION, key=key)
    return row


def test_rounds_show_an_improvement_to_who_may_see_figures(
    linked, council, person_with, django_assert_max_num_queries
):
    unit = person_with(Role.SAB_MANAGER)
    f.RecommendationLinkFactory(recommendation=linked, kind=LinkKind.AUDIT_QUESTION, key="gone")
    with django_assert_max_num_queries(8):
        found = {one.link.key: one for one in read_links(unit, council, [linked])[linked.pk]}
    signal = next(one for key, one in found.items() if key != "gone")
    assert signal.words.startswith("Improvement: 0% before, 100%")
    assert [mark.text for mark in signal.chart.chart.annotations] == ["First since the due date"]
    assert found["gone"].words == "No finished round has asked it"
    assert read_links(person_with(Role.PARTNER_LEAD), council, [linked]) == {}


def test_questions_are_offered_by_council_and_linked_on_the_page(
    client, linked, council, person_with
):
    offered = {item.title.partition(" ")[0]: item.key for item in offers(council)}
    assert sorted(offered) == ["A", "B"]
    assert not list(offers(None))
    assert not list(offers(f.OrganisationFactory()))
    client.force_login(person_with(Role.SAB_MANAGER))
    address = reverse("assurance:recommendation-links", args=[linked.pk])
    told = {"measures": ["asked_pct"], "questions": [offered["A"], offered["B"]]}
    assert client.post(address, told).status_code == 302
    kinds = sorted(linked.links.values_list("kind", flat=True))
    assert kinds == ["audit_question", "audit_question", "measure"]
    page = reverse("sab:recommendation-detail", args=[linked.pk])
    assert "Improvement: 0% before" in client.get(page).content.decode()
    text = client.post(address, {"questions": ["bank:NONE"]}).content.decode()
    assert "Audit questions that would show it: choose from those listed" in text
