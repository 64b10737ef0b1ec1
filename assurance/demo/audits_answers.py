"""Invented answers to one audit, scored as the program scores them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.demo.chance import Chance
from audit.choices import AnswerState
from audit.models import Answer, AuditResult, AuditStrand, CaseAudit, FiredCap, SectionScore
from audit.rules.scoring import Scored, score
from audit.rules.visibility import asked

FACTS = {
    "enquiry.plan_exists": True,
    "enquiry.police_involved": False,
    "enquiry.ceased_at_request": False,
    "concern.repeat_within_12_months": False,
    "person.substantial_difficulty": False,
    "timing.days_waiting_unallocated": 0,
}
WEIGHTS = {"yes": 76.0, "partly": 15.0, "no": 3.0, "not_recorded": 3.0, "na": 3.0}
OTHERS = {
    "standard4": {"s1": 2.0, "s2": 18.0, "s3": 58.0, "s4": 22.0},
    "decision_view": {"agree": 80.0, "agree_reasons_thin": 16.0, "disagree": 4.0},
    "timeliness": {"in_time": 72.0, "late_with_reason": 16.0, "late_no_reason": 12.0},
    "yn": {"yes": 70.0, "no": 30.0},
}
WORDS = {
    "A4": "A neighbour raised a worry about money and missed care calls; the family was met twice.",
    "J1": "She was asked first what she wanted, and her answer is in the record in her own words.",
    "J2": "The plan could say who looks at it again, and when.",
    "E6": "“I want to stay here, and I want the calls to come when they say.”",
}
COMMENTS = (
    "There is a note, but not of what was decided.",
    "Seen in the record of the second visit.",
    "The reason is in an email and not in the record.",
    "Nothing was found.",
)


def answer(audit: CaseAudit, strand: AuditStrand, chance: Chance, at: datetime) -> str:
    """Store answers, section scores, results and caps of one audit; return its grade."""
    content = audit.version.content
    audit.facts = {**(audit.frame_entry.facts if audit.frame_entry else {}), **FACTS}
    audit.facts_taken_at = audit.allocated_at
    given = _answers(content, audit.facts, strand.key, chance)
    questions = {q.code: q for q in audit.version.questions.all()}
    Answer.objects.bulk_create(
        Answer(strand=strand, question=questions[code], **_stored(value, chance))
        for code, value in given.items()
    )
    scored = score(content, answers=given, facts=audit.facts, strand=strand.key)
    return _results(audit, strand, scored, given, questions, at)


def _answers(
    content: Mapping[str, Any], facts: Mapping[str, Any], strand: str, chance: Chance
) -> dict[str, Any]:
    """Answer what is asked, again and again, until nothing new is."""
    given: dict[str, Any] = {}
    while True:
        shown = asked(content, facts=facts, answers=given, strand=strand)
        new = [q for _, questions in shown for q in questions if q["code"] not in given]
        found = {q["code"]: value for q in new if (value := _one(q, chance)) is not None}
        if not found:
            codes = {q["code"] for _, questions in shown for q in questions}
            return {code: value for code, value in given.items() if code in codes}
        given |= found


def _one(question: Mapping[str, Any], chance: Chance) -> Any:
    kind = question["type"]
    if kind in ("scale", "prefilled_scale"):
        return chance.pick(OTHERS.get(question["scale"], WEIGHTS))
    if kind == "long_text":
        return WORDS.get(question["code"])
    if kind == "choice":
        return str(question["options"][0])
    if kind == "multi_choice":
        return [str(option) for option in question["options"][:2]]
    return None


def _stored(value: Any, chance: Chance) -> dict[str, Any]:
    if not isinstance(value, str) or " " in value:
        return {"value": value}
    state = {"na": AnswerState.NOT_APPLICABLE, "not_recorded": AnswerState.CANNOT_TELL}
    weak = value in ("partly", "no", "not_recorded", "s1", "s2", "agree_reasons_thin", "disagree")
    return {
        "option": value,
        "state": state.get(value, AnswerState.ANSWERED),
        "reason": "It did not arise here." if value == "na" else "",
        "comment": chance.one_of(COMMENTS) if weak else "",
    }


def _results(
    audit: CaseAudit,
    strand: AuditStrand,
    scored: Scored,
    given: Mapping[str, Any],
    questions: Mapping[str, Any],
    at: datetime,
) -> str:
    for section in scored.sections.values():
        SectionScore.objects.create(
            audit=audit,
            strand=strand,
            section=section.code,
            score=_number(section.score),
            weight=_number(section.weight) or Decimal(),
            asked=section.asked,
            applied=section.applied,
            gaps=len(section.gaps),
        )
    for cap in scored.caps:
        FiredCap.objects.create(
            audit=audit,
            strand=strand,
            question=questions[cap.question],
            option=str(given[cap.question]),
            target=cap.target,
            grade=cap.grade,
        )
    grade = ""
    for result in scored.results.values():
        grade = result.capped or result.suggested or ""
        AuditResult.objects.create(
            audit=audit,
            strand=strand,
            key=result.key,
            label=result.label,
            score=_number(result.score),
            suggested=result.suggested or "",
            capped=result.capped or "",
            judged=grade,
            judged_at=at,
            judged_by=audit.auditor,
        )
    return grade


def _number(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.00000001"))
