"""Two versions of a self-assessment side by side, and a statement beside the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assurance.choices_self_assessment import Box, Part
from assurance.models import FrameworkEntry, QualityStatement, SelfAssessment, StatementAssessment
from assurance.rules.wording import Piece, changes

ONLY_BEFORE, ONLY_NOW = "Only in the earlier version", "Only in the later version"


@dataclass(frozen=True, slots=True)
class Changed:
    """One box or part whose words differ."""

    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class StatementChange:
    """What differs under one statement. `note` says where only one version has it."""

    code: str
    label: str
    note: str
    score_before: str
    score_now: str
    boxes: tuple[Changed, ...]

    @property
    def is_same(self) -> bool:
        return not (self.boxes or self.note or self.score_before != self.score_now)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions: `earlier` and `later` as they are called, and all that differs."""

    earlier: SelfAssessment
    later: SelfAssessment
    statements: tuple[StatementChange, ...]
    parts: tuple[Changed, ...]


def compare(earlier: SelfAssessment, later: SelfAssessment) -> Comparison:
    """Compare two versions that the caller may read: by the codes of statements, word by word."""
    before, now = _statements(earlier), _statements(later)
    codes = sorted({*before, *now})
    return Comparison(
        earlier,
        later,
        tuple(_statement(before.get(code), now.get(code)) for code in codes),
        tuple(_parts(earlier, later)),
    )


def framework_changes(earlier: QualityStatement, now: QualityStatement) -> list[Changed]:
    """Return what a newer framework version changed for one statement, by the codes of its lines.

    Both come with their framework. Two queries; none where the version is the same.
    """
    if earlier.framework_id == now.framework_id:
        return []
    found = [
        Changed("Name", changes(earlier.label, now.label)),
        Changed("The statement", changes(earlier.quotation, now.quotation)),
    ]
    before, after = _lines(earlier), _lines(now)
    for code in sorted({*before, *after}):
        old, new = before.get(code), after.get(code)
        heading = (new or old or ("", ""))[0]
        found.append(Changed(heading, changes(old[1] if old else "", new[1] if new else "")))
    return [each for each in found if any(piece.kind != "same" for piece in each.pieces)]


def _lines(statement: QualityStatement) -> dict[str, tuple[str, str]]:
    rows = FrameworkEntry.objects.filter(statement=statement).order_by("order")
    return {row.code: (row.get_kind_display(), row.text) for row in rows}


def _statements(row: SelfAssessment) -> dict[str, StatementAssessment]:
    rows = row.statements.select_related("statement")
    return {each.statement.code: each for each in rows}


def _statement(
    before: StatementAssessment | None, now: StatementAssessment | None
) -> StatementChange:
    one = now or before
    assert one is not None  # noqa: S101 - a code comes from one of the two
    note = ONLY_BEFORE if now is None else ONLY_NOW if before is None else ""
    return StatementChange(
        code=one.statement.code,
        label=one.statement.label,
        note=note,
        score_before=_score(before),
        score_now=_score(now),
        boxes=tuple(_boxes(before, now)),
    )


def _boxes(
    before: StatementAssessment | None, now: StatementAssessment | None
) -> Iterator[Changed]:
    for name, label in (*Box.choices, ("score_reason", "Why this score")):
        old, new = getattr(before, name, ""), getattr(now, name, "")
        if old != new:
            yield Changed(label, changes(old, new))


def _score(row: StatementAssessment | None) -> str:
    return row.get_score_display() if row is not None and row.score is not None else "No score"


def _parts(earlier: SelfAssessment, later: SelfAssessment) -> Iterator[Changed]:
    before = dict(earlier.parts.values_list("part", "text"))
    now = dict(later.parts.values_list("part", "text"))
    for part in Part:
        old, new = before.get(part.value, ""), now.get(part.value, "")
        if old != new:
            yield Changed(part.label, changes(old, new))
