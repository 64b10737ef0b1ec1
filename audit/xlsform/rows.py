"""What the cells of one row of a workbook say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pyxform import aliases, constants

from audit.xlsform.checking import SELECT
from audit.xlsform.writing import TYPES

Row = dict[str, Any]
SELECTS = {constants.SELECT_ONE: "choice", constants.SELECT_ALL_THAT_APPLY: "multi_choice"}


def select_of(kind: str) -> tuple[str, str, bool] | None:
    """Return what a question that lists its answers is, its list, and whether others may be given.

    None for any other, and for one whose list is in another file.
    """
    found = SELECT.fullmatch(kind)
    if found is None or not found["list"]:
        return None
    command = found["command"].lower()
    ours = SELECTS.get(aliases.select.get(command, ""))
    if ours is None or command in aliases.select_from_file:
        return None
    return ours, found["list"], bool(found["other"])


def own_parts(more: dict[str, Any], q: Mapping[str, Any], row: Row) -> Iterator[tuple[str, Any]]:
    """Yield what our own column says and the standard ones do not."""
    ours = more.get("type")
    for key, value in more.items():
        if key == "type":
            if TYPES.get(ours or "", "text") == row["type"].split()[0] or q["type"] == ours:
                yield key, value
        elif key == "required":
            if bool(value) == bool(q.get("required")) or q["type"] == "repeat_group":
                yield key, value
        elif key == "options":
            if [code_of(o) for o in value] == [code_of(o) for o in q.get("options") or ()]:
                yield key, value
        else:
            yield key, value


def code_of(option: Any) -> str:
    return str(option["code"] if isinstance(option, Mapping) else option)


def label_of(row: Row) -> str:
    """Return the label, of the first language where there are several."""
    if row.get("label"):
        return str(row["label"])
    return next((str(row[c]) for c in row if c.startswith("label:") and row[c]), "")


def range_of(row: Row, base: str) -> dict[str, Any]:
    if base != "range":
        return {}
    said = dict(re.findall(r"(start|end)\s*=\s*(-?\d+)", str(row.get("parameters") or "")))
    return {"min": int(said.get("start", 0)), "max": int(said.get("end", 10))}
