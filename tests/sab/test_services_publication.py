"""A report is published once it was read for names, and names nobody."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from core.errors import RuleViolationError
from sab.services import findings as services
from tests import factories as f
from tests.sab.conftest import TODAY

pytestmark = pytest.mark.django_db
TEXT = {"title": "Learning", "summary": "What happened", "text": "The adult lived alone."}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def report(held, unit):
    f.ReviewPersonFactory(review=held, name="Margery Allthorpe", other_names="Peg; Madge")
    return services.write_report(by=unit, review=held, **TEXT)


def refused(code, call, **data):
    with pytest.raises(RuleViolationError) as refusal:
        call(**data)
    assert refusal.value.code == code
    return str(refusal.value)


def test_a_report_is_read_published_and_sent_on(report, unit, chair):
    publish = {
        "by": chair,
        "publication": report,
        "decision": "publish",
        "published_on": TODAY,
    }
    refused("not_read", services.decide_publication, **publish)
    services.check_report(by=unit, publication=report)
    refused(
        "not_published",
        services.send_to_library,
        by=unit,
        publication=report,
        library_sent_on=TODAY,
    )
    services.decide_publication(**publish)
    refused("published", services.decide_publication, **publish)
    services.send_to_library(by=unit, publication=report, library_sent_on=TODAY)
    report.refresh_from_db()
    assert (report.published_on, report.library_sent_on, report.checked_by) == (TODAY, TODAY, unit)
    refused("published", services.write_report, by=unit, review=report.review, **TEXT)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("text", "Then Margery went home."),
        ("summary", "Mrs ALLTHORPE\N{RIGHT SINGLE QUOTATION MARK}s house"),
        ("title", "Learning from Peg"),
        ("text", "Madge, as she was known"),
    ],
)
def test_a_report_that_names_somebody_is_refused(report, held, unit, field, words):
    services.write_report(by=unit, review=held, **{**TEXT, field: words})
    message = refused("names_somebody", services.check_report, by=unit, publication=report)
    assert "Take the name out" in message


def test_an_ordinary_word_is_let_through_once_somebody_says_so(report, held, unit):
    services.write_report(by=unit, review=held, **{**TEXT, "text": "A tent peg was found."})
    refused("names_somebody", services.check_report, by=unit, publication=report)
    services.check_report(by=unit, publication=report, except_words="peg")


def test_a_changed_text_and_a_person_added_later_mean_reading_it_again(report, held, unit, chair):
    services.check_report(by=unit, publication=report)
    publish = {"by": chair, "publication": report, "decision": "publish", "published_on": TODAY}
    with time_machine.travel(date(2025, 6, 3)):
        f.ReviewPersonFactory(review=held, name="Alone Somebody")
        refused("not_read", services.decide_publication, **publish)
        services.write_report(by=unit, review=held, **{**TEXT, "text": "Changed"})
        report.refresh_from_db()
        assert report.checked_on is None


def test_nobody_to_look_for_is_refused(held, unit):
    report = services.write_report(by=unit, review=held, **TEXT)
    refused("no_people", services.check_report, by=unit, publication=report)


def test_holding_back_needs_a_reason_and_the_chair(report, unit, chair):
    hold = {"publication": report, "decision": "hold"}
    with pytest.raises(PermissionDenied):
        services.decide_publication(by=unit, decision_reason="The trial", **hold)
    refused("no_reason", services.decide_publication, by=chair, **hold)
    services.decide_publication(by=chair, decision_reason="The trial", **hold)
    report.refresh_from_db()
    assert report.decision == "hold"
    assert report.published_on is None
