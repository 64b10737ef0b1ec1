"""Write a framework file into tables. Used by the service, and by the migration that ships one.

It takes the models from outside because a migration has its own, as they were at that point.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assurance.framework_files.reading import content_hash
from assurance.framework_files.shapes import EntryLine, FrameworkFile, StatementPart


@dataclass(frozen=True)
class Tables:
    """The models to write to."""

    framework: Any
    theme: Any
    statement: Any
    category: Any
    sub_heading: Any
    entry: Any


# The parts of a statement that become entries, with their kind.
PARTS = (
    ("summary_points", "summary_point"),
    ("i_statements", "i_statement"),
    ("legal_references", "legal_reference"),
    ("best_practice", "best_practice"),
    ("checklist", "checklist_item"),
    ("stage2_prompts", "stage2_prompt"),
)


def framework_columns(file: FrameworkFile) -> dict[str, Any]:
    """Return the columns of the row of the framework itself."""
    content = file.model_dump(mode="json", include={"sources", "corrections"})
    return {
        "code": file.code,
        "version": file.version,
        "title": file.title,
        "source": file.source,
        "source_url": file.source_url,
        "valid_from": file.valid_from,
        "valid_to": file.valid_to,
        "sources": content["sources"],
        "corrections": content["corrections"],
        "content_hash": content_hash(file),
    }


def write_parts(file: FrameworkFile, framework: Any, tables: Tables) -> int:
    """Store everything under a saved `framework`; return how many entries there are."""
    themes = _saved(
        tables.theme,
        [
            {"framework": framework, **theme.model_dump(exclude={"statements"})}
            for theme in file.themes
        ],
    )
    categories = _saved(
        tables.category,
        [
            {"framework": framework, "order": place, **category.model_dump()}
            for place, category in enumerate(file.categories, start=1)
        ],
    )
    statements = _saved(tables.statement, list(_statements(file, framework, themes)))
    _saved(tables.sub_heading, list(_sub_headings(file, framework, statements)))
    entries = _saved(tables.entry, list(_entries(file, framework, statements, categories)))
    link = tables.entry.statements.through
    link.objects.bulk_create(
        link(frameworkentry_id=entries[item.code].pk, qualitystatement_id=statements[code].pk)
        for item in file.information_items
        for code in item.statements
    )
    return len(entries)


def _saved(model: Any, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Store rows and return them by code."""
    made = model.objects.bulk_create([model(**row) for row in rows])
    return {row.code: row for row in made}


def _statements(
    file: FrameworkFile, framework: Any, themes: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    parts = {statement.code: statement for statement in file.statements}
    order = 0
    for theme in file.themes:
        for code in theme.statements:
            order += 1
            columns = {"code", "label", "aliases", "quotation", "quotation_source"}
            yield {
                "framework": framework,
                "theme": themes[theme.code],
                "order": order,
                **parts[code].model_dump(include=columns),
            }


def _sub_headings(
    file: FrameworkFile, framework: Any, statements: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    for statement in file.statements:
        for place, line in enumerate(statement.sub_headings, start=1):
            yield {
                "framework": framework,
                "statement": statements[statement.code],
                "code": line.code,
                "order": place,
                "label": line.label,
                "seed_ref": line.seed,
            }


def _entries(
    file: FrameworkFile, framework: Any, statements: dict[str, Any], categories: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    rows = [
        *(row for part in file.statements for row in _of_statement(part, statements, categories)),
        *(_columns(line, "stage3_section") for line in file.stage3_sections),
        *(_information(line) for line in file.information_items),
    ]
    for place, row in enumerate(rows, start=1):
        yield {"framework": framework, "order": place, **row}


def _of_statement(
    part: StatementPart, statements: dict[str, Any], categories: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    mine = {"statement": statements[part.code]}
    for name, kind in PARTS[:3]:
        yield from ({**_columns(line, kind), **mine} for line in getattr(part, name))
    for code, lines in part.required_evidence.items():
        for line in lines:
            yield {
                **_columns(line, "required_evidence"),
                **mine,
                "category": categories[code],
                "if_available": line.if_available,
            }
    for name, kind in PARTS[3:]:
        yield from ({**_columns(line, kind), **mine} for line in getattr(part, name))


def _information(line: Any) -> dict[str, Any]:
    return {
        **_columns(line, "information_item"),
        "ir_number": line.ir_number or "",
        "look_back_months": line.look_back_months,
        "due_days": line.due_days,
    }


def _columns(line: EntryLine, kind: str) -> dict[str, Any]:
    said = {"note": line.note, "url": line.url}
    return {
        "kind": kind,
        "code": line.code,
        "text": line.text,
        "group": line.group,
        "seed_ref": line.seed,
        "is_provisional": line.provisional,
        "details": {name: value for name, value in said.items() if value},
    }
