"""Pages of second readings, feedback, actions and looks again: what they show, to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditAction, CaseAudit, Feedback, Reaudit
from audit.services import feedback, moderating, second_readings
from audit.services.moderating import Rating
from core.roles import Role
from tests.audit.rounds import concluded, opened, person, published
from tests.audit.submitted import submit, submitted
from tests.audit.test_views_rounds import as_person, page, url
from tests.factories import AuditActionFactory, ReauditFactory

TODAY = timezone.localdate


@pytest.fixture
def version(qa_lead, council):
    return published(qa_lead, council)


@pytest.fixture
def moderator(council):
    return person(council, Role.AUDITOR)


@pytest.fixture
def audit(version, auditor):
    return submitted(version, auditor, answers={"A": "no", "B": "partly"})


RATINGS = {"q_A": "no", "q_B": "no", "grade_overall": "bad", "why_overall": "As I found it"}


def test_a_blind_moderator_rates_before_seeing_anything(qa_lead, audit, auditor, moderator):
    row = second_readings.ask_moderation(
        by=qa_lead, audit=audit, style="blind", note="grade is bad", moderator=moderator
    )
    client = as_person(moderator)
    before = page(client, url("moderation-detail", row.pk))
    assert "not shown before" in before
    assert "Partly" not in before
    assert "grade is bad" not in before
    form = page(client, url("moderation-rate", row.pk))
    assert "checked" not in form
    page(as_person(auditor), url("moderation-detail", row.pk), 404)
    page(as_person(qa_lead), url("moderation-rate", row.pk), 403)
    said = client.post(url("moderation-rate", row.pk), {**RATINGS, "why_overall": ""})
    assert "Why this grade" in said.content.decode()
    assert client.post(url("moderation-rate", row.pk), RATINGS).status_code == 302
    after = page(client, url("moderation-detail", row.pk))
    assert "Partly" in after
    assert "Differs" in after
    client.post(url("moderation-decide", row.pk), {"outcome": "agreed"})
    audit.refresh_from_db()
    assert audit.status == "agreed"
    assert row.audit.reference in page(client, url("moderation-list") + "?all=1")


def test_the_lead_chooses_a_moderator_and_asks_for_one(qa_lead, audit, moderator):
    client = as_person(qa_lead)
    asked = {"style": "seen", "note": "New auditor"}
    client.post(url("moderation-ask", audit.pk), asked)
    row = audit.moderations.get()
    assert "Nobody yet" in page(client, url("moderation-list"))
    client.post(url("moderation-assign", row.pk), {"moderator": moderator.pk})
    row.refresh_from_db()
    assert row.moderator == moderator


def test_agreement_says_too_few(qa_lead, council, version, auditor, moderator):
    concluded(council, 1)
    made = opened(qa_lead, version, [auditor], wanted_total=1)
    audit = submit(CaseAudit.objects.get(round=made))
    row = second_readings.ask_moderation(
        by=qa_lead, audit=audit, style="blind", note="x", moderator=moderator
    )
    moderating.save_ratings(
        by=moderator,
        moderation=row,
        ratings=[Rating("A", "yes"), Rating("B", "no")],
        grades={"overall": ("fair", "So")},
    )
    shown = page(as_person(qa_lead), url("agreement", made.pk))
    assert "too few pairs: 2" in shown
    assert "1 file rated twice" in shown


@pytest.fixture
def told(qa_lead, audit, practitioner):
    CaseAudit.objects.filter(pk=audit.pk).update(status="agreed", agreed_at=timezone.now())
    return feedback.give_feedback(
        by=qa_lead, audit=audit, to_role="practitioner", words="Well heard", to_person=practitioner
    )


def test_feedback_is_read_answered_and_settled(told, practitioner, qa_lead, council, manager):
    client, lead = as_person(practitioner), as_person(qa_lead)
    assert "Well heard" in page(client, url("feedback-detail", told.pk))
    for other in (person(council, Role.PRACTITIONER), manager, person(council, Role.AUDITOR)):
        page(as_person(other), url("feedback-detail", told.pk), 404)
        assert told.audit.reference not in page(as_person(other), url("feedback-list"))
    assert "Feedback to read" in page(client, url("my-audits"))
    client.post(url("feedback-read", told.pk))
    assert "Feedback to read" not in page(client, url("my-audits"))
    page(lead, url("feedback-reply", told.pk), 403)
    client.post(url("feedback-reply", told.pk), {"kind": "dispute", "words": "Page 3"})
    assert "Disputed" in page(lead, url("feedback-list"))
    reply = told.replies.get()
    lead.post(url("dispute-settle", reply.pk), {"outcome": "stands", "outcome_reason": "Not there"})
    assert "Not there" in page(client, url("feedback-detail", told.pk))


def test_feedback_is_given_on_a_page(qa_lead, audit, practitioner):
    CaseAudit.objects.filter(pk=audit.pk).update(status="agreed", agreed_at=timezone.now())
    answers = {"to_role": "practitioner", "to_person": practitioner.pk, "words": "Good"}
    as_person(qa_lead).post(url("feedback-give", audit.pk), answers)
    assert Feedback.objects.get().to_person == practitioner


def test_an_action_through_its_pages(told, qa_lead, manager):
    lead, owner = as_person(qa_lead), as_person(manager)
    ahead = f"{TODAY() + timedelta(days=9):%d/%m/%Y}"
    raised = {
        "level": "team",
        "description": "Talk about it",
        "owner": manager.pk,
        "due_on": ahead,
        "priority": "high",
    }
    lead.post(url("action-raise", told.audit_id), raised)
    action = AuditAction.objects.get()
    for name, answers in (
        ("action-note", {"words": "Begun"}),
        ("action-chase", {"words": "Rang"}),
        ("action-move", {"due_on": ahead, "reason": "Leave"}),
    ):
        assert lead.post(url(name, action.pk), answers).status_code == 302
    done = {"done_on": f"{TODAY():%d/%m/%Y}", "evidence": "Minutes"}
    owner.post(url("action-done", action.pk), done)
    own = owner.post(url("action-verify", action.pk), {"note": "I say so"}).content.decode()
    assert "Somebody other than its owner" in own
    lead.post(url("action-send-back", action.pk), {"reason": "Which?"})
    owner.post(url("action-done", action.pk), done)
    lead.post(url("action-verify", action.pk), {"note": "Read them"})
    shown = page(lead, url("action-detail", action.pk))
    assert "Read them" in shown
    assert "Which?" in shown
    lead.post(url("audit-close", told.audit_id))
    told.audit.refresh_from_db()
    assert told.audit.status == "closed"


def test_the_tracker_puts_overdue_first_and_narrows(qa_lead, audit, manager, practitioner):
    day = TODAY()
    late = AuditActionFactory(audit=audit, owner=manager, due_on=day - timedelta(days=3))
    soon = AuditActionFactory(audit=audit, owner=manager, due_on=day + timedelta(days=3))
    AuditActionFactory(audit=audit, verified=True)
    secret = AuditActionFactory(audit=audit, level="practitioner", owner=practitioner)
    lead = as_person(qa_lead)
    shown = page(lead, url("action-list"))
    assert shown.index(late.reference) < shown.index(soon.reference)
    assert soon.reference not in page(lead, url("action-list") + "?status=late")
    assert late.reference not in page(lead, url("action-list") + "?mine=on")
    kept = page(as_person(manager), url("action-list"))
    assert secret.reference not in kept
    page(as_person(manager), url("action-detail", secret.pk), 404)
    own = page(as_person(practitioner), url("action-list"))
    assert secret.reference in own
    assert late.reference not in own


def test_a_look_again_is_begun_compared_and_let_go(told, qa_lead, auditor, audit):
    again = ReauditFactory(audit=audit)
    other = ReauditFactory(audit=audit, scope="theme")
    client = as_person(qa_lead)
    assert audit.reference in page(client, url("reaudit-list"))
    ahead = f"{TODAY() + timedelta(days=9):%d/%m/%Y}"
    begin = {"auditor": auditor.pk, "due_on": ahead}
    assert client.post(url("reaudit-begin", again.pk), begin).status_code == 302
    second = Reaudit.objects.get(pk=again.pk).done_by
    assert "Not submitted yet" in page(client, url("reaudit-compare", again.pk))
    submit(second, {"A": "yes", "B": "yes"})
    shown = page(client, url("reaudit-compare", again.pk))
    assert "Bad" in shown
    assert "Fine" in shown
    client.post(url("reaudit-drop", other.pk), {"reason": "Covered"})
    assert "Covered" in page(client, url("reaudit-list"))


def test_home_shows_the_lead_how_rounds_stand(qa_lead, council, version, auditor):
    concluded(council, 1)
    made = opened(qa_lead, version, [auditor], wanted_total=1)
    assert made.name in page(as_person(qa_lead), reverse("core:home"))
