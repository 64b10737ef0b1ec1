"""The workbook's prompts beside each box of a statement, as the framework version has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assurance.choices_self_assessment import Box
from assurance.models import FrameworkEntry, QualityStatement
from assurance.models.framework import EntryKind

# A prompt stands under a heading of the workbook; a word of it says which box that is.
SIGNS = {
    Box.AMBITION: "ambition",
    Box.KNOWING: "know",
    Box.PLANS: "plans",
    Box.OTHERS_SAY: "other",
    Box.DOCUMENTS: "document",
}


def box_of(group: str) -> Box | None:
    """Return the box that a heading of the workbook is about; None where it names none."""
    heading = group.casefold()
    return next((box for box, sign in SIGNS.items() if sign in heading), None)


def prompts_of(statement: QualityStatement) -> Mapping[str, list[str]]:
    """Return the prompts of a statement by box, and under "" those of no one box: one query."""
    rows = FrameworkEntry.objects.filter(statement=statement, kind=EntryKind.STAGE2_PROMPT)
    return by_box(rows.order_by("order"))


def by_box(entries: Iterable[FrameworkEntry]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in entries:
        box = box_of(entry.group or str(entry.details.get("box", "")))
        found.setdefault(box.value if box else "", []).append(entry.text)
    return found
