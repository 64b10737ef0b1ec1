"""Audits with the model tools, ready to be done."""

from typing import Any

from django.utils import timezone

from audit.doing.work import Work, work_of
from audit.loader import read_yaml
from audit.models import AuditStrand, CaseAudit, ToolVersion
from audit.rules.answers import Said, options_of, read
from audit.services.answering import begin_part, save_answer
from audit.services.opening import add_strands
from audit.services.tools import load_tool
from core.models import User
from core.roles import Role
from tests.audit.documents import SHIPPED
from tests.factories import CaseAuditFactory, EnquiryFactory, MembershipFactory

FACTS = {
    "enquiry.kind": "s42",
    "enquiry.caused_out": False,
    "enquiry.concluded": True,
    "enquiry.plan_exists": True,
    "enquiry.police_involved": False,
    "enquiry.ceased_at_request": False,
    "concern.received_at": "2025-05-01T10:00",
    "concern.repeat_within_12_months": False,
    "person.capacity_status": "has_capacity",
    "person.substantial_difficulty": True,
    "timing.days_waiting_unallocated": 0,
    "timing.decision_status": "in_time",
    "timing.decision_working_days": 3,
    "timing.planning_status": "in_time",
    "timing.enquiry_status": "late_with_reason",
}


def shipped(name: str) -> ToolVersion:
    """Store one of the model tools, published, for every council."""
    loaded = read_yaml((SHIPPED / f"{name}.yaml").read_bytes())
    assert not loaded.faults
    version, _ = load_tool(by=None, council=None, document=loaded.documents[0], publish=True)
    return version


def tool_of(document: dict[str, Any]) -> ToolVersion:
    version, _ = load_tool(by=None, council=None, document=document, publish=True)
    return version


def auditor_in(council: Any, role: Role = Role.AUDITOR) -> User:
    return MembershipFactory(organisation=council, role=role).person


def audit_with(version: ToolVersion, council: Any, auditor: User, **rest: Any) -> CaseAudit:
    """Store an audit, its parts made, allocated to an auditor."""
    subject = version.tool.subject
    about: dict[str, Any] = {"subject": subject, "enquiry": None}
    if subject == "worker":
        about |= {"worker": rest.pop("worker", None) or auditor_in(council, Role.PRACTITIONER)}
        about |= {"is_personnel": True}
    elif subject == "organisation":
        about |= {"organisation": council}
    elif subject == "concern":
        about |= {"concern": EnquiryFactory(concern__adult__council=council).concern}
    elif "external_reference" not in rest:
        about |= {
            "enquiry": rest.pop("enquiry", None) or EnquiryFactory(concern__adult__council=council)
        }
    audit = CaseAuditFactory(council=council, version=version, auditor=auditor, **{**about, **rest})
    add_strands(audit, timezone.now())
    return audit


def begun(audit: CaseAudit, by: User, key: str, facts: dict[str, Any] | None = None) -> AuditStrand:
    """Begin a part; `facts` stand in for what the record says."""
    if facts is not None:
        CaseAudit.objects.filter(pk=audit.pk).update(facts=facts, facts_taken_at=timezone.now())
    strand = AuditStrand.objects.filter(audit=audit, key=key).first()
    assert strand is not None
    begin_part(by=by, strand=strand)
    return AuditStrand.objects.get(pk=strand.pk)


def work(audit: CaseAudit) -> Work:
    return work_of(
        CaseAudit.objects.select_related("version__tool", "council", "enquiry").get(pk=audit.pk)
    )


def say(by: User | None, strand: AuditStrand, code: str, token: str = "", **sent: Any) -> Any:
    """Save one answer as a page would send it."""
    found = work(strand.audit)
    asked = next(q for s in found.document["sections"] for q in s["questions"] if q["code"] == code)
    typed = {name: [value] if isinstance(value, str) else value for name, value in sent.items()}
    said: Said = read(found.document, asked, typed)
    assert not said.faults, said.faults
    held = found.held(found.strand(strand.pk)).get(code)
    return save_answer(
        by=by,
        strand=strand,
        question=found.by_code[code],
        said=said,
        seen=held.seen if held else "0",
        token=token,
    )


def any_answer(document: dict[str, Any], asked: dict[str, Any], option: str = "") -> dict[str, Any]:
    """Return something that answers a question of any type, as a page would send it."""
    kind = asked["type"]
    more = {
        "comment": ["Because of the note of 3 May"],
        "evidence": ["Case note, 3 May"],
        "reason": ["It did not arise"],
        "priority": ["high"],
        "share": ["yes"],
    }
    if kind in ("scale", "prefilled_scale", "choice"):
        codes = [o.code for o in options_of(document, asked)]
        return {**more, "answer": [option if option in codes else codes[0]]}
    if kind in ("multi_choice", "tags"):
        return {"answer": [options_of(document, asked)[0].code]}
    if kind == "matrix":
        first = options_of(document, {**asked, "type": "scale"})[0].code
        return {f"row-{i}": [first] for i, _ in enumerate(asked["rows"])}
    if kind == "repeat_group":
        rows = max(int(asked.get("min") or 0), 1)
        return {
            f"{n}-{i}": any_answer(document, field).get("answer", [""])
            for n in range(1, rows + 1)
            for i, field in enumerate(asked["fields"])
        }
    if kind == "ratio":
        return {"held": ["11"], "due": ["12"]}
    plain = {"date": "1/5/2025", "datetime": "1/5/2025 10:00", "number": "45", "number_scale": "7"}
    return {**more, "answer": [plain.get(kind, "A few words")]}
