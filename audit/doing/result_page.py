"""What an audit came to as its pages show it: grades, sections, the caps that fired, the voices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from audit.doing import outcome
from audit.doing.routes import Routes
from audit.doing.work import NOTHING, Work
from audit.models import AuditResult, AuditStrand, FiredCap, SectionScore
from audit.rules.answers_shown import in_words
from audit.rules.scoring import Scored


@dataclass(frozen=True)
class CapLine:
    """An answer that holds a result down."""

    question: str
    answer: str
    grade: str
    url: str = ""


@dataclass(frozen=True)
class ResultLine:
    """One result: as the answers suggest it, held down by caps, and judged."""

    key: str
    label: str
    percent: str
    suggested: str
    capped: str
    caps: tuple[CapLine, ...]
    judged: str = ""
    reason: str = ""
    of: str = ""
    limit: str = ""
    judged_code: str = ""
    capped_code: str = ""


@dataclass(frozen=True)
class SectionLine:
    title: str
    percent: str
    counts: str


@dataclass(frozen=True)
class Words:
    """What was said in words to one question, with where to change it."""

    text: str
    lines: list[str]
    url: str = ""


@dataclass(frozen=True)
class Voices:
    """One question that several parts answer, side by side."""

    text: str
    said: list[tuple[str, list[str]]]


def percent(value: Fraction | Decimal | None) -> str:
    return "Too little to score" if value is None else f"{float(value) * 100:.0f}%"


def to_judge(work: Work, strand: AuditStrand, routes: Routes) -> list[ResultLine]:
    """Return the results that whoever finishes a part gives a grade, as they stand now."""
    found = []
    held = {row.key: row for row in AuditResult.objects.filter(audit=work.audit)}
    for result in outcome.to_judge(work, strand):
        scored = outcome.scored_for(work, strand, result)
        limit = outcome.ceiling_for(work, strand, result, scored)
        before = held.get(result["key"])
        found.append(_line(work, strand, result, scored, limit, before, routes))
    return found


def _line(
    work: Work,
    strand: AuditStrand,
    result: Mapping[str, Any],
    scored: Scored | None,
    limit: str | None,
    before: AuditResult | None,
    routes: Routes,
) -> ResultLine:
    labels = work.document["grade_set"]["labels"]
    own = scored.results.get(result["key"]) if scored else None
    caps = [cap for cap in scored.caps if own and cap.question in own.caps] if scored else []
    return ResultLine(
        key=result["key"],
        label=result["label"],
        percent=percent(own.score) if own else "",
        suggested=labels.get(own.suggested or "", "") if own else "",
        capped=labels.get(own.capped or "", "") if own else "",
        caps=tuple(_cap(work, strand, cap.question, cap.grade, routes) for cap in caps),
        limit=labels.get(limit or "", ""),
        judged_code=before.judged if before else "",
        reason=before.judged_reason if before else "",
        capped_code=(own.capped or "") if own else "",
    )


def _cap(work: Work, strand: AuditStrand, code: str, grade: str, routes: Routes) -> CapLine:
    asked, section = _asked(work, code)
    said = work.held(strand).get(code, NOTHING).said
    for other in work.strands:
        said = said if said.rows else work.held(other).get(code, NOTHING).said
    url = f"{routes.section(section)}#q{work.by_code[code].pk}" if routes else ""
    return CapLine(
        question=f"{code} {asked['text']}",
        answer="; ".join(in_words(work.document, asked, said)),
        grade=work.document["grade_set"]["labels"].get(grade, grade),
        url=url,
    )


def _asked(work: Work, code: str) -> tuple[Mapping[str, Any], str]:
    for section in work.document["sections"]:
        for question in section["questions"]:
            if question["code"] == code:
                return question, section["code"]
    return {"text": code, "type": "short_text"}, ""


def kept_results(work: Work, strands: Iterable[AuditStrand]) -> list[ResultLine]:
    """Return the results that are written down, of the audit and of these parts."""
    labels = work.document["grade_set"]["labels"]
    by_pk = {strand.pk: strand for strand in strands}
    caps = list(FiredCap.objects.filter(audit=work.audit).select_related("question"))
    found = []
    for row in AuditResult.objects.filter(audit=work.audit).order_by("strand_id", "id"):
        if row.strand_id is not None and row.strand_id not in by_pk:
            continue
        fired = [
            cap
            for cap in caps
            if cap.strand_id == row.strand_id and cap.target in ("overall", f"result:{row.key}")
        ]
        found.append(
            ResultLine(
                key=row.key,
                label=row.label,
                percent=percent(row.score),
                suggested=labels.get(row.suggested, ""),
                capped=labels.get(row.capped, ""),
                caps=tuple(_kept_cap(work, cap) for cap in fired),
                judged=labels.get(row.judged, row.judged),
                reason=row.judged_reason,
                of=by_pk[row.strand_id].label if row.strand_id else "",
            )
        )
    return found


def _kept_cap(work: Work, cap: FiredCap) -> CapLine:
    labels = work.document["grade_set"]["labels"]
    question = f"{cap.question.code} {cap.question.text}"
    return CapLine(question, "", labels.get(cap.grade, cap.grade))


def section_scores(work: Work) -> list[SectionLine]:
    titles = {section["code"]: section["title"] for section in work.document["sections"]}
    rows = SectionScore.objects.filter(audit=work.audit, strand__isnull=True).order_by("id")
    return [
        SectionLine(
            titles.get(row.section, row.section),
            percent(row.score),
            f"{row.applied} of {row.asked} applied"
            + (f"; {row.gaps} not told by the record" if row.gaps else ""),
        )
        for row in rows
    ]


def words_said(work: Work, strand: AuditStrand, routes: Routes) -> list[Words]:
    """Return what was written at length in sections that are not scored: the conclusions."""
    found = []
    for section, questions in work.shown(strand):
        if section.get("scored"):
            continue
        for asked in questions:
            if asked["type"] != "long_text" or asked.get("max_words", 0) < 100:
                continue
            said = work.held(strand).get(asked["code"], NOTHING).said
            url = f"{routes.section(section['code'])}#q{work.by_code[asked['code']].pk}"
            found.append(Words(asked["text"], in_words(work.document, asked, said), url))
    return found


def voices(work: Work, strands: list[AuditStrand]) -> list[Voices]:
    """Return what these parts said to the questions that the tool compares."""
    compared: dict[str, list[str]] = {}
    for section in work.document["sections"]:
        for question in section["questions"]:
            if question.get("compare_with"):
                compared.setdefault(question["compare_with"], []).append(question["code"])
    for result in work.document.get("results") or ():
        if result.get("method") == "compare_strands":
            for code in result.get("questions") or ():
                compared.setdefault(code, [])
    return [
        Voices(_asked(work, first)[0]["text"], said)
        for first, others in compared.items()
        if (said := _said_by(work, strands, [first, *others]))
    ]


def _said_by(
    work: Work, strands: list[AuditStrand], codes: list[str]
) -> list[tuple[str, list[str]]]:
    found = []
    for strand in strands:
        for code in codes:
            held = work.held(strand).get(code)
            if held:
                found.append(
                    (strand.label, in_words(work.document, _asked(work, code)[0], held.said))
                )
    return found


def answers_of(
    work: Work, strand: AuditStrand, *, confidential: bool
) -> list[tuple[str, list[Words]]]:
    """Return a part's answers to what is asked of it, section by section, to read."""
    found = []
    for section, questions in work.shown(strand):
        lines = []
        for asked in questions:
            held = work.held(strand).get(asked["code"], NOTHING)
            if asked.get("confidential") and not confidential:
                lines.append(Words(asked["text"], ["Kept between those who asked and answered"]))
                continue
            words = in_words(work.document, asked, held.said)
            if held.said.comment:
                words = [*words, f"Comment: {held.said.comment}"]
            if held.said.evidence:
                words = [*words, f"In the record: {held.said.evidence}"]
            if held.said.reason:
                words = [*words, f"Does not apply: {held.said.reason}"]
            if held.is_corrected:
                words = [*words, f"The record is not right: {held.said.corrected_reason}"]
            lines.append(Words(asked["text"], words))
        found.append((section["title"], lines))
    return found
