"""Parts are submitted whole, alerts answered for, grades judged within what rules allow."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from audit.choices import AuditStatus, StrandStatus
from audit.models import AuditAlert, AuditResult, AuditStrand, CaseAudit, FiredCap
from audit.services.acknowledging import answer_for_alert
from audit.services.answering import begin_part
from audit.services.strands import give_part_up, invite_outside, revoke_link
from audit.services.submitting import IncompleteError, Judged, submit_part
from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from tests.audit.documents import document_of, question, section
from tests.audit.doing import audit_with, auditor_in, begun, say, shipped, tool_of, work

RESULT = {
    "key": "overall",
    "label": "Overall",
    "method": "weighted_sections",
    "judgement": "auditor",
    "override_reason_required": True,
}
CAP = {"when": ["no"], "cap_overall": "fair"}
ALERT = {"when": ["partly"], "to": ["manager"], "text": "Look now"}


@pytest.fixture
def auditor(council):
    return auditor_in(council)


@pytest.fixture
def strand(council, auditor):
    document = document_of(
        section("A", question("A1", critical=CAP), question("A2", alert=ALERT), question("A3")),
        results=[RESULT],
    )
    return begun(audit_with(tool_of(document), council, auditor), auditor, "auditor")


def answer(auditor, strand, **said):
    for code, option in said.items():
        say(auditor, strand, code, answer=option)


def judged(grade, reason=""):
    return {"overall": Judged(grade, reason)}


def test_a_submission_with_a_question_missing_is_refused_naming_it(strand, auditor):
    answer(auditor, strand, A1="yes", A2="yes")
    with pytest.raises(IncompleteError) as refused:
        submit_part(by=auditor, strand=strand, judged=judged("fine"))
    assert [(p.section, p.code) for p in refused.value.problems] == [("A", "A3")]
    assert CaseAudit.objects.get().status == AuditStatus.IN_PROGRESS


def test_submitting_writes_scores_caps_and_the_judged_grade(strand, auditor):
    answer(auditor, strand, A1="no", A2="yes", A3="yes")
    submit_part(by=auditor, strand=strand, judged=judged("fair"), minutes=35)
    row, audit = AuditResult.objects.get(), CaseAudit.objects.get()
    assert (row.suggested, row.capped, row.judged) == ("fair", "fair", "fair")
    assert float(row.score) == pytest.approx(2 / 3, abs=1e-6)
    assert list(FiredCap.objects.values_list("question__code", "target")) == [("A1", "overall")]
    assert (audit.minutes_spent, audit.submitted_at is not None) == (35, True)
    assert ActivityEvent.objects.filter(verb="case_audit_submitted").count() == 1


@pytest.mark.parametrize(
    ("grade", "reason", "code"),
    [
        pytest.param("fine", "Because", "above_cap", id="nobody but a moderator goes above a cap"),
        pytest.param("bad", "", "reason", id="a difference needs a reason"),
        pytest.param("splendid", "", "grade", id="one that the tool has"),
    ],
)
def test_a_grade_that_may_not_be_judged_is_refused(strand, auditor, grade, reason, code):
    answer(auditor, strand, A1="no", A2="yes", A3="yes")
    with pytest.raises(RuleViolationError) as refused:
        submit_part(by=auditor, strand=strand, judged=judged(grade, reason))
    assert refused.value.code == code
    assert not AuditResult.objects.exists()


def test_nothing_is_submitted_before_the_alert_is_answered_for(strand, auditor, council):
    answer(auditor, strand, A1="yes", A2="partly", A3="yes")
    with pytest.raises(RuleViolationError) as refused:
        submit_part(by=auditor, strand=strand, judged=judged("fine"))
    assert refused.value.code == "alert"
    told = {"told_to": "Duty manager", "told_at": timezone.now(), "action_taken": "Visit today"}
    alert = AuditAlert.objects.get()
    with pytest.raises(PermissionDenied):
        answer_for_alert(by=auditor_in(council), alert=alert, **told)
    with pytest.raises(RuleViolationError):
        later = timezone.now() + timedelta(hours=1)
        answer_for_alert(by=auditor, alert=alert, **{**told, "told_at": later})
    with pytest.raises(ValidationError):
        answer_for_alert(by=auditor, alert=alert, **{**told, "action_taken": " "})
    answer_for_alert(by=auditor, alert=alert, **told)
    submit_part(by=auditor, strand=strand, judged=judged("fine"))
    assert CaseAudit.objects.get().submitted_at is not None


@pytest.fixture
def many(council, auditor):
    """A multi-agency audit whose council part is the auditor's."""
    audit = audit_with(shipped("multi_agency_strands"), council, auditor)
    AuditStrand.objects.filter(audit=audit, key__in=("council", "panel")).update(person=auditor)
    return audit


def part(audit, key):
    return AuditStrand.objects.get(audit=audit, key=key)


def test_a_panel_waits_for_the_required_parts_and_then_opens(many, auditor):
    with pytest.raises(RuleViolationError):
        begin_part(by=auditor, strand=part(many, "panel"))
    lead = auditor_in(many.council, Role.QA_LEAD)
    give_part_up(by=lead, strand=part(many, "council"), reason="Nobody was free")
    assert part(many, "panel").status == StrandStatus.OPEN
    begin_part(by=auditor, strand=part(many, "panel"))


def link_to(many, by, key="police"):
    kept = []
    invite_outside(
        by=by,
        strand=part(many, key),
        name="PC Ashby",
        email="pc@example.org",
        days=7,
        address_of=lambda token: kept.append(token) or f"https://council/{token}",
    )
    return kept[0]


def test_a_link_answers_one_part_and_no_other(
    many, auditor, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        token = link_to(many, auditor)
    strand = part(many, "police")
    assert token not in str(AuditStrand.objects.filter(pk=strand.pk).values())
    assert token not in str(list(ActivityEvent.objects.values_list("changes", flat=True)))
    [mail] = mailoutbox
    assert token in mail.body
    assert many.reference not in mail.body
    assert many.enquiry.reference not in mail.body
    begin_part(by=None, strand=strand, token=token)
    say(None, strand, "S2", token=token, answer="yes")
    with pytest.raises(PermissionDenied):
        begin_part(by=None, strand=part(many, "housing"), token=token)
    with pytest.raises(PermissionDenied):
        begin_part(by=None, strand=strand, token="another")


@pytest.mark.parametrize("what", ["expired", "revoked", "renewed"])
def test_a_link_that_is_over_answers_nothing(many, auditor, what):
    token = link_to(many, auditor)
    strand = part(many, "police")
    if what == "expired":
        earlier = timezone.now() - timedelta(minutes=1)
        AuditStrand.objects.filter(pk=strand.pk).update(token_expires_at=earlier)
    elif what == "revoked":
        revoke_link(by=auditor, strand=strand)
    else:
        link_to(many, auditor)
    with pytest.raises(PermissionDenied):
        begin_part(by=None, strand=part(many, "police"), token=token)


def test_parts_that_are_answered_alone_are_scored_alone(many, auditor):
    strand = begun(many, auditor, "council", facts={"person.substantial_difficulty": False})
    given = {"S2": "no", "S3": "yes", "MSP-SHAPED": "yes", "S5": "yes", "DEC-REASONS": "yes"}
    for code, option in {**given, "K3": "yes"}.items():
        say(auditor, strand, code, answer=option, comment="See the minutes")
    say(auditor, strand, "S1", **{"1-0": "1/5/2025 10:00", "1-1": "A call"})
    grade = {"strand_grade": Judged("requires_improvement")}
    submit_part(by=auditor, strand=strand, judged=grade)
    row = AuditResult.objects.get()
    assert (row.strand, row.key, row.capped) == (strand, "strand_grade", "requires_improvement")
    assert part(many, "panel").status == StrandStatus.OPEN
    assert work(many).audit.status == AuditStatus.IN_PROGRESS
