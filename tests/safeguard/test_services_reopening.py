"""Opening a case again: what stood is kept, the record is open, what was frozen stays."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from assurance.sac.differences import differences
from assurance.scopes import open_scope
from assurance.services.sac_returns import count_return, freeze_return
from core.errors import RuleViolationError
from core.models import ActivityEvent
from safeguard.case_history import history_of
from safeguard.models import ClosingCheck, Conclusion, Reopening
from safeguard.services.concluding import conclude_enquiry
from safeguard.services.reopening import reopen_concern, reopen_enquiry
from tests.factories import (
    ClosingCheckFactory,
    ConcernFactory,
    ConcernReportFactory,
    ConclusionFactory,
    DecisionRecordFactory,
    DesiredOutcomeFactory,
    EnquiryFactory,
    RegisterSettingsFactory,
)
from tests.safeguard.closing_answers import closing

WHY = {"reason": " New information ", "version": None}


@pytest.fixture
def concluded(council):
    enquiry = EnquiryFactory(
        concern__adult__council=council,
        concluded=True,
        outcomes_asked="ASK_EXP",
        outcomes_achieved="PART",
        lacked_capacity="NO",
    )
    ConclusionFactory(enquiry=enquiry, reason="She is content")
    ClosingCheckFactory(enquiry=enquiry, item="lessons", answer="not_done", note="None found")
    DesiredOutcomeFactory(enquiry=enquiry, achieved="PART", in_whose_view="her own")
    return enquiry


@pytest.fixture
def decided(council):
    concern = ConcernFactory(adult__council=council, closed=True, decision_reason="No risk")
    DecisionRecordFactory(concern=concern, signed=True, not_an_enquiry=True)
    return concern


def test_an_enquiry_is_open_again_and_what_stood_is_kept(manager, concluded):
    opened = reopen_enquiry(by=manager, enquiry=concluded, **WHY)
    concluded.refresh_from_db()
    assert (concluded.concluded_on, concluded.risk_assessment_result) == (None, None)
    assert (concluded.risk_outcome, concluded.outcomes_achieved) == (None, None)
    assert (concluded.outcomes_asked, concluded.lacked_capacity) == ("ASK_EXP", "NO")
    assert concluded.version == 2
    assert not (Conclusion.objects.exists())
    assert not (ClosingCheck.objects.exists())
    opened.refresh_from_db()
    assert (opened.reason, opened.reopened_by) == ("New information", manager)
    assert opened.before["columns"]["risk_outcome"] == "REDUCE"
    assert opened.before["columns"]["concluded_on"] == "2025-04-22"
    assert opened.before["conclusion"]["reason"] == "She is content"
    assert opened.before["checks"] == [
        {"item": "lessons", "answer": "not_done", "note": "None found"}
    ]
    assert opened.before["outcomes"][0]["achieved"] == "PART"
    event = ActivityEvent.objects.get(verb="enquiry_reopened")
    assert event.changes["concluded_on"] == ["2025-04-22", None]


def test_an_enquiry_that_was_loaded_is_opened_too(manager, council):
    enquiry = EnquiryFactory(concern__adult__council=council, concluded=True)
    opened = reopen_enquiry(by=manager, enquiry=enquiry, **WHY)
    assert opened.before["conclusion"] is None


def test_it_can_conclude_and_open_again(manager, concluded):
    outcome = concluded.desired_outcomes.get()
    reopen_enquiry(by=manager, enquiry=concluded, **WHY)
    said = closing(
        outcomes_asked="ASK_EXP",
        outcomes_achieved="FULL",
        outcomes={outcome.pk: ("FULL", "her own", "")},
    )
    conclude_enquiry(by=manager, enquiry=concluded, closing=said, version=None)
    reopen_enquiry(by=manager, enquiry=concluded, **WHY)
    kept = [row.before["columns"]["outcomes_achieved"] for row in Reopening.objects.all()]
    assert kept == ["FULL", "PART"]


def test_a_decision_is_set_aside(manager, decided):
    opened = reopen_concern(by=manager, concern=decided, **WHY)
    decided.refresh_from_db()
    assert (decided.decided_on, decided.decision, decided.met_b) == (None, None, None)
    assert (decided.decision_reason, decided.version) == ("", 2)
    assert decided.decisions.get().state == "set_aside"
    assert opened.before["columns"]["decision"] == "not_an_enquiry"
    assert opened.before["columns"]["decision_reason"] == "No risk"
    assert ActivityEvent.objects.get().verb == "concern_reopened"


def test_the_referrer_is_to_be_told_again(manager, decided):
    report = ConcernReportFactory(
        concern=decided,
        feedback_on=decided.decided_on,
        feedback_by=manager,
        feedback_note="By telephone",
    )
    opened = reopen_concern(by=manager, concern=decided, **WHY)
    report.refresh_from_db()
    assert (report.feedback_on, report.feedback_by, report.feedback_note) == (None, None, "")
    on = decided.decided_on.isoformat()
    assert opened.before["feedback"] == {
        "feedback_on": on,
        "feedback_by": manager.full_name,
        "feedback_note": "By telephone",
        "feedback_not_possible": False,
    }
    assert ActivityEvent.objects.get().changes["feedback_on"] == [on, None]
    facts = {fact["key"]: fact["value"] for event in history_of(decided) for fact in event["facts"]}
    assert facts["How the referrer was told, or why not"] == "By telephone"
    assert facts["Told by"] == manager.full_name
    assert "The referrer cannot be told" not in facts


def test_why_a_referrer_could_not_be_told_is_set_aside_too(manager, decided):
    why = {"feedback_not_possible": True, "feedback_note": "No address"}
    report = ConcernReportFactory(concern=decided, **why)
    reopen_concern(by=manager, concern=decided, **WHY)
    report.refresh_from_db()
    assert (report.feedback_not_possible, report.feedback_note) == (False, "")
    facts = [fact for event in history_of(decided) for fact in event["facts"]]
    assert {"key": "The referrer cannot be told", "value": "Yes"} in facts


def test_a_decision_that_was_loaded_is_set_aside_too(manager, council):
    concern = ConcernFactory(adult__council=council, closed=True)
    reopen_concern(by=manager, concern=concern, **WHY)
    concern.refresh_from_db()
    assert concern.decided_on is None


def test_a_decision_stands_while_an_enquiry_rests_on_it(manager, concluded):
    concern = concluded.concern
    with pytest.raises(RuleViolationError) as refusal:
        reopen_concern(by=manager, concern=concern, **WHY)
    assert refusal.value.code == "has_enquiry"
    reopened = ConcernFactory(adult__council=concern.council, s42=True)
    reopen_concern(by=manager, concern=reopened, **WHY)


def test_each_needs_the_right_to_decide(practitioner, stranger, concluded, decided):
    for nobody in (practitioner, stranger):
        with pytest.raises(PermissionDenied):
            reopen_enquiry(by=nobody, enquiry=concluded, **WHY)
        with pytest.raises(PermissionDenied):
            reopen_concern(by=nobody, concern=decided, **WHY)
    assert not (Reopening.objects.exists())
    assert not (ActivityEvent.objects.exists())


def test_each_keeps_nothing_if_the_log_fails(manager, concluded, decided, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        reopen_enquiry(by=manager, enquiry=concluded, **WHY)
    with pytest.raises(ZeroDivisionError):
        reopen_concern(by=manager, concern=decided, **WHY)
    assert not Reopening.objects.exists()
    assert Conclusion.objects.exists()
    assert decided.decisions.get().state == "signed_off"


def test_what_is_open_is_not_opened(manager, council):
    enquiry = EnquiryFactory(concern__adult__council=council)
    concern = ConcernFactory(adult__council=council)
    with pytest.raises(RuleViolationError) as refusal:
        reopen_enquiry(by=manager, enquiry=enquiry, **WHY)
    assert refusal.value.code == "not_concluded"
    with pytest.raises(RuleViolationError) as refusal:
        reopen_concern(by=manager, concern=concern, **WHY)
    assert refusal.value.code == "not_decided"


def test_each_needs_a_reason_and_the_version_seen(manager, concluded, decided):
    blank = {"reason": "  ", "version": None}
    for service, case in (
        (reopen_enquiry, {"enquiry": concluded}),
        (reopen_concern, {"concern": decided}),
    ):
        with pytest.raises(RuleViolationError) as refusal:
            service(by=manager, **case, **blank)
        assert (refusal.value.code, refusal.value.field) == ("no_reason", "reason")
        with pytest.raises(RuleViolationError) as refusal:
            service(by=manager, **case, reason="Because", version=5)
        assert refusal.value.code == "changed_meanwhile"
    assert not Reopening.objects.exists()


def test_a_frozen_return_keeps_its_figures_and_lists_the_difference(manager, analyst, council):
    RegisterSettingsFactory(council=council, data_cut_on=date(2025, 10, 1))
    concern = ConcernFactory(adult__council=council, s42=True, received_on=date(2024, 5, 1))
    enquiry = EnquiryFactory(concern=concern, concluded=True)
    frozen = freeze_return(by=analyst, council=council, year="2024-25", note="Sent")
    cells = list(frozen.cells)
    reopen_enquiry(by=manager, enquiry=enquiry, **WHY)
    frozen.refresh_from_db()
    assert frozen.cells == cells
    scope = open_scope(by=analyst, council=council)
    now = [cell.as_json() for cell in count_return(scope, "2024-25").cells]
    changed = {(d.table, d.row): d.change for d in differences(cells, now)}
    assert changed["SG2c", "Risk identified and action taken"] == -1


def test_the_history_tells_it_in_words(manager, concluded, decided, django_assert_num_queries):
    reopen_enquiry(by=manager, enquiry=concluded, **WHY)
    reopen_concern(by=manager, concern=decided, **WHY)
    (opened,) = history_of(concluded.concern)
    facts = {fact["key"]: fact["value"] for fact in opened["facts"]}
    assert opened["text"] == "Why: New information"
    assert facts["Concluded"] == "22 April 2025"
    assert facts["Risk outcome"] == "Risk reduced"
    assert facts["Lessons were recorded"] == "Not done. None found"
    assert facts["Outcome wanted: To stay at home"] == "Partially Achieved, in the view of: her own"
    with django_assert_num_queries(3):
        found = history_of(decided)
    titles = {event["title"] for event in found}
    assert "Concern reopened" in titles
    assert "Set aside when the case was reopened: Not an enquiry" in titles
