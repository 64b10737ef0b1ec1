"""What a pinned figure keeps: the figure, what it was asked of, and the cases behind it."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from assurance.asking import query_of
from assurance.evidence import readings
from assurance.measures import Measure
from assurance.packs.pinned import Pinned, pin, unpin
from core.periods import Period
from safeguard.metrics.narrowing import Narrowing
from safeguard.metrics.scope import CaseScope

MOST_CASES = 100_000


@dataclass(frozen=True)
class Counted:
    """A figure to pin. `content` is what may be shown of it, `parts` the cases, both as JSON."""

    content: dict[str, Any]
    parts: list[dict[str, Any]]
    n: int

    @property
    def sha256(self) -> str:
        return fingerprint(self.content, self.parts)


@dataclass(frozen=True)
class ShownPin:
    """A pin as it was kept, without its cases."""

    pinned: Pinned
    period: Period
    only: Narrowing
    only_words: str
    data_cut_on: date
    code_version: str
    definition: str

    @property
    def query(self) -> str:
        """The query of a link to the same figure as it is counted now."""
        return query_of(self.period, self.only.given)


def count(measure: Measure, scope: CaseScope, period: Period, only_words: str) -> Counted:
    """Count a measure over the cases of `scope` in `period`, and keep how each case reads."""
    facts = readings.CaseFacts(scope.rows(period))
    parts = readings.read(measure, facts)
    content = {
        "figure": pin(measure, measure.figure(facts)),
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "filters": dict(scope.only.given),
        "filter_words": only_words,
        "data_cut_on": scope.cut.isoformat(),
        "code_version": settings.VERSION,
        "definition": definition_of(measure),
    }
    return Counted(content, readings.pack(parts), sum(len(part.cases) for part in parts))


def shown(content: Mapping[str, Any]) -> ShownPin:
    """Return a pin from what was kept."""
    start, end = (date.fromisoformat(content[name]) for name in ("start", "end"))
    return ShownPin(
        unpin(content["figure"]),
        Period.between(start, end),
        Narrowing(**content["filters"]),
        content["filter_words"],
        date.fromisoformat(content["data_cut_on"]),
        content["code_version"],
        content["definition"],
    )


def definition_of(measure: Measure) -> str:
    """Return what tells a measure that counts in one way from one that counts in another."""
    # Without the addresses at which functions happen to lie.
    text = re.sub(r" at 0x[0-9a-f]+", "", repr(measure.calculation))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fingerprint(content: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> str:
    """Return the hash that shows whether a pin and its cases are those that were pinned."""
    body = json.dumps([dict(content), list(parts)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()
