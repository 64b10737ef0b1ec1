"""What the answers of an audit come to so far: sections, results, caps, the best grade allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audit.choices import StrandStatus
from audit.doing.work import Work
from audit.models import AuditResult, AuditStrand
from audit.rules import judging
from audit.rules.scoring import Scored, UnansweredError, score
from audit.rules.strands import AGENCIES, document_for, judged_in, lead_key, whole_answers


def of_strand(work: Work, strand: AuditStrand) -> Scored:
    """Return what one strand's own answers come to.

    Raises:
        UnansweredError: a scored question that is asked has no answer.
    """
    return score(
        document_for(work.document, strand.key),
        answers=work.known(strand),
        facts=work.audit.facts,
        strand=strand.key,
        skipped=work.skipped(strand),
    )


def of_audit(work: Work, also: AuditStrand | None = None) -> Scored:
    """Return what the strands that are in come to together; `also` counts as in.

    Raises:
        UnansweredError: a scored question that is asked has no answer.
    """
    counted = {
        strand.key: strand
        for strand in reversed(work.strands)
        if strand.status == StrandStatus.SUBMITTED or (also and strand.pk == also.pk)
    }
    lead = lead_key(work.document)
    skipped = {code for strand in counted.values() for code in work.skipped(strand)}
    document = {
        **work.document,
        "sections": [
            section
            for section in work.document["sections"]
            if section.get("strand") != AGENCIES and (section.get("strand") or lead) in counted
        ],
        "results": [r for r in work.document.get("results") or () if not r.get("per_strand")],
    }
    by_strand = {key: work.values(strand) for key, strand in counted.items()}
    return score(
        document,
        answers=whole_answers(work.document, by_strand),
        facts=work.audit.facts,
        skipped=skipped,
    )


def is_scored_alone(work: Work, strand: AuditStrand) -> bool:
    """Say whether a strand has results of its own beside those of the audit."""
    named = (True, strand.key)
    if any(r.get("per_strand") in named for r in work.document.get("results") or ()):
        return any(s.get("scored") for s in document_for(work.document, strand.key)["sections"])
    shared = any(not s.get("strand") for s in work.document["sections"])
    return shared and strand.key != lead_key(work.document)


def scored_for(work: Work, strand: AuditStrand, result: Mapping[str, Any]) -> Scored | None:
    """Return the sums behind a result that this strand judges; None while answers are missing."""
    try:
        per_strand = result.get("per_strand")
        return of_strand(work, strand) if per_strand else of_audit(work, also=strand)
    except UnansweredError:
        return None


def ceiling_for(
    work: Work, strand: AuditStrand, result: Mapping[str, Any], scored: Scored | None
) -> str | None:
    grades: list[str] = []
    if result.get("limits"):
        rows = AuditResult.objects.filter(audit=work.audit, strand__isnull=False)
        grades = [row.judged or row.capped for row in rows]
    caps = scored.caps if scored else ()
    return judging.ceiling(work.document["grade_set"], result, caps, grades)


def to_judge(work: Work, strand: AuditStrand) -> list[Mapping[str, Any]]:
    """Return the results that whoever finishes this strand gives a grade."""
    if not work.document["grade_set"]["order"]:
        return []
    return judged_in(work.document, strand.key)
