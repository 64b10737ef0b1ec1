"""Each model tool is begun, answered, submitted and scored, through its pages."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.choices import AuditStatus, StrandStatus
from audit.models import AuditResult, AuditStrand, CaseAudit
from core.roles import Role
from tests.audit.doing import FACTS, any_answer, audit_with, auditor_in, shipped, work

TOOLS = {
    "s42_case_file": ["auditor"],
    "msp_three_voices": ["practitioner", "record"],
    "referral_and_decision": ["first"],
    "multi_agency_strands": ["council", "panel"],
    "supervision_and_practice": ["file", "conversation"],
    "partner_self_assessment": ["self", "challenge"],
}
RESULTS = {
    "s42_case_file": {"overall"},
    "msp_three_voices": set(),
    "referral_and_decision": {"referral", "decision"},
    "multi_agency_strands": {"strand_grade", "joint"},
    "supervision_and_practice": {"overall", "supervision_only"},
    "partner_self_assessment": {"self_rating", "agreed_rating"},
}


def answer_part(client: Client, audit: CaseAudit, key: str) -> None:
    """Answer a part section by section as a browser without JavaScript does, then submit it."""
    strand = AuditStrand.objects.get(audit=audit, key=key)
    assert client.post(reverse("audit:case-audit-begin", args=[strand.pk])).status_code == 302
    held = work(audit)
    for section in held.sections(strand):
        answer_section(
            client,
            held.document,
            reverse("audit:case-audit-section", args=[strand.pk, section["code"]]),
        )
    finish = reverse("audit:case-audit-finish", args=[strand.pk])
    page = client.get(finish)
    assert page.context["missing_count"] == 0, page.context["missing"]
    grades = {}
    for line, _, _ in page.context["results"]:
        code = line.capped_code or held.document["grade_set"]["order"][0]
        grades |= {f"grade-{line.key}": code, f"reason-{line.key}": "Seen as a whole"}
    done = client.post(finish, {**grades, "minutes": "40"})
    assert done.status_code == 302, done.context["form"].errors


def answer_section(client: Client, document: dict[str, Any], address: str) -> None:
    """Fill in what is asked, and again what opens, until the section lets go."""
    for _ in range(4):
        page = client.get(address)
        if page.status_code == 302:
            return
        sent: dict[str, Any] = {"told": "yes"}
        for box in page.context["page"].boxes:
            if box.control == "grade" or (box.fact_words and box.held.said.rows):
                continue
            sent |= {f"{box.id}-seen": box.held.seen, f"{box.id}-was": box.was}
            if not box.is_hidden:
                typed = any_answer(document, box.asked)
                sent |= {f"{box.id}-{name}": values for name, values in typed.items()}
        done = client.post(address, sent)
        assert done.status_code == 302, done.context["page"].boxes
        if done.url != address:
            return


@pytest.mark.parametrize("name", sorted(TOOLS))
def test_a_model_tool_is_completed_and_scored(name: str, council, client: Client):
    auditor = auditor_in(council, Role.QA_LEAD)
    audit = audit_with(shipped(name), council, auditor)
    CaseAudit.objects.filter(pk=audit.pk).update(facts=FACTS, facts_taken_at=audit.allocated_at)
    AuditStrand.objects.filter(audit=audit, key__in=TOOLS[name]).update(person=auditor)
    client.force_login(auditor)
    for key in TOOLS[name]:
        answer_part(client, audit, key)
    audit.refresh_from_db()
    # What comes next is moderation's: here the tool asks for it, or it is agreed.
    assert audit.status in (AuditStatus.IN_MODERATION, AuditStatus.AGREED)
    required = AuditStrand.objects.filter(audit=audit, is_required=True)
    assert {each.status for each in required} == {StrandStatus.SUBMITTED}
    assert (
        set(AuditResult.objects.filter(audit=audit).values_list("key", flat=True))
        == (RESULTS[name])
    )
    assert client.get(reverse("audit:case-audit-result", args=[audit.pk])).status_code == 200
    for key in TOOLS[name]:
        strand = AuditStrand.objects.get(audit=audit, key=key)
        assert client.get(reverse("audit:case-audit-read", args=[strand.pk])).status_code == 200
    assert audit.minutes_spent == 40 * len(TOOLS[name])
