"""A question, a section or a result followed through rounds and versions of tools."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from audit.metrics.round_files import Files, files_of_rounds
from audit.models import AuditRound, AuditTool, Question, QuestionIdentity
from audit.results import scores
from audit.rules.eras import Asked, Eras
from audit.rules.estimates import Estimate, share

RESULT, SECTION, QUESTION = "result", "section", "question"


@dataclass(frozen=True, slots=True)
class Point:
    """One round. `era` counts from 0 and rises where what is measured no longer means the same."""

    label: str
    period: str
    version: str
    estimate: Estimate
    files: int
    era: int
    words: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Trend:
    """What is followed, what its value is, and its points in order of time."""

    title: str
    measure: str
    points: tuple[Point, ...]

    @property
    def breaks(self) -> tuple[int, ...]:
        """The places at which a new era begins."""
        return tuple(
            at
            for at, point in enumerate(self.points)
            if at and point.era != self.points[at - 1].era
        )


def choices_of(tool: AuditTool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what can be followed in a tool, in groups; what it no longer asks as well."""
    versions = list(tool.versions.exclude(status="draft").order_by("pk"))
    if not versions:
        return []
    content = versions[-1].content
    results = {r["key"]: r["label"] for v in versions for r in v.content.get("results") or ()}
    sections = {
        s["code"]: f"{s['code']}. {s['title']}"
        for v in versions
        for s in v.content["sections"]
        if s.get("scored")
    }
    rows = Question.objects.filter(version__in=versions, is_scored=True).order_by("version_id")
    latest = {row.identity_id: row for row in rows}
    asked = {q["code"] for s in content["sections"] for q in s["questions"]}
    questions = [
        (f"{QUESTION}:{key}", f"{row.code} {row.text}" + _gone(row, versions[-1].pk, asked))
        for key, row in sorted(latest.items(), key=lambda item: item[1].position)
    ]
    return [
        ("Results", [(f"{RESULT}:{key}", label) for key, label in results.items()]),
        ("Sections", [(f"{SECTION}:{code}", label) for code, label in sections.items()]),
        ("Questions", questions),
    ]


def _gone(row: Question, newest: int, asked: set[str]) -> str:
    return "" if row.version_id == newest or row.code in asked else " (no longer asked)"


def upper_grades(content: Mapping[str, Any]) -> list[str]:
    """Return the better half of the grades of a tool, best last."""
    order = (content.get("grade_set") or {}).get("order") or []
    return list(order[len(order) // 2 :])


def grade_words(content: Mapping[str, Any]) -> str:
    upper = upper_grades(content)
    labels = (content.get("grade_set") or {}).get("labels") or {}
    if not upper:
        return "graded"
    return f"graded {labels.get(upper[0], upper[0])}" + (" or better" if len(upper) > 1 else "")


def trend_of(rounds: Iterable[AuditRound], tool: AuditTool, kind: str, key: str) -> Trend | None:
    """Follow one thing through `rounds`, which their reader may see; None for what is not there.

    A question is followed through every tool that asks it, a section or a result through its own.
    """
    found = sorted(rounds, key=lambda each: (each.ends_on, each.pk))
    if kind == QUESTION:
        identity = QuestionIdentity.objects.filter(pk=int(key)).first() if key.isdecimal() else None
        return _question_trend(found, identity) if identity else None
    own = [each for each in found if each.version.tool_id == tool.pk]
    held = files_of_rounds(own)
    eras = Eras(_asked({each.version_id for each in own}))
    if kind == SECTION:
        return _section_trend(own, held, eras, key)
    return _result_trend(own, held, eras, key) if kind == RESULT else None


def question_trends(rounds: Iterable[AuditRound], keys: Iterable[str]) -> dict[str, Trend]:
    """Follow several questions, by the keys of their identities; what was not asked is left out.

    It asks the database five times, however many questions there are.
    """
    identities = list(QuestionIdentity.objects.filter(key__in=list(keys)))
    if not identities:
        return {}
    found = sorted(rounds, key=lambda each: (each.ends_on, each.pk))
    return _question_trends(found, identities)


def _asked(versions: Iterable[int]) -> list[Asked]:
    return _rows(Question.objects.filter(identity__questions__version__in=versions).distinct())


def _rows(rows: QuerySet[Question]) -> list[Asked]:
    columns = ("version", "version__based_on", "identity", "code", "wording_sha256", "change")
    return [Asked(*row) for row in rows.values_list(*columns)]


def _question_trend(rounds: Sequence[AuditRound], identity: QuestionIdentity) -> Trend | None:
    return _question_trends(rounds, [identity]).get(identity.key)


def _question_trends(
    rounds: Sequence[AuditRound], identities: Sequence[QuestionIdentity]
) -> dict[str, Trend]:
    asked: dict[int, dict[int, Asked]] = {identity.pk: {} for identity in identities}
    for row in _rows(Question.objects.filter(identity__in=identities)):
        asked[row.identity][row.version] = row
    versions = {version for rows in asked.values() for version in rows}
    own = [each for each in rounds if each.version_id in versions]
    held = files_of_rounds(own)
    audits = [key for files in held.values() for key in files.weights]
    answers = scores.answers_to_all(asked, audits)
    found = {}
    for identity in identities:
        trend = _one_question(own, identity.pk, asked[identity.pk], held, answers[identity.pk])
        if trend is not None:
            found[identity.key] = trend
    return found


def _one_question(
    own: Sequence[AuditRound],
    identity: int,
    asked: Mapping[int, Asked],
    held: Mapping[int, Files],
    answers: Sequence[scores.Given],
) -> Trend | None:
    eras, title = Eras(asked.values()), ""
    points: list[Point] = []
    seen: list[Hashable] = []
    for each in own:
        row = asked.get(each.version_id)
        if row is None or not held[each.pk].weights:
            continue
        line = scores.question_line(each.version.content, row.code, answers, held[each.pk])
        if line is None:
            continue
        title = f"{line.code} {line.text}"
        words = f"{line.met:,} of {line.met + line.partly + line.not_met:,}"
        era = _place(seen, eras.of_question(each.version_id, identity))
        points.append(_point(each, line.estimate, held[each.pk], era, words))
    return Trend(title, "Fully met, of the answers that apply", tuple(points)) if points else None


def _section_trend(
    own: Sequence[AuditRound], held: Mapping[int, Files], eras: Eras, code: str
) -> Trend | None:
    title, points, seen = "", [], list[Hashable]()
    rows = scores.section_rows([key for f in held.values() for key in f.weights], code)
    for each in own:
        section = next((s for s in each.version.content["sections"] if s["code"] == code), None)
        if section is None or not held[each.pk].weights:
            continue
        line = scores.section_line(section, rows, held[each.pk])
        title = f"{code}. {line.title}"
        era = _place(seen, eras.of_section(each.version_id, section))
        words = f"{len(line.scores):,} scored"
        points.append(_point(each, line.estimate, held[each.pk], era, words))
    return Trend(title, "Average score", tuple(points)) if points else None


def _result_trend(
    own: Sequence[AuditRound], held: Mapping[int, Files], eras: Eras, key: str
) -> Trend | None:
    title, measure, points, seen = "", "", [], list[Hashable]()
    outcomes = scores.outcomes([audit for f in held.values() for audit in f.weights])
    for each in own:
        content, files = each.version.content, held[each.pk]
        upper = upper_grades(content)
        graded = [
            (one.final in upper, files.weights[audit], one.label)
            for audit in files.weights
            for one in outcomes[audit]
            if one.key == key and one.final
        ]
        if not graded:
            continue
        estimate = share([hit for hit, *_ in graded], [w for _, w, _ in graded], files.sample)
        title, measure = graded[0][2], f"Files {grade_words(content)}"
        words = f"{sum(hit for hit, *_ in graded):,} of {len(graded):,}"
        era = _place(seen, eras.of_result(each.version_id, content, key))
        points.append(_point(each, estimate, files, era, words))
    return Trend(title, measure, tuple(points)) if points else None


def _place(seen: list[Hashable], era: Hashable) -> int:
    """Count eras in the order met; one that comes back is a new one, as a break lies between."""
    if not seen or seen[-1] != era:
        seen.append(era)
    return len(seen) - 1


def _point(each: AuditRound, estimate: Estimate, files: Files, era: int, words: str) -> Point:
    version = f"{each.version.tool.title}, version {each.version.number}"
    return Point(
        each.name,
        period_of(each),
        version,
        estimate,
        files.sample.files,
        era,
        words,
        each.starts_on,
        each.ends_on,
    )


def period_of(each: AuditRound) -> str:
    """Return the months of a round, short enough for an axis."""
    first, last = each.starts_on, each.ends_on
    if (first.year, first.month) == (last.year, last.month):
        return f"{last:%b %Y}"
    begins = f"{first:%b}" if first.year == last.year else f"{first:%b %Y}"
    return f"{begins} to {last:%b %Y}"
