"""Write a stored framework back into a file: to keep, or to start the next version from."""

from collections import defaultdict
from typing import Any

import yaml

from assurance.framework_files.rows import PARTS
from assurance.framework_files.shapes import FrameworkFile
from assurance.models import EntryKind, Framework, FrameworkEntry, QualityStatement

Lines = dict[tuple[int | None, str], list[FrameworkEntry]]


def as_yaml(framework: Framework) -> str:
    """Return the file of a framework; read again, it has the same content hash."""
    content = as_file(framework).model_dump(mode="python", exclude_defaults=True)
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)


def as_file(framework: Framework) -> FrameworkFile:
    entries: Lines = defaultdict(list)
    for entry in framework.entries.select_related("category").prefetch_related("statements"):
        entries[entry.statement_id, entry.kind].append(entry)
    statements = list(framework.statements.prefetch_related("sub_headings"))
    return FrameworkFile.model_validate(
        {
            "code": framework.code,
            "version": framework.version,
            "title": framework.title,
            "source": framework.source,
            "source_url": framework.source_url,
            "valid_from": framework.valid_from,
            "valid_to": framework.valid_to,
            "sources": framework.sources,
            "corrections": framework.corrections,
            "categories": [
                {"code": each.code, "label": each.label, "is_scored": each.is_scored}
                for each in framework.categories.all()
            ],
            "themes": [
                {
                    "code": theme.code,
                    "number": theme.number,
                    "title": theme.title,
                    "covers": theme.covers,
                    "statements": [each.code for each in statements if each.theme_id == theme.pk],
                }
                for theme in framework.themes.all()
            ],
            "statements": [_statement(each, entries) for each in statements],
            "stage3_sections": [_line(entry) for entry in entries[None, EntryKind.STAGE3_SECTION]],
            "information_items": [
                _information(entry) for entry in entries[None, EntryKind.INFORMATION_ITEM]
            ],
        }
    )


def _statement(statement: QualityStatement, entries: Lines) -> dict[str, Any]:
    evidence: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in entries[statement.pk, EntryKind.REQUIRED_EVIDENCE]:
        category = entry.category.code if entry.category else ""
        evidence[category].append({**_line(entry), "if_available": entry.if_available})
    headings = [
        {"code": each.code, "label": each.label, "seed": each.seed_ref}
        for each in statement.sub_headings.all()
    ]
    parts = {name: [_line(entry) for entry in entries[statement.pk, kind]] for name, kind in PARTS}
    return {
        "code": statement.code,
        "label": statement.label,
        "aliases": statement.aliases,
        "quotation": statement.quotation,
        "quotation_source": statement.quotation_source,
        "sub_headings": headings,
        "required_evidence": dict(evidence),
        **parts,
    }


def _information(entry: FrameworkEntry) -> dict[str, Any]:
    return {
        **_line(entry),
        "statements": [each.code for each in entry.statements.all()],
        "ir_number": entry.ir_number or None,
        "look_back_months": entry.look_back_months,
        "due_days": entry.due_days,
    }


def _line(entry: FrameworkEntry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "text": entry.text,
        "seed": entry.seed_ref,
        "group": entry.group,
        "provisional": entry.is_provisional,
        **entry.details,
    }
