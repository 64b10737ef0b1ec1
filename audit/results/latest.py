"""What the newest round that asked a question found, for many questions at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from audit.metrics.round_files import files_of_rounds
from audit.models import Answer, AuditRound, Question
from audit.results.scores import Given, question_line
from audit.results.trends import period_of
from audit.rules.estimates import Estimate


@dataclass(frozen=True, slots=True)
class Latest:
    """One question in the newest round whose files answered it."""

    key: str
    text: str
    round: str
    period: str
    met: int
    answered: int
    estimate: Estimate


def latest_of(rounds: Iterable[AuditRound], keys: Iterable[str]) -> dict[str, Latest]:
    """Return, by identity, what the newest of `rounds` found in which any answer applies.

    Args:
        rounds: those whose figures their reader may see, each with its version and tool.
        keys: of question identities; one that no round asked is left out.
    """
    asked: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Question.objects.filter(identity__key__in=list(keys))
    for version, code, key in rows.values_list("version", "code", "identity__key"):
        asked[version].append((code, key))
    newest = sorted(rounds, key=lambda each: (each.ends_on, each.pk), reverse=True)
    own = [each for each in newest if each.version_id in asked]
    if not own:
        return {}
    held = files_of_rounds(own)
    answers = _answers([key for files in held.values() for key in files.weights], keys)
    found: dict[str, Latest] = {}
    for each in own:
        for code, key in asked[each.version_id]:
            if key in found:
                continue
            given = [row for row in answers[key] if row.audit in held[each.pk].weights]
            line = question_line(each.version.content, code, given, held[each.pk])
            answered = line.met + line.partly + line.not_met if line else 0
            if line and answered:
                found[key] = Latest(
                    key, line.text, each.name, period_of(each), line.met, answered, line.estimate
                )
    return found


def _answers(audits: list[int], keys: Iterable[str]) -> dict[str, list[Given]]:
    rows = Answer.objects.filter(
        strand__audit__in=audits, question__identity__key__in=list(keys), repeat=0
    ).order_by("strand_id", "pk")
    columns = ("strand__audit", "strand", "question__code", "part", "option", "value")
    found: dict[str, list[Given]] = defaultdict(list)
    for key, *row in rows.values_list("question__identity__key", *columns):
        found[key].append(Given(*row))
    return found
