"""Everything a report of one round is made of, read once. Lays out nothing, names no case."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from audit.choices import StrandStatus
from audit.metrics.agreement import Agreements, agreements
from audit.metrics.round_files import Files, files_of
from audit.metrics.round_voices import Actions, Voices, actions_of, voices_of
from audit.models import AuditRound, AuditStrand, CaseAudit
from audit.results.scores import (
    CapLine,
    QuestionLine,
    ResultLine,
    SectionLine,
    cap_lines,
    overall,
    question_lines,
    result_lines,
    section_lines,
)
from audit.rules.documents import Document


@dataclass(frozen=True)
class RoundFigures:
    """The figures of one round as they stand on `on`, with all that is needed to read them."""

    name: str
    council: str
    council_code: str
    tool: str
    version: str
    theme: str
    purpose: str
    starts_on: date
    ends_on: date
    status: str
    is_closed: bool
    is_personnel: bool
    on: date
    closing_note: str
    files: Files
    sections: tuple[SectionLine, ...]
    results: tuple[ResultLine, ...]
    questions: tuple[QuestionLine, ...]
    caps: tuple[CapLine, ...]
    voices: Voices
    actions: Actions
    agreements: Agreements
    missing_returns: int

    @property
    def n(self) -> int:
        return self.files.sample.files

    @property
    def overall(self) -> float | None:
        return overall(self.sections)

    def fingerprint(self) -> str:
        """Return the hash of the results: the same figures give the same hash."""
        parts = (self.sections, self.results, self.questions, self.caps)
        shown = [asdict(line) for lines in parts for line in lines]
        what = [self.council_code, self.name, self.version, self.files.draw.sha256, shown]
        return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def figures_of(audit_round: AuditRound, content: Document, *, on: date) -> RoundFigures:
    """Read the figures of a round that its reader may see; `content` is its version's, proved."""
    version, council = audit_round.version, audit_round.council
    files = files_of(audit_round)
    counted = CaseAudit.objects.filter(pk__in=files.weights)
    missing = AuditStrand.objects.filter(
        audit__in=files.weights, status=StrandStatus.MISSING
    ).count()
    return RoundFigures(
        name=audit_round.name,
        council=council.name,
        council_code=council.code,
        tool=version.tool.title,
        version=version.number,
        theme=audit_round.theme,
        purpose=audit_round.purpose,
        starts_on=audit_round.starts_on,
        ends_on=audit_round.ends_on,
        status=audit_round.get_status_display(),
        is_closed=audit_round.closed_at is not None,
        is_personnel=version.tool.is_personnel,
        on=on,
        closing_note=audit_round.closing_note,
        files=files,
        sections=section_lines(files, content),
        results=result_lines(files, content),
        questions=question_lines(files, content),
        caps=cap_lines(files, content),
        voices=voices_of(files),
        actions=actions_of(audit_round, on),
        agreements=agreements(counted),
        missing_returns=missing,
    )
