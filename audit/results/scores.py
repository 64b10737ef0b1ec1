"""What the files of a round came to: by section, by result, by question; and what held grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from audit.metrics.round_files import Files
from audit.models import Answer, CaseAudit, FiredCap, SectionScore
from audit.outcomes import Outcome, outcomes_of_all
from audit.rules.estimates import Estimate, average, share
from audit.rules.scoring import WHOLE, UnknownAnswerError, points

SCORED = ("scale", "prefilled_scale", "ratio", "matrix")
EACH_AGENCY = "each_agency"
# The columns of a `Given`, in its order.
GIVEN = ("strand__audit", "strand", "question__code", "part", "option", "value")
Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One scored section: in how many files it was asked, and scored; `scores` in their order."""

    code: str
    title: str
    asked: int
    estimate: Estimate
    scores: tuple[float, ...]
    weight: float
    gaps: int


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One result: how many files have each grade, worst first, and the share of each."""

    key: str
    label: str
    grades: tuple[tuple[str, int, Estimate], ...]
    ungraded: int
    changed: int
    scores: tuple[float, ...]

    @property
    def graded(self) -> int:
        return sum(count for _, count, _ in self.grades)


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One scored question: its answers by what they are worth, and the share fully met."""

    code: str
    text: str
    section: str
    met: int
    partly: int
    not_met: int
    not_applicable: int
    gaps: int
    estimate: Estimate

    @property
    def asked(self) -> int:
        return self.met + self.partly + self.not_met + self.not_applicable


@dataclass(frozen=True, slots=True)
class CapLine:
    """A question whose answer held a grade down: which grade, to what, in how many files."""

    code: str
    text: str
    target: str
    grade: str
    files: int


def overall(sections: Iterable[SectionLine]) -> float | None:
    """Average the sections by their weight, so that one seldom asked counts as the tool says."""
    told = [line for line in sections if line.estimate.value is not None]
    total = sum(line.weight for line in told)
    return sum(line.weight * (line.estimate.value or 0) for line in told) / total if told else None


def section_lines(files: Files, content: Content) -> tuple[SectionLine, ...]:
    rows = section_rows(files.weights)
    return tuple(
        section_line(section, rows, files)
        for section in content["sections"]
        if section.get("scored")
    )


def section_rows(audits: Iterable[int], code: str = "") -> list[SectionScore]:
    """Return the scores of these audits, of one section where `code` names it."""
    rows = SectionScore.objects.filter(audit__in=list(audits)).order_by("audit_id", "pk")
    return list(rows.filter(section=code) if code else rows)


def section_line(
    section: Mapping[str, Any], rows: Iterable[SectionScore], files: Files
) -> SectionLine:
    code = section["code"]
    held: dict[int, list[SectionScore]] = {}
    for row in rows:
        if row.section == code and row.audit_id in files.weights:
            held.setdefault(row.audit_id, []).append(row)
    counted = [
        (row, files.weights[audit])
        for audit, mine in held.items()
        for row in _of_file(mine, section.get("strand") == EACH_AGENCY)
    ]
    told = [(float(row.score), weight) for row, weight in counted if row.score is not None]
    return SectionLine(
        code=code,
        title=section.get("title", code),
        asked=len(held),
        estimate=average([s for s, _ in told], [w for _, w in told], files.sample),
        scores=tuple(sorted(s for s, _ in told)),
        weight=float(section.get("weight", 1)),
        gaps=sum(row.gaps for row, _ in counted),
    )


def _of_file(rows: list[SectionScore], by_part: bool) -> list[SectionScore]:
    """Return the score of the whole audit, or of each agency where each has its own."""
    parts = [row for row in rows if row.strand_id is not None]
    whole = [row for row in rows if row.strand_id is None]
    return (parts or whole) if by_part else (whole or parts[:1])


def outcomes(audits: Iterable[int]) -> dict[int, list[Outcome]]:
    """Return the results of these audits, by key of the audit, with the grade that stands."""
    return outcomes_of_all(CaseAudit(pk=key) for key in audits)


def result_lines(files: Files, content: Content) -> tuple[ResultLine, ...]:
    grades = content.get("grade_set") or {}
    labels = grades.get("labels") or {}
    rows: dict[tuple[str, str], list[tuple[str, str, float | None, float]]] = {}
    for audit, found in outcomes(files.weights).items():
        for one in found:
            row = (one.final, one.first, one.score, files.weights[audit])
            rows.setdefault((one.key, one.label), []).append(row)
    lines = []
    for (key, label), said in rows.items():
        graded = [each for each in said if each[0]]
        weights = [weight for *_, weight in graded]
        spread = tuple(
            (
                labels.get(grade, grade),
                sum(each[0] == grade for each in graded),
                share([each[0] == grade for each in graded], weights, files.sample),
            )
            for grade in grades.get("order") or ()
        )
        changed = sum(final != first for final, first, *_ in graded)
        scores = tuple(sorted(each[2] for each in said if each[2] is not None))
        lines.append(ResultLine(key, label, spread, len(said) - len(graded), changed, scores))
    return tuple(lines)


class Given(NamedTuple):
    """One stored answer, as it is scored."""

    audit: int
    strand: int
    code: str
    part: str
    option: str
    value: Any


def question_lines(files: Files, content: Content) -> tuple[QuestionLine, ...]:
    rows: dict[str, list[Given]] = {}
    for row in _given(Answer.objects.filter(strand__audit__in=files.weights)):
        rows.setdefault(row.code, []).append(row)
    asked = [q["code"] for s in content["sections"] for q in s["questions"]]
    lines = (question_line(content, code, rows.get(code, []), files) for code in asked)
    return tuple(line for line in lines if line is not None)


def answers_to(identity: int, audits: Iterable[int]) -> list[Given]:
    """Return the answers of these audits to one question, whatever its code was in each."""
    return answers_to_all([identity], audits)[identity]


def answers_to_all(identities: Iterable[int], audits: Iterable[int]) -> dict[int, list[Given]]:
    """Return the answers of these audits to several questions, by identity, in one query."""
    found: dict[int, list[Given]] = {identity: [] for identity in identities}
    rows = Answer.objects.filter(strand__audit__in=list(audits), question__identity__in=found)
    columns = ("question__identity", *GIVEN)
    for identity, *row in rows.filter(repeat=0).order_by("strand_id", "pk").values_list(*columns):
        found[identity].append(Given(*row))
    return found


def _given(rows: QuerySet[Answer]) -> list[Given]:
    found = rows.filter(repeat=0).order_by("strand_id", "pk").values_list(*GIVEN)
    return [Given(*row) for row in found]


def question_line(
    content: Content, code: str, rows: Iterable[Given], files: Files
) -> QuestionLine | None:
    """Return the answers to a scored question of a version; None for one that is not scored."""
    q, section = next(
        ((q, s) for s in content["sections"] for q in s["questions"] if q["code"] == code),
        (None, None),
    )
    if q is None or section is None or not (section.get("scored") and q.get("scored")):
        return None
    if q["type"] not in SCORED:
        return None
    by_part = section.get("strand") == EACH_AGENCY
    given: dict[tuple[int, int], Any] = {}
    first: dict[int, int] = {}
    for row in rows:
        # Where a second auditor answered the same, the first answer is the one that counts.
        is_first = first.setdefault(row.audit, row.strand) == row.strand
        if row.audit not in files.weights or not (is_first or by_part):
            continue
        if row.part:
            given.setdefault((row.audit, row.strand), {})[row.part] = row.option
        else:
            given[row.audit, row.strand] = row.option or row.value
    return _question(content, q, section, given, files)


def _question(
    content: Content,
    q: Mapping[str, Any],
    section: Mapping[str, Any],
    given: Mapping[tuple[int, int], Any],
    files: Files,
) -> QuestionLine:
    worth: list[tuple[float, float]] = []
    not_applicable = gaps = 0
    for (audit, _), answer in given.items():
        try:
            value, is_gap = points(content, q, answer)
        except UnknownAnswerError:
            continue
        gaps += is_gap
        if value is None:
            not_applicable += 1
        else:
            worth.append((float(value), files.weights[audit]))
    met = [value == 1 for value, _ in worth]
    return QuestionLine(
        code=q["code"],
        text=q["text"],
        section=section["code"],
        met=sum(met),
        partly=sum(0 < value < 1 for value, _ in worth),
        not_met=sum(value == 0 for value, _ in worth),
        not_applicable=not_applicable,
        gaps=gaps,
        estimate=share(met, [weight for _, weight in worth], files.sample),
    )


def cap_lines(files: Files, content: Content) -> tuple[CapLine, ...]:
    labels = (content.get("grade_set") or {}).get("labels") or {}
    rows = FiredCap.objects.filter(audit__in=files.weights).values_list(
        "question__code", "question__text", "target", "grade", "audit"
    )
    held: dict[tuple[str, str, str, str], set[int]] = {}
    for code, text, target, grade, audit in rows:
        held.setdefault((code, text, target, labels.get(grade, grade)), set()).add(audit)
    names = _targets(content)
    lines = [
        CapLine(code, text, names.get(target, target), grade, len(audits))
        for (code, text, target, grade), audits in held.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.code, line.target)))


def _targets(content: Content) -> dict[str, str]:
    results = {f"result:{r['key']}": r["label"] for r in content.get("results") or ()}
    sections = {f"section:{s['code']}": f"Section {s['code']}" for s in content["sections"]}
    return {WHOLE: "The whole", **results, **sections}
