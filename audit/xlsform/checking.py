"""What is wrong in a workbook, all of it, with sheet, row and column, in words of its author.

pyxform stops at the first fault and says it in its own terms. What is seen here is said first; what
only pyxform finds is put in the same form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from audit.rules.tools import Fault

Row = Mapping[str, Any]
Sheets = Mapping[str, Sequence[Row]]
# Other names under which a column is known, by ours.
HEADERS = {
    "command": "type",
    "tag": "name",
    "value": "name",
    "caption": "label",
    "relevance": "relevant",
    "bind:relevant": "relevant",
    "bind:required": "required",
    "list name": "list_name",
}
NAME = re.compile(r"[^\W\d][\w.-]*")
SELECT = re.compile(
    r"(?P<command>{})(?: (?P<list>\S+))?(?: (?P<other>or specify other|or_other|or other))?".format(
        "|".join(sorted(map(re.escape, aliases.select), key=len, reverse=True))
    ),
    re.IGNORECASE,
)
GROUP = re.compile(r"(?P<what>begin|end)[ _](?P<kind>{})\b.*".format("|".join(aliases.control)))
PLAIN_TYPES = {kind.lower() for kind in QUESTION_TYPE_DICT} | {"background-audio", "csv-external"}
SUGGESTED = (
    *("text", "integer", "decimal", "date", "dateTime", "range", "note", "calculate"),
    *("select_one", "select_multiple", "begin_group", "end_group", "begin_repeat", "end_repeat"),
)
LETTERS = (
    "is not a name: begin with a letter, then letters, digits, hyphens, underscores and full stops"
)
OLD_OR_LOCKED, ZIP = b"\xd0\xcf\x11\xe0", b"PK"
SAVE_AS = "Open it in a spreadsheet program and save it as an Excel workbook (.xlsx)"


def is_yes(value: Any) -> bool:
    return str(value or "").strip().lower() in ("yes", "true", "true()", "1")


class Group(NamedTuple):
    """A group that is open: where it began, and the names given in it, each with its row."""

    number: int
    kind: str
    names: dict[str, int]


def file_fault(data: bytes) -> Fault | None:
    """Return why these bytes are no workbook at all, where that can be seen at once."""
    if not data:
        return Fault("the workbook", "is empty")
    if data.startswith(OLD_OR_LOCKED):
        words = "is an older Excel file (.xls), or is locked with a password"
        return Fault("the workbook", f"{words}. {SAVE_AS}, without a password")
    if not data.startswith(ZIP):
        return Fault(
            "the workbook", f"is not an Excel workbook, whatever its name ends in. {SAVE_AS}"
        )
    return None


def header_of(name: str) -> str:
    """Return the name we know a column by: `Label::English` is `label::English`."""
    base, colon, language = str(name).strip().partition("::")
    lower = " ".join(base.lower().split())
    lower = HEADERS.get(lower, lower)
    if colon and base.lower() == "bind":
        return HEADERS.get(f"bind:{language.lower()}", f"bind::{language}")
    return f"{lower}{colon}{language}" if colon else lower


def with_known_headers(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the rows by our names of columns; one that is switched off is empty."""
    known = [{header_of(name): value for name, value in row.items()} for row in rows]
    return [{} if is_yes(row.get("disabled")) else row for row in known]


def sheet_faults(
    sheets: Sheets, headers: Mapping[str, Sequence[str]], names: Sequence[str]
) -> list[Fault]:
    """Return what is wrong in the sheets.

    Args:
        headers: the columns of each sheet that is there, by our names.
        names: of every sheet, as its tab says it.
    """
    if "survey" not in headers:
        if "survey" in (name.lower() for name in names):
            return [Fault("survey", "is empty: it has no row with the names of its columns")]
        has = f"It has: {', '.join(names)}" if names else "It has no sheet"
        return [
            Fault("the workbook", f"has no sheet named survey, which asks the questions. {has}")
        ]
    found = [*_column_faults("survey", headers["survey"], ("type", "name"))]
    if sheets["choices"]:
        found += _column_faults("choices", headers.get("choices", ()), ("list_name", "name"))
    if found:
        return found
    lists = {str(row.get("list_name")) for row in sheets["choices"] if row.get("list_name")}
    is_double_allowed = any(
        is_yes(row.get("allow_choice_duplicates")) for row in sheets["settings"]
    )
    found += _choice_faults(sheets["choices"], is_double_allowed=is_double_allowed)
    found += _survey_faults(sheets["survey"], lists)
    if not any(row.get("type") for row in sheets["survey"]):
        found.append(Fault("survey", "asks no question"))
    return found


def _column_faults(sheet: str, columns: Sequence[str], wanted: Sequence[str]) -> Iterator[Fault]:
    for name in wanted:
        if name not in columns:
            yield Fault(f"{sheet} row 1", f"there is no column {name}")
    for name in dict.fromkeys(columns):
        if columns.count(name) > 1:
            yield Fault(f"{sheet} row 1", f"the column {name} is there {columns.count(name)} times")


def _choice_faults(rows: Sequence[Row], *, is_double_allowed: bool) -> Iterator[Fault]:
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, 2):
        listed, name = str(row.get("list_name") or ""), str(row.get("name") or "")
        if not listed:  # A row of remarks: it is in no list.
            continue
        if not name:
            yield Fault(f"choices row {number}, column name", f"is empty in the list {listed}")
        elif (listed, name) in seen and not is_double_allowed:
            before = seen[listed, name]
            words = f"{name} is in the list {listed} already, in row {before}"
            yield Fault(f"choices row {number}, column name", words)
        seen.setdefault((listed, name), number)


def _survey_faults(rows: Sequence[Row], lists: set[str]) -> Iterator[Fault]:
    open_groups: list[Group] = [Group(0, "", {})]
    for number, row in enumerate(rows, 2):
        kind = " ".join(str(row.get("type") or "").split())
        if not kind:
            if row.get("name") or row.get("label"):
                yield Fault(f"survey row {number}, column type", "is empty")
            continue
        group = GROUP.fullmatch(kind.lower())
        if group and group["what"] == "end":
            yield from _ended(number, group["kind"], open_groups)
            continue
        if not group:
            yield from _type_faults(number, kind, lists)
        yield from _name_faults(number, kind, row, open_groups[-1])
        if group:
            open_groups.append(Group(number, group["kind"], {}))
    for left in open_groups[1:]:
        words = f"this {left.kind} begins and does not end: there is no end_{left.kind} for it"
        yield Fault(f"survey row {left.number}, column type", words)


def _ended(number: int, kind: str, open_groups: list[Group]) -> Iterator[Fault]:
    where = f"survey row {number}, column type"
    if len(open_groups) == 1:
        yield Fault(where, f"ends a {kind} that did not begin")
        return
    last = open_groups.pop()
    if last.kind != kind:
        yield Fault(where, f"ends a {kind}, but in row {last.number} a {last.kind} began")


def _type_faults(number: int, kind: str, lists: set[str]) -> Iterator[Fault]:
    where = f"survey row {number}, column type"
    select = SELECT.fullmatch(kind)
    if select is None:
        base = kind.split()[0].lower()
        if kind.lower() not in PLAIN_TYPES and base not in ("osm", "rank", "range", "audit"):
            near = get_close_matches(base, SUGGESTED, 1)
            meant = f". Is {near[0]} meant?" if near else ""
            yield Fault(where, f"{kind} is not a kind of question{meant}")
        return
    command = select["command"].lower()
    if not select["list"]:
        yield Fault(where, f"{kind} needs the name of a list of the choices sheet after it")
    elif not any(word in command for word in ("external", "file")) and (
        select["list"] not in lists and "${" not in kind
    ):
        yield Fault(where, f"there is no list {select['list']} on the choices sheet")


def _name_faults(number: int, kind: str, row: Row, group: Group) -> Iterator[Fault]:
    where, name = f"survey row {number}, column name", str(row.get("name") or "")
    if not name:
        if kind.lower() not in ("note", "audit"):
            yield Fault(where, "is empty: every question and group needs a name")
        return
    if not NAME.fullmatch(name):
        yield Fault(where, f"{name} {LETTERS}")
    elif name in group.names:
        yield Fault(where, f"{name} is there already, in row {group.names[name]}")
    group.names.setdefault(name, number)


PLACED = re.compile(r"\[row : (?P<row>\d+)\]\s*")
ON_SHEET = re.compile(
    r"On the '(?P<sheet>\w+)' sheet, the '(?P<column>[^']+)' value is invalid\.\s*"
)
UNLABELLED = re.compile(r"The survey element named '(?P<name>[^']+)' has no label or hint\.")
UNKNOWN = re.compile(r"Could not find the name '(?P<name>[^']+)'")
MORE = re.compile(r"\s*Learn more:\s*\S+")


def said_by_pyxform(error: Exception, survey: Sequence[Row]) -> Fault:
    """Return what pyxform refuses, with its place, without what only its makers understand."""
    text = MORE.sub("", " ".join(str(error).split()))
    if unlabelled := UNLABELLED.search(text):
        rows = [n for n, row in enumerate(survey, 2) if row.get("name") == unlabelled["name"]]
        where = f"survey row {rows[0]}, column label" if rows else "survey"
        return Fault(where, f"is empty: {unlabelled['name']} has no words to ask it by")
    place, sheet = PLACED.search(text), ON_SHEET.search(text)
    text = ON_SHEET.sub("", PLACED.sub("", text)).strip()
    where = "the workbook"
    if place:
        where = f"{sheet['sheet'] if sheet else 'survey'} row {place['row']}"
        where += f", column {sheet['column']}" if sheet else ""
    if unknown := UNKNOWN.search(text):
        text = f"${{{unknown['name']}}} is not the name of a question on the survey sheet"
    return Fault(where, text[:300])
