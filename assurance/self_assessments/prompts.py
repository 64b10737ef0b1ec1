"""The workbook's prompts beside each box of a statement, as the framework version has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assurance.choices_self_assessment import Box, Part
from assurance.models import Framework, FrameworkEntry, QualityStatement
from assurance.models.framework import EntryKind

# A prompt stands under a heading of the workbook; a word of it says which box that is.
SIGNS = {
    "ambition": Box.AMBITION,
    "know": Box.KNOWING,
    "plans": Box.PLANS,
    "others": Box.OTHERS_SAY,
    "library": Box.DOCUMENTS,
    "documents": Box.DOCUMENTS,
}
# How a line of the third stage begins that is about a part of the document.
PART_SIGNS = {
    Part.ABOUT: "about us",
    Part.STRATEGY: "our strategy",
    Part.STRENGTHS: "our key strengths",
    Part.RISKS: "our key risks",
    Part.INTRODUCTION: "introduction",
}
PROCESS = "C."


def box_of(group: str) -> Box | None:
    """Return the box that a heading of the workbook is about; None where it names none."""
    heading = group.casefold()
    return next((box for sign, box in SIGNS.items() if sign in heading), None)


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


def prompts_of_part(framework: Framework, part: str) -> list[str]:
    """Return what the workbook's third stage says of one part of the document: one query."""
    rows = FrameworkEntry.objects.filter(framework=framework, kind=EntryKind.STAGE3_SECTION)
    entries = list(rows.order_by("order"))
    if part == Part.PROCESS:
        return [entry.text for entry in entries if entry.group.startswith(PROCESS)]
    sign = PART_SIGNS.get(Part(part))
    return [entry.text for entry in entries if sign and entry.text.casefold().startswith(sign)]
