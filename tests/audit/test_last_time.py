"""What was answered the time before stands beside a question, where the tool says so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.choices import StrandStatus
from audit.doing.last_time import last_time
from audit.models import AuditStrand, CaseAudit
from audit.services import tools
from core.roles import Role
from tests.audit.documents import document_of, question, section
from tests.audit.doing import audit_with, auditor_in, begun, say, shipped, work
from tests.factories import AuditActionFactory

CARRIES = {"carry_forward": {"previous_answers": "shown_beside", "open_actions": "shown_beside"}}
STRANDS = [
    {"key": "self", "label": "Self", "respondent": "auditor", "required": True},
    {"key": "other", "label": "Other", "respondent": "auditor", "required": False},
]


def tool(number, *questions, **rest):
    document = document_of(
        section("S", *questions),
        key="yearly",
        version=number,
        subject="organisation",
        strands=STRANDS,
        **{**CARRIES, **rest},
    )
    return tools.load_tool(by=None, council=None, document=document, publish=True)[0]


def audited(version, council, auditor, **said):
    """An audit of the council's own, last year's, with these answers in."""
    audit = audit_with(version, council, auditor)
    for key, answers in said.items():
        strand = begun(audit, auditor, key)
        for code, answer in answers.items():
            say(auditor, strand, code, answer=answer, comment=f"{key} said so")
    year_ago = timezone.now() - timedelta(days=365)
    AuditStrand.objects.filter(audit=audit, key__in=said).update(
        status=StrandStatus.SUBMITTED, submitted_at=year_ago
    )
    CaseAudit.objects.filter(pk=audit.pk).update(status="agreed", submitted_at=year_ago)
    return audit


@pytest.fixture
def auditor(council):
    return auditor_in(council, Role.QA_LEAD)


def test_the_same_part_of_the_year_before_is_shown_beside_through_a_new_code(council, auditor):
    first = tool("1", question("A"), question("B"))
    before = audited(first, council, auditor, self={"A": "no", "B": "yes"}, other={"A": "yes"})
    action = AuditActionFactory(audit=before, council=council, owner=auditor)
    AuditActionFactory(
        audit=before, council=council, status="withdrawn", withdrawn_reason="No need"
    )
    now = audit_with(tool("2", question("A2", replaces="A"), question("C")), council, auditor)
    strand = begun(now, auditor, "self")
    found = last_time(work(now), strand, auditor)
    assert found.said == {"A2": ["No", "Comment: self said so"]}
    assert found.actions == (action,)
    assert found.beside("C") == []
    # Somebody outside, who answers by a link, is told of no action.
    assert last_time(work(now), strand, None).actions == ()

    client = Client()
    client.force_login(auditor)
    address = reverse("audit:case-audit-section", args=[strand.pk, "S"])
    shown = client.get(address).content.decode()
    assert "Last time, " in shown
    assert "Comment: self said so" in shown
    assert action.reference in shown


def test_a_tool_that_does_not_say_so_and_a_first_audit_show_nothing(council, auditor):
    silent = tool("1", question("A"), carry_forward=None)
    audited(silent, council, auditor, self={"A": "no"})
    strand = begun(audit_with(silent, council, auditor), auditor, "self")
    assert last_time(work(strand.audit), strand, auditor).said == {}
    first = audit_with(shipped("partner_self_assessment"), council, auditor)
    AuditStrand.objects.filter(audit=first, key="self").update(person=auditor)
    strand = begun(first, auditor, "self")
    assert last_time(work(first), strand, auditor).on is None
