"""Independent pairs of ratings, and how far they agree.

Only blind second ratings are independent of the first. A moderator who saw the first ratings says
whether they stand, which is no measure of agreement; such pairs are counted and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from audit.choices import ModerationStyle, RespondentKind, StrandStatus
from audit.models import Answer, CaseAudit, ModeratedAnswer, ToolVersion
from audit.rules.agreeing import Agreement, Pair, agreement, scale_of


@dataclass(frozen=True, slots=True)
class OfQuestion:
    """Agreement on one question, or on all questions of one scale where `code` is empty."""

    code: str
    text: str
    scale: str
    found: Agreement


@dataclass(frozen=True, slots=True)
class Agreements:
    """Agreement in some audits: by scale, by question; how many files were read twice, and how."""

    scales: list[OfQuestion] = field(default_factory=list)
    questions: list[OfQuestion] = field(default_factory=list)
    files: int = 0
    seen_files: int = 0


@dataclass(frozen=True, slots=True)
class _Rated:
    audit: int
    version: int
    code: str
    pair: Pair


def agreements(audits: QuerySet[CaseAudit]) -> Agreements:
    """Return how far independent readers of these audits agree, in four statements."""
    rated = [*_moderated(audits), *_second_strands(audits)]
    seen = ModeratedAnswer.objects.filter(moderation__audit__in=audits)
    others = seen.exclude(moderation__style=ModerationStyle.BLIND)
    seen_files = others.values("moderation__audit").distinct().count()
    contents = dict(
        ToolVersion.objects.filter(pk__in={r.version for r in rated}).values_list("pk", "content")
    )
    questions = {key: _questions(content) for key, content in contents.items()}
    by_question: dict[tuple[str, str, str], list[Pair]] = {}
    by_scale: dict[str, list[Pair]] = {}
    scales: dict[str, Any] = {}
    for row in rated:
        asked = questions[row.version].get(row.code)
        if asked is None:
            continue
        text, key = asked
        scales.setdefault(key, contents[row.version]["scales"][key])
        by_question.setdefault((row.code, text, key), []).append(row.pair)
        by_scale.setdefault(key, []).append(row.pair)
    declared = {key: scale_of(scale["options"]) for key, scale in scales.items()}
    return Agreements(
        scales=[
            OfQuestion("", scales[key]["label"], key, agreement(pairs, declared[key]))
            for key, pairs in by_scale.items()
        ],
        questions=[
            OfQuestion(code, text, key, agreement(pairs, declared[key]))
            for (code, text, key), pairs in by_question.items()
        ],
        files=len({row.audit for row in rated}),
        seen_files=seen_files,
    )


def _moderated(audits: QuerySet[CaseAudit]) -> Iterator[_Rated]:
    rows = ModeratedAnswer.objects.filter(
        moderation__audit__in=audits, moderation__style=ModerationStyle.BLIND
    )
    rows = rows.exclude(first_option="").exclude(option="")
    for audit, version, code, first, second, reader, moderator in rows.order_by(
        "moderation_id", "question__position", "pk"
    ).values_list(
        "moderation__audit",
        "moderation__audit__version",
        "question__code",
        "first_option",
        "option",
        "moderation__first_auditor",
        "moderation__moderator",
    ):
        yield _Rated(audit, version, code, Pair(first, second, reader, moderator))


def _second_strands(audits: QuerySet[CaseAudit]) -> Iterator[_Rated]:
    """Pair the answers of two submitted auditors' strands, the later of which was blind."""
    rows = Answer.objects.filter(
        strand__audit__in=audits,
        strand__respondent=RespondentKind.AUDITOR,
        strand__status=StrandStatus.SUBMITTED,
        part="",
        repeat=0,
    ).exclude(option="")
    given: dict[tuple[int, int, str], list[tuple[str, int | None, bool]]] = {}
    for audit, version, code, option, person, is_blind in rows.order_by(
        "strand_id", "question__position"
    ).values_list(
        "strand__audit",
        "strand__audit__version",
        "question__code",
        "option",
        "strand__person",
        "strand__is_blind",
    ):
        given.setdefault((audit, version, code), []).append((option, person, is_blind))
    for (audit, version, code), said in given.items():
        if len(said) == 2 and said[1][2]:
            (first, reader, _), (second, other, _) = said
            yield _Rated(audit, version, code, Pair(first, second, reader, other))


def _questions(content: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        question["code"]: (question["text"], question["scale"])
        for section in content["sections"]
        for question in section["questions"]
        if question.get("scale")
    }
