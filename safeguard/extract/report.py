"""Write what became of a run as one JSON file, without holding it in memory."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from safeguard.extract.columns import BY_NAME, RISKS, Column, FileSpec, Kind
from safeguard.extract.dates import LONDON
from safeguard.extract.run_folder import RunFolder
from safeguard.models import ImportChange, ImportRun

SEPARATOR = "; "
COUNTS = ("loaded", "changed", "unchanged", "left", "rows", "would_load", "would_change")


def write_report(run: ImportRun, path: Path) -> None:
    """Write the report of a run to `path`: all of it, or the file stays as it was."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as stream:
            stream.writelines(report_parts(run))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def report_parts(run: ImportRun) -> Iterator[str]:
    """Give the report of a run as JSON, in parts that make one text."""
    yield '{\n"faults": ['
    yield from _items(RunFolder.of(run.public_id).faults())
    yield "],\n"
    for name in COUNTS:
        if name in run.counts:
            yield f'"{name}": {_json(run.counts[name])},\n'
    yield '"changes": ['
    yield from _items(changes_of(run))
    yield "],\n"
    yield f'"notices": {_json(run.notices)},\n'
    yield f'"state": {_json(run.state)},\n'
    yield f'"data_cut_on": {_json(run.data_cut_on and str(run.data_cut_on))}\n}}\n'


def _items(items: Iterator[dict[str, Any]]) -> Iterator[str]:
    comma = ""
    for item in items:
        yield f"{comma}\n{_json(item)}"
        comma = ","


def _json(held: object) -> str:
    return json.dumps(held, ensure_ascii=False)


def changes_of(run: ImportRun) -> Iterator[dict[str, str]]:
    """Give each cell that a run changed: file, reference, column, old and new in words."""
    for change in run.changes.order_by("pk").iterator():
        yield from cells_of(change)


def cells_of(change: ImportChange) -> Iterator[dict[str, str]]:
    spec = BY_NAME[change.entity]
    for name, new in change.after.items():
        yield {
            "file": change.entity,
            "reference": change.reference,
            "column": name,
            "old": in_words(spec, name, change.before[name]),
            "new": in_words(spec, name, new),
        }


def in_words(spec: FileSpec, name: str, value: Any) -> str:
    """Return one side of a change in the words of the extract."""
    if name == "risks":
        return SEPARATOR.join(_risk_in_words(risk) for risk in value)
    column = spec.column(name)
    if isinstance(value, list):
        codes = [item[0] if isinstance(item, list) else item for item in value]
        return SEPARATOR.join(column.label(code) for code in codes)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column.kind is Kind.MOMENT:
        return dt.datetime.fromisoformat(value).astimezone(LONDON).strftime("%Y-%m-%dT%H:%M:%S")
    return column.label(value) if column.is_coded else str("" if value is None else value)


def _risk_in_words(risk: list[Any]) -> str:
    columns: list[Column] = list(RISKS.columns[1:])
    return ", ".join(c.label(code) for c, code in zip(columns, risk[:3], strict=True))
