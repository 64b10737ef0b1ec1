"""Where a question, a section or a result stops meaning the same: a trend breaks there. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audit.choices import WordingChange


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as one version asks it, and the version that one came from."""

    version: int
    based_on: int | None
    identity: int
    code: str
    wording: str
    change: str


class Eras:
    """Tells which versions ask the same. A question that was only clarified goes on."""

    def __init__(self, rows: Iterable[Asked]) -> None:
        self._rows = {(row.version, row.identity): row for row in rows}

    def of_question(self, version: int, identity: int) -> Hashable:
        """Return what stays equal as long as the question means the same; None if not asked."""
        row = self._rows.get((version, identity))
        while row is not None:
            before = self._rows.get((row.based_on or 0, identity))
            goes_on = row.change in (WordingChange.SAME, WordingChange.CLARIFIED)
            if before is None or not goes_on or before.version == row.version:
                return row.wording
            row = before
        return None

    def of_section(self, version: int, section: Mapping[str, Any]) -> Hashable:
        """Return what stays equal as long as the section scores the same questions alike."""
        by_code = {row.code: row for row in self._rows.values() if row.version == version}
        return frozenset(
            (
                by_code[q["code"]].identity,
                self.of_question(version, by_code[q["code"]].identity),
                str(q.get("weight")),
                str(q.get("show_if")),
            )
            for q in section["questions"]
            if q.get("scored") and q["code"] in by_code
        )

    def of_result(self, version: int, content: Mapping[str, Any], key: str) -> Hashable:
        """Return what stays equal as long as the same answers give the same grade."""
        wanted = next((r for r in content.get("results") or () if r["key"] == key), None)
        if wanted is None:
            return None
        only = wanted.get("sections")
        used = [
            s for s in content["sections"] if s.get("scored") and (not only or s["code"] in only)
        ]
        held = sorted(
            f"{s['code']} {q['code']} {q['critical']}"
            for s in content["sections"]
            for q in s["questions"]
            if q.get("critical")
        )
        sections = frozenset(
            (s["code"], str(s.get("weight", 1)), self.of_section(version, s)) for s in used
        )
        return str(content["grade_set"].get("thresholds")), sections, tuple(held)
