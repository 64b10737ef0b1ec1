"""Audits beside the rounds of the demonstration: done, half done, waiting for somebody outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from assurance.demo.people import DOMAIN
from assurance.demo.world import CODE
from audit.choices import AuditStatus, RespondentKind
from audit.doing.links import hash_of_token
from audit.doing.work import NOTHING, Work, work_of
from audit.models import AuditStrand, CaseAudit, StoryOfDifference, ToolVersion
from audit.rules.answers import Said, options_of, read
from audit.rules.visibility import asked as asked_now
from audit.services.answering import begin_part, save_answer
from audit.services.opening import add_strands
from audit.services.stories import record_story_consent, write_story
from audit.services.submitting import Judged, submit_part
from core.models import Organisation, User
from safeguard.models import Enquiry
from safeguard.services.numbering import next_reference

# What the auditor finds, by question; the first listed answer stands for the rest.
FINDINGS = (
    {"B4": "partly", "E5": "partly", "G1": "s3", "I2": "s3"},
    {"B2": "no", "B4": "partly", "DEC-REASONS": "not_recorded", "E4": "no", "G1": "s2", "I1": "no"},
)
WORDS = {
    "A4": "A neighbour raised a concern about money and about nobody calling. The person lives "
    "alone and has had help with shopping since a stroke.",
    "J1": "The worker went at the person's pace, and the record lets a stranger follow why each "
    "step was taken. The person kept the bank card, which was what mattered most to them.",
    "J2": "Telling the neighbour what would happen next, and writing down who checks the plan.",
}
STORY = {
    "title": "Keeping the card",
    "was_happening": "Somebody who did the shopping had begun to keep the change, then the card.",
    "wanted": "To go on doing their own shopping list, and to hold the card themselves.",
    "done": "The bank set a limit, a volunteer took over the shopping, and the police had a word.",
    "changed": "“I sign for my own things again.”",
    "is_disguised": True,
    "disguise_note": "Who shopped, and what for, is changed.",
}


@transaction.atomic
def make_audits_under_way() -> int:
    """Make the audits once, with the people of the demonstration. Returns how many it made."""
    council = Organisation.objects.get(code=CODE)
    if CaseAudit.objects.filter(council=council, round__isnull=True).exists():
        return 0
    auditor = User.objects.get(email=f"auditor@{DOMAIN}")
    rows = Enquiry.objects.filter(
        council=council, concluded_on__isnull=False, lead__isnull=False, audits__isnull=True
    )
    cases = list(rows.select_related("concern", "lead").order_by("-concluded_on", "pk")[:5])
    if len(cases) < len(FINDINGS) + 2:
        return 0
    version = ToolVersion.objects.select_related("tool").get(tool__key="s42-case-file")
    for case, findings in zip(cases, FINDINGS, strict=False):
        audit = _opened(council, version, case, auditor)
        _answer(_begun(audit, auditor), auditor, findings)
        _submit(audit, auditor)
    story = write_story(by=auditor, audit=audit, words=STORY)
    _consented(story, auditor)
    half = _opened(council, version, cases[2], auditor)
    _answer(_begun(half, auditor), auditor, FINDINGS[0], sections=("A", "B", "C", "D"))
    many = ToolVersion.objects.select_related("tool").get(tool__key="multi-agency-strands")
    _ask_outside(_opened(council, many, cases[3], auditor), auditor)
    return len(FINDINGS) + 2


def _opened(council: Organisation, version: ToolVersion, case: Enquiry, auditor: User) -> CaseAudit:
    today, now = timezone.localdate(), timezone.now()
    audit = CaseAudit(
        council=council,
        reference=next_reference(CaseAudit, council, today.year, prefix="AUD"),
        version=version,
        subject=version.tool.subject,
        enquiry=case,
        team=case.team,
        practitioner=case.lead,
        auditor=auditor,
        status=AuditStatus.ALLOCATED,
        allocated_at=now,
        due_on=today + timedelta(days=15),
    )
    audit.full_clean()
    audit.save()
    add_strands(audit, now)
    return audit


def _begun(audit: CaseAudit, auditor: User) -> AuditStrand:
    strand = AuditStrand.objects.filter(audit=audit, person=auditor).order_by("pk").first()
    assert strand is not None  # noqa: S101 - the tools of the demonstration have one
    return begin_part(by=auditor, strand=strand)


def _answer(
    strand: AuditStrand, auditor: User, findings: dict[str, str], sections: tuple[str, ...] = ()
) -> None:
    """Answer what is asked, again where an answer opened more, until nothing is left."""
    for _ in range(3):
        audit = CaseAudit.objects.select_related("version", "enquiry").get(pk=strand.audit_id)
        work = work_of(audit)
        shown = asked_now(work.document, facts=audit.facts, answers=work.values(strand))
        for section, questions in shown:
            if sections and section["code"] not in sections:
                continue
            for question in questions:
                if question["type"] not in ("grade", "tags"):
                    _answer_one(work, strand, question, auditor, findings)


def _answer_one(
    work: Work, strand: AuditStrand, question: Any, auditor: User, findings: dict[str, str]
) -> None:
    """Answer one question; what the record filled in gets a comment and stays."""
    known = work.held(strand).get(question["code"], NOTHING)
    if known.said.rows and (known.said.comment or question["type"] != "scale"):
        return
    said = _said(work.document, question, findings)
    if known.said.rows:
        said = replace(known.said, comment=said.comment)
    save_answer(
        by=auditor,
        strand=strand,
        question=work.by_code[question["code"]],
        said=said,
        seen=known.seen,
        seconds=60,
    )


def _said(
    document: dict[str, Any], question: dict[str, Any] | Any, findings: dict[str, str]
) -> Said:
    code, kind = question["code"], question["type"]
    listed = options_of(document, question)
    sent = {
        "answer": [findings.get(code) or (listed[0].code if listed else WORDS.get(code, "30"))],
        "comment": ["See the notes of the planning discussion."] if listed else [""],
        "evidence": ["Case note of the first week"] if listed else [""],
    }
    if kind in ("choice", "multi_choice") and listed:
        sent = {"answer": [listed[0].code]}
    if kind == "long_text":
        sent = {"answer": [WORDS.get(code, "It was made clear from the start.")]}
    if kind in ("repeat_group", "prefilled"):
        sent = {}
    return read(document, question, sent)


def _submit(audit: CaseAudit, auditor: User) -> None:
    strand = AuditStrand.objects.get(audit=audit, person=auditor)
    work = work_of(CaseAudit.objects.select_related("version").get(pk=audit.pk))
    if work.problems(work.strand(strand.pk), timezone.localdate()):
        return
    grade = {"overall": Judged("requires_improvement", "The plan was never looked at again.")}
    submit_part(by=auditor, strand=strand, judged=grade, minutes=55)


def _consented(story: StoryOfDifference, auditor: User) -> None:
    record_story_consent(
        by=auditor,
        story=story,
        given=True,
        scope="board",
        on=timezone.localdate(),
        by_whom="The adult",
        how="At home, with their advocate",
    )


def _ask_outside(audit: CaseAudit, auditor: User) -> None:
    AuditStrand.objects.filter(audit=audit, key="council").update(person=auditor)
    strand = AuditStrand.objects.get(audit=audit, key="police", respondent=RespondentKind.AGENCY)
    strand.outside_name, strand.outside_email = "PC Rowan Ashby", f"police@{DOMAIN}"
    # The link of the demonstration is known to everybody: /audit/contribute/demonstration/
    strand.token_sha256 = hash_of_token("demonstration")
    strand.token_expires_at = timezone.now() + timedelta(days=21)
    strand.full_clean()
    strand.save()
