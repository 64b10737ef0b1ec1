"""After an audit: feedback and disputes, actions, looks again, closing, reminders."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from audit.choices import ActionLevel, ActionStatus, AuditStatus, NoticeKind, ReplyKind
from audit.models import AuditAction, AuditNotice, CaseAudit, Feedback, Reaudit
from audit.services import actions, closing, feedback, looking_again, reminders, second_readings
from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from tests.audit.rounds import person, published
from tests.audit.submitted import submitted
from tests.factories import (
    AuditActionFactory,
    AuditAlertFactory,
    AuditStrandFactory,
    CaseAuditFactory,
    EnquiryFactory,
    ModerationFactory,
    ReauditFactory,
)

TODAY = timezone.localdate
WEEK = timedelta(days=7)


@pytest.fixture
def version(qa_lead, council):
    return published(qa_lead, council)


@pytest.fixture
def agreed(version, auditor, practitioner, council):
    enquiry = EnquiryFactory(concern__adult__council=council, lead=practitioner)
    audit = submitted(version, auditor, enquiry=enquiry, practitioner=practitioner)
    second_readings.settle_submission(by=auditor, audit=audit)
    if audit.moderations.exists():
        audit.moderations.all().delete()
        CaseAudit.objects.filter(pk=audit.pk).update(status="agreed", agreed_at=timezone.now())
    audit.refresh_from_db()
    return audit


@pytest.fixture
def told(qa_lead, agreed, practitioner):
    return feedback.give_feedback(
        by=qa_lead, audit=agreed, to_role="practitioner", words="Good", to_person=practitioner
    )


def refused(code, call, **args):
    with pytest.raises(RuleViolationError) as refusal:
        call(**args)
    assert refusal.value.code == code


def fail(**_):
    raise RuntimeError


def status(row):
    row.refresh_from_db()
    return row.status


def test_feedback_is_read_by_its_person_and_the_lead_only(
    told, agreed, qa_lead, practitioner, council, auditor, manager
):
    assert status(agreed) == AuditStatus.FEEDBACK_SHARED
    for who, sees in (
        (practitioner, True),
        (qa_lead, True),
        (auditor, False),
        (manager, False),
        (person(council, Role.PRACTITIONER), False),
    ):
        assert Feedback.objects.readable_by(who).exists() is sees


def test_who_gives_feedback_and_when(agreed, auditor, practitioner, stranger, qa_lead, version):
    give = {"audit": agreed, "to_role": "practitioner", "words": "x", "to_person": practitioner}
    with pytest.raises(PermissionDenied):
        feedback.give_feedback(by=auditor, **give)
    refused("may_not_read", feedback.give_feedback, by=qa_lead, **{**give, "to_person": stranger})
    ahead = TODAY() + WEEK
    refused("in_future", feedback.give_feedback, by=qa_lead, **give, conversation_on=ahead)
    with pytest.raises(ValidationError):
        feedback.give_feedback(by=qa_lead, **{**give, "words": " "})
    early = submitted(version, auditor)
    refused("not_now", feedback.give_feedback, by=qa_lead, **{**give, "audit": early})


def test_feedback_is_not_kept_if_the_log_fails(agreed, qa_lead, practitioner, monkeypatch):
    monkeypatch.setattr("core.activity.record", fail)
    with pytest.raises(RuntimeError):
        feedback.give_feedback(
            by=qa_lead, audit=agreed, to_role="practitioner", words="x", to_person=practitioner
        )
    assert not Feedback.objects.exists()


def test_reply_and_reading(told, agreed, practitioner, qa_lead):
    with pytest.raises(PermissionDenied):
        feedback.mark_read(by=qa_lead, feedback=told)
    read = feedback.mark_read(by=practitioner, feedback=told).seen_at
    assert feedback.mark_read(by=practitioner, feedback=told).seen_at == read
    with pytest.raises(PermissionDenied):
        feedback.reply_to_feedback(by=qa_lead, feedback=told, kind="reply", words="x")
    feedback.reply_to_feedback(by=practitioner, feedback=told, kind="reply", words="Thanks")
    assert status(agreed) == AuditStatus.RESPONDED


def test_a_dispute_is_settled_by_another_and_read_again(
    told, agreed, practitioner, qa_lead, auditor
):
    reply = feedback.reply_to_feedback(
        by=practitioner, feedback=told, kind=ReplyKind.DISPUTE, words="It is on page 3"
    )
    refused(
        "disputed",
        feedback.reply_to_feedback,
        by=practitioner,
        feedback=told,
        kind=ReplyKind.DISPUTE,
        words="x",
    )
    refused("open_dispute", closing.close_audit, by=qa_lead, audit=agreed)
    settle = {"reply": reply, "outcome": "upheld", "outcome_reason": "It is"}
    with pytest.raises(PermissionDenied):
        feedback.settle_dispute(by=practitioner, **settle)
    refused("no_reason", feedback.settle_dispute, by=qa_lead, **{**settle, "outcome_reason": " "})
    CaseAudit.objects.filter(pk=agreed.pk).update(auditor=qa_lead)
    refused("own_audit", feedback.settle_dispute, by=qa_lead, **settle)
    CaseAudit.objects.filter(pk=agreed.pk).update(auditor=auditor)
    feedback.settle_dispute(by=qa_lead, **settle)
    refused("not_open", feedback.settle_dispute, by=qa_lead, **settle)
    assert agreed.moderations.get().reason == "dispute"
    refused("open_moderation", closing.close_audit, by=qa_lead, audit=agreed)


def test_no_dispute_where_the_tool_has_no_route(told, agreed, practitioner):
    agreed.version.content["workflow"]["feedback"] = {"dispute_route": "none"}
    agreed.version.save()
    refused(
        "no_route",
        feedback.reply_to_feedback,
        by=practitioner,
        feedback=told,
        kind=ReplyKind.DISPUTE,
        words="x",
    )


def raised(by, audit, owner, **columns):
    wanted = {
        "level": ActionLevel.TEAM,
        "description": "Talk about it",
        "due_on": TODAY() + WEEK,
        "owner": owner,
        **columns,
    }
    return actions.raise_action(by=by, audit=audit, **wanted)


def test_an_action_is_raised_done_and_verified_by_another(told, agreed, qa_lead, manager, auditor):
    action = raised(qa_lead, agreed, manager)
    assert (action.first_due_on, status(agreed)) == (TODAY() + WEEK, AuditStatus.ACTIONS_OPEN)
    refused("open_action", closing.close_audit, by=qa_lead, audit=agreed)
    done = {"action": action, "evidence": "Minutes", "done_on": TODAY()}
    with pytest.raises(PermissionDenied):
        actions.complete_action(by=auditor, **done)
    with pytest.raises(ValidationError):
        actions.complete_action(by=manager, **{**done, "evidence": " "})
    refused("not_done", actions.verify_action, by=qa_lead, action=action, note="x")
    actions.complete_action(by=manager, **done)
    refused("settled", actions.complete_action, by=manager, **done)
    refused("own_action", actions.verify_action, by=manager, action=action, note="x")
    refused("no_note", actions.verify_action, by=qa_lead, action=action, note="")
    actions.send_back(by=qa_lead, action=action, reason="Which meeting?")
    assert status(action) == ActionStatus.OPEN
    actions.complete_action(by=manager, **done)
    actions.verify_action(by=qa_lead, action=action, note="Read them")
    assert status(action) == ActionStatus.VERIFIED
    closing.close_audit(by=qa_lead, audit=agreed)
    assert status(agreed) == AuditStatus.CLOSED


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"due_on": date(2020, 1, 1)}, "too_early"),
        ({"owner": None}, "no_owner"),
    ],
)
def test_an_action_that_cannot_be(agreed, qa_lead, manager, columns, code):
    wanted = {"owner": manager, **columns}
    refused(code, raised, by=qa_lead, audit=agreed, **wanted)
    refused("nothing", raised, by=qa_lead, audit=None, owner=manager)


def test_worker_level_is_for_those_entitled(agreed, qa_lead, manager, practitioner, stranger):
    with pytest.raises(PermissionDenied):
        raised(manager, agreed, practitioner, level=ActionLevel.WORKER)
    refused("may_not", raised, by=qa_lead, audit=agreed, owner=stranger)
    action = raised(qa_lead, agreed, practitioner, level=ActionLevel.WORKER)
    visible = AuditAction.objects.visible_to
    assert [visible(who).exists() for who in (qa_lead, practitioner, manager)] == [
        True,
        True,
        False,
    ]
    with pytest.raises(PermissionDenied):
        actions.chase_action(by=manager, action=action, words="x")


def test_chasing_moving_and_withdrawing(agreed, qa_lead, manager, auditor):
    action = raised(qa_lead, agreed, manager)
    actions.note_progress(by=manager, action=action, words="Half")
    actions.chase_action(by=qa_lead, action=action, words="Rang")
    move = {"by": qa_lead, "action": action, "due_on": TODAY() + 2 * WEEK}
    refused("no_reason", actions.move_due, **move, reason="")
    actions.move_due(**move, reason="Leave")
    action.refresh_from_db()
    assert (action.first_due_on, action.last_chased_on) == (TODAY() + WEEK, TODAY())
    assert list(action.notes.values_list("kind", flat=True)) == ["progress", "chase", "new_due"]
    with pytest.raises(PermissionDenied):
        actions.note_progress(by=auditor, action=action, words="x")
    refused("no_reason", actions.withdraw_action, by=qa_lead, action=action, reason="")
    actions.withdraw_action(by=qa_lead, action=action, reason="Overtaken")
    refused("settled", actions.chase_action, by=qa_lead, action=action, words="x")


def test_an_action_is_not_kept_if_the_log_fails(agreed, qa_lead, manager, monkeypatch):
    monkeypatch.setattr("core.activity.record", fail)
    with pytest.raises(RuntimeError):
        raised(qa_lead, agreed, manager)
    assert not AuditAction.objects.exists()


def test_an_alert_keeps_an_audit_open(agreed, qa_lead):
    AuditAlertFactory(strand=agreed.strands.get())
    refused("open_alert", closing.close_audit, by=qa_lead, audit=agreed)


def test_a_second_look_at_the_same_case(agreed, qa_lead, auditor, practitioner):
    again = ReauditFactory(audit=agreed)
    begin = {"by": qa_lead, "reaudit": again, "due_on": TODAY() + WEEK}
    refused("own_casework", looking_again.begin_reaudit, **begin, auditor=practitioner)
    with pytest.raises(PermissionDenied):
        looking_again.begin_reaudit(**{**begin, "by": auditor}, auditor=auditor)
    second = looking_again.begin_reaudit(**begin, auditor=auditor)
    assert (second.repeat_of, second.enquiry, second.auditor) == (agreed, agreed.enquiry, auditor)
    refused("settled", looking_again.drop_reaudit, by=qa_lead, reaudit=again, reason="x")


def test_later_work_of_the_same_practitioner(agreed, qa_lead, auditor, practitioner, council):
    again = ReauditFactory(audit=agreed, scope="same_practitioner_new_case")
    later = EnquiryFactory(
        concern__adult__council=council,
        lead=practitioner,
        commenced_on=agreed.enquiry.commenced_on + WEEK,
    )
    begin = {"by": qa_lead, "reaudit": again, "auditor": auditor, "due_on": TODAY() + WEEK}
    refused("no_case", looking_again.begin_reaudit, **begin)
    refused("other_case", looking_again.begin_reaudit, **begin, enquiry=agreed.enquiry)
    assert looking_again.begin_reaudit(**begin, enquiry=later).enquiry == later


def test_letting_a_look_again_go(agreed, qa_lead):
    again = ReauditFactory(audit=agreed, scope="theme")
    refused("no_reason", looking_again.drop_reaudit, by=qa_lead, reaudit=again, reason=" ")
    begin = {"by": qa_lead, "reaudit": again, "auditor": qa_lead, "due_on": TODAY() + WEEK}
    refused("by_round", looking_again.begin_reaudit, **begin)
    looking_again.drop_reaudit(by=qa_lead, reaudit=again, reason="The worker left")
    assert Reaudit.objects.get().dropped_reason == "The worker left"


def test_reminders_come_once_for_each_step_and_name_no_case(
    agreed, council, auditor, manager, qa_lead
):
    day = TODAY()
    late = CaseAuditFactory(council=council, auditor=auditor, due_on=day - timedelta(days=1))
    CaseAuditFactory(council=council, auditor=auditor, due_on=day + timedelta(days=9))
    ModerationFactory(audit=agreed, moderator=qa_lead, due_on=day)
    AuditActionFactory(audit=agreed, owner=manager, due_on=day + timedelta(days=2))
    assert reminders.send_reminders() == (3, 3)
    assert reminders.send_reminders() == (0, 0)
    assert set(AuditNotice.objects.values_list("kind", flat=True)) == {"overdue", "today", "soon"}
    sent = "".join(message.body + message.subject for message in mail.outbox)
    assert late.reference not in sent
    assert str(late.enquiry) not in sent
    assert reminders.send_reminders(today=day + WEEK)[0] == 4
    assert reminders.read_notices(by=auditor) == AuditNotice.objects.filter(person=auditor).count()
    call_command("remind_auditors")


def test_parts_are_reminded_and_late_ones_told_to_who_waits(
    council, auditor, manager, qa_lead, django_capture_on_commit_callbacks
):
    """Inside by notice, outside by a message at each step; after a week who runs rounds knows."""
    day = TODAY()
    audit = CaseAuditFactory(council=council, auditor=auditor, due_on=day + timedelta(days=30))
    inside = AuditStrandFactory(audit=audit, person=manager, label="What they say", due_on=day)
    away = AuditStrandFactory(
        audit=audit,
        outside=True,
        outside_email="ashby@example.org",
        key="police",
        label="Police",
        due_on=day,
    )
    AuditStrandFactory(audit=audit, person=auditor, key="auditor", due_on=day)

    def sent(on):
        with django_capture_on_commit_callbacks(execute=True):
            reminders.send_reminders(today=on)
        return [m.subject for m in mail.outbox if m.to == [away.outside_email]]

    assert len(sent(day)) == 1
    assert len(sent(day)) == 1
    assert [n.about for n in AuditNotice.objects.filter(person=manager)] == [
        f"Contribution {audit.reference}, What they say"
    ]
    assert not AuditNotice.objects.filter(person__in=[auditor, qa_lead]).exists()
    assert len(sent(day + timedelta(days=1))) == 2
    assert AuditNotice.objects.filter(person=auditor, about__startswith="Waiting for").count() == 2
    assert not AuditNotice.objects.filter(person=qa_lead).exists()
    sent(day + WEEK)
    assert AuditNotice.objects.filter(person=qa_lead, kind=NoticeKind.WEEK_OVERDUE).count() == 2
    away.refresh_from_db()
    assert (away.reminders_sent, inside.reminders_sent) == (4, 0)
    body = mail.outbox[0].body + mail.outbox[-1].body
    assert audit.reference not in body
    assert str(audit.enquiry) not in body


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (-1, NoticeKind.SOON),
        (0, NoticeKind.TODAY),
        (1, NoticeKind.OVERDUE),
        (7, NoticeKind.WEEK_OVERDUE),
    ],
)
def test_each_step_of_a_deadline(days, kind):
    due = date(2026, 5, 1)
    assert reminders.kind_on(due, due + timedelta(days=days)) == kind


def test_everything_after_is_logged(told, agreed, qa_lead, manager):
    raised(qa_lead, agreed, manager)
    verbs = set(ActivityEvent.objects.values_list("verb", flat=True))
    assert {"feedback_given", "audit_action_raised", "case_audit_actions_open"} <= verbs
