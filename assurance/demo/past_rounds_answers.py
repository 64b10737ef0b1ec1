"""What auditors of the demonstration council answer, and what that comes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.demo.chance import Chance
from audit.models import AuditResult, AuditStrand, CaseAudit, FiredCap, Question, SectionScore
from audit.rules.scoring import Scored, score
from audit.rules.visibility import asked
from safeguard.models import Enquiry

DONE_WELL = (
    "The first call was made within the hour and the plan followed what the person said.",
    "An advocate came to both meetings. The person chose who else was in the room.",
    "Risk was looked at again each time something changed, and the reasons are written down.",
    "The worker found a time and a place that suited the person, and went back a second time.",
)
BETTER = (
    "The record does not say what the person was told at the end.",
    "Whoever raised the concern heard nothing more.",
    "Nobody wrote down why the decision took so long.",
    "The capacity assessment was done but its reasons are thin.",
)
# How often a middling file meets what applies, by team: some have had a harder year.
BY_TEAM = {"South": -0.13, "Hospital": -0.03, "North": 0.05}
PLACES = Decimal("0.00000001")


@dataclass
class Finished:
    """One audit with its answers and its scores, stored once its strand is."""

    audit: CaseAudit
    answers: dict[str, str]
    texts: frozenset[str]
    gaps: frozenset[str]
    scored: Scored
    judged: str
    strand: AuditStrand | None = None
    questions: Mapping[str, Question] = field(default_factory=dict)

    def section_scores(self) -> Iterator[SectionScore]:
        for line in self.scored.sections.values():
            yield SectionScore(
                audit=self.audit,
                section=line.code,
                score=_rounded(line.score),
                weight=_rounded(line.weight) or Decimal(1),
                asked=line.asked,
                applied=line.applied,
                gaps=len(line.gaps),
            )

    def results(self) -> Iterator[AuditResult]:
        for result in self.scored.results.values():
            yield AuditResult(
                audit=self.audit,
                key=result.key,
                label=result.label,
                score=_rounded(result.score),
                suggested=result.suggested or "",
                capped=result.capped or "",
                judged=result.capped or "",
                judged_by=self.audit.auditor,
                judged_at=self.audit.submitted_at,
            )

    def caps(self) -> Iterator[FiredCap]:
        for cap in self.scored.caps:
            yield FiredCap(
                audit=self.audit,
                question=self.questions[cap.question],
                option=cap.answer,
                target=cap.target,
                grade=cap.grade,
            )


def _rounded(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES)


def facts_of(case: Enquiry, chance: Chance) -> dict[str, Any]:
    """Return record facts that fit the case, as far as conditions ask for them."""
    return {
        "enquiry.kind": case.kind,
        "enquiry.concluded": True,
        "enquiry.caused_out": chance.likely(0.2),
        "enquiry.plan_exists": chance.likely(0.7),
        "enquiry.police_involved": chance.likely(0.15),
        "enquiry.ceased_at_request": chance.likely(0.06),
        "concern.repeat_within_12_months": chance.likely(0.2),
        "person.capacity_status": chance.pick(
            {"has_capacity": 6, "lacks_for_a_decision": 3, "mixed": 1}
        ),
        "person.substantial_difficulty": chance.likely(0.4),
        "timing.days_waiting_unallocated": chance.pick({0: 5, 3: 2, 9: 1}),
    }


def answered(chance: Chance, audit: CaseAudit, quality: float) -> Finished:
    """Answer everything that is scored or told in words, as far as it is asked, and score it."""
    document, facts = audit.version.content, audit.facts
    quality += BY_TEAM.get(audit.team.name if audit.team else "", 0)
    quality = min(0.95, max(0.2, quality + (chance.random.random() - 0.5) * 0.35))
    answers: dict[str, str] = {}
    texts: set[str] = set()
    before = -1
    while len(answers) > before:
        before = len(answers)
        for _, questions in asked(document, facts=facts, answers=answers):
            for q in questions:
                if q["code"] in answers:
                    continue
                if q.get("scale"):
                    answers[q["code"]] = _option(chance, document["scales"][q["scale"]], quality)
                elif q["code"] in ("J1", "J2"):
                    answers[q["code"]] = chance.one_of(DONE_WELL if q["code"] == "J1" else BETTER)
                    texts.add(q["code"])
    live = {q["code"] for _, qs in asked(document, facts=facts, answers=answers) for q in qs}
    answers = {code: value for code, value in answers.items() if code in live}
    scored = score(document, answers=answers, facts=facts)
    whole = scored.results["overall"].capped or ""
    return Finished(audit, answers, frozenset(texts), frozenset(scored.gaps), scored, whole)


def _option(chance: Chance, scale: Mapping[str, Any], quality: float) -> str:
    weights = {}
    for option in scale["options"]:
        worth = option.get("score")
        if worth is None:
            weights[option["code"]] = 0.05
        elif option.get("recording_gap"):
            weights[option["code"]] = 0.3 * (1 - quality)
        elif worth == 1 and option["code"] == "s4":
            weights[option["code"]] = 0.2 * quality
        elif worth >= 0.75:
            weights[option["code"]] = quality
        else:
            weights[option["code"]] = (1 - quality) * (0.2 + worth)
    return str(chance.pick(weights))
