"""Read an XLSForm workbook, ours or anybody's, as a tool. pyxform reads and checks it first.

What the workbook says and a tool cannot hold is named in `notes`; what would change the meaning of
the rest (a condition that cannot be held) is a fault.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform
from pyxform.xls2xform import convert

from audit.loader import MOST_BYTES, LoadedFile
from audit.rules.documents import Document
from audit.rules.tools import Fault, document_faults
from audit.xlsform import conditions
from audit.xlsform.checking import (
    SAVE_AS,
    file_fault,
    header_of,
    is_yes,
    said_by_pyxform,
    sheet_faults,
    with_known_headers,
)
from audit.xlsform.rows import Row, label_of, own_parts, range_of, select_of
from audit.xlsform.writing import MORE, ON_SCALE, names_of

KINDS = {
    "text": "short_text",
    "string": "short_text",
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "date": "date",
    "datetime": "datetime",
    "range": "number_scale",
}
# Filled in by the form's own software; nothing is asked.
SILENT = {
    "start",
    "end",
    "today",
    "deviceid",
    "device_id",
    "username",
    "phonenumber",
    "phone number",
    "simserial",
    "sim id",
    "subscriberid",
    "subscriber id",
    "imei",
    "calculate",
    "hidden",
    "note",
    "audit",
    "start time",
    "end time",
    "uuid",
    "email",
    "get today",
}
SHEETS = ("survey", "choices", "settings")
# What pyxform says of a file that is a workbook by its first bytes and cannot be opened.
DAMAGED = "was not recognized as a supported type"
HELD = {"type", "name", "label", "hint", "required", "relevant", "appearance", "parameters", MORE}
FREE_OF_MEANING = {"caption", "__row"}
NO_GRADES = {"key": "none", "label": "No grade", "order": [], "labels": {}, "thresholds": {}}
# The section of what stands in no group.
LOOSE = "main"
BEGIN = re.compile(r"begin[ _](group|repeat)")
END = re.compile(r"end[ _](group|repeat)")


def read_xlsform(data: bytes) -> LoadedFile:
    """Read a workbook that holds one tool."""
    if len(data) > MOST_BYTES:
        return LoadedFile(faults=(Fault("the workbook", "is larger than 5 MB"),))
    if fault := file_fault(data):
        return LoadedFile(faults=(fault,))
    survey: list[Row] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = get_xlsform(data, file_type=".xlsx")
            sheets = {name: with_known_headers(getattr(book, name) or ()) for name in SHEETS}
            survey = sheets["survey"]
            if faults := sheet_faults(sheets, _headers(book), book.sheet_names or ()):
                return LoadedFile(faults=tuple(faults))
            convert(data, file_type=".xlsx")
    except PyXFormError as error:
        if DAMAGED in str(error):
            return LoadedFile(faults=(Fault("the workbook", f"is damaged. {SAVE_AS} again"),))
        return LoadedFile(faults=(said_by_pyxform(error, survey),))
    except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError) as error:
        return LoadedFile(faults=(Fault("the workbook", f"cannot be read: {error}"),))
    return _Form(sheets).loaded()


def _headers(book: Any) -> dict[str, list[str]]:
    """Return the columns of each sheet, by our names for them."""
    found: dict[str, list[str]] = {}
    for name in SHEETS:
        columns = [header_of(each) for row in getattr(book, f"{name}_header") or () for each in row]
        found |= {name: columns} if columns else {}
    return found


class _Form:
    """One workbook on its way to a document."""

    def __init__(self, sheets: Mapping[str, list[Row]]) -> None:
        self.survey, self.settings = sheets["survey"], (sheets["settings"] or [{}])[0]
        self.lists: dict[str, list[Row]] = {}
        for row in sheets["choices"]:
            key = str(row.get("list_name") or row.get("list name") or "")
            if key and row.get("name"):
                self.lists.setdefault(key, []).append(row)
        self.notes: list[str] = []
        self.faults: list[Fault] = []
        self.more = self._more(self.settings, "settings")
        # By name and by code: the code of each question, and the row that asks it.
        self.codes: dict[str, str] = {}
        self.rows: dict[str, int] = {}
        self.waiting: list[tuple[int, Row, dict[str, Any]]] = []
        self.sections: list[dict[str, Any]] = []
        # The open groups, outermost first, and each section's own outer one by code.
        self.open: list[dict[str, Any]] = []
        self.outer: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self.scales: dict[str, Any] = {}

    def loaded(self) -> LoadedFile:
        self._read_survey()
        document = self._document()
        for number, row, part in self.waiting:
            self._settle_condition(number, row, part, document)
        for section, outer in self.outer:
            _inherit(section, outer)
        faults = tuple(self.faults) or tuple(document_faults(document))
        notes = tuple(dict.fromkeys(self.notes))
        if faults:
            return LoadedFile(faults=faults, notes=notes)
        return LoadedFile(documents=(document,), notes=notes)

    def _more(self, row: Row, where: str) -> dict[str, Any]:
        text = row.get(MORE)
        if not text:
            return {}
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            self.faults.append(Fault(where, f"the column {MORE} was changed and cannot be read"))
            return {}
        return found

    def _document(self) -> Document:
        title = str(self.settings.get("form_title") or self.settings.get("form_id") or "A form")
        key = str(self.settings.get("form_id") or title)
        tool = self.more.get("tool")
        if tool is None:
            self.notes.append("nothing says what the tool is about: taken to be an enquiry")
            tool = {
                "subject": "enquiry",
                "results": [],
                "grade_set": NO_GRADES,
                "scoring": {},
                "facts": [],
                "taxonomies": {},
                "question_bank": [],
            }
            key = re.sub(r"[^a-z0-9._-]+", "-", key.lower()).strip("-._") or "form"
        version = str(self.settings.get("version") or "1")
        # Scales that no question uses any more are kept as the settings name them.
        for name, rest in (self.more.get("scales") or {}).items():
            self.scales.setdefault(name, {**rest, "options": self._options(name)})
        return {
            **tool,
            "key": key,
            "version": version,
            "title": title,
            "sections": [s for s in self.sections if s["questions"] or self.more],
            "scales": self.scales,
        }

    def _read_survey(self) -> None:
        repeat: dict[str, Any] | None = None
        for number, row in enumerate(self.survey, 2):
            kind = " ".join(str(row.get("type") or "").split())
            lower = kind.lower()
            if begins := BEGIN.fullmatch(lower):
                if begins[1] == "repeat":
                    repeat = self._add(number, row, "repeat_group", {"fields": []})
                elif repeat is None:
                    self._begin(number, row)
            elif ends := END.fullmatch(lower):
                repeat = self._end(ends[1], repeat)
            elif kind and repeat is not None:
                self._field(row, kind, repeat)
            elif kind:
                self._question(number, row, kind)

    def _end(self, what: str, repeat: dict[str, Any] | None) -> dict[str, Any] | None:
        if what == "group" and repeat is None:
            self.open.pop()
        return None if what == "repeat" else repeat

    def _begin(self, number: int, row: Row) -> None:
        more = self._more(row, f"survey row {number}")
        code = str(more.pop("code", "") or row.get("name") or f"section_{len(self.sections) + 1}")
        show_if = more.pop("show_if", None)
        section = {"code": code, "title": label_of(row) or code, **more, "questions": []}
        if not more:
            section["scored"] = False
        self._wait(number, row, section, show_if)
        self.sections.append(section)
        if self.open:
            self.notes.append(f"the group {row.get('name')} inside another becomes a section")
            self.outer.append((section, self.open[-1]))
        self.open.append(section)

    def _section(self) -> dict[str, Any]:
        if self.open:
            return self.open[-1]
        loose = next((s for s in self.sections if s["code"] == LOOSE), None)
        if loose is None:
            loose = {"code": LOOSE, "title": "Questions", "scored": False, "questions": []}
            self.sections.append(loose)
        return loose

    def _question(self, number: int, row: Row, kind: str) -> None:
        name = str(row.get("name") or "")
        if name.startswith(conditions.FACT):
            return
        base = kind.split()[0].lower()
        if select := select_of(kind):
            select_kind, list_name, has_other = select
            extra = {"other_allowed": True} if has_other else {}
            self._add(number, row, select_kind, extra, list_name)
        elif base in KINDS:
            long = base in ("text", "string") and "multiline" in str(row.get("appearance") or "")
            self._add(number, row, "long_text" if long else KINDS[base], range_of(row, base))
        else:
            what = "is not asked" if kind.lower() in SILENT else "cannot be asked"
            self.notes.append(f"survey row {number}, {name or '(no name)'}: {kind} {what}")

    def _add(
        self, number: int, row: Row, kind: str, extra: dict[str, Any], list_name: str = ""
    ) -> dict[str, Any]:
        name = str(row.get("name") or "")
        more = self._more(row, f"survey row {number}")
        show_if = more.pop("show_if", None)
        q: dict[str, Any] = {"code": name, "text": label_of(row) or name, "type": kind, **extra}
        if row.get("hint"):
            q["guidance"] = str(row["hint"])
        if is_yes(row.get("required")):
            q["required"] = True
        self._answers(q, more, list_name)
        q.update(own_parts(more, q, row))
        self.codes[name] = q["code"]
        if (before := self.rows.setdefault(q["code"], number)) != number:
            words = f"{q['code']} is asked already, in row {before}: give it a name of its own"
            self.faults.append(Fault(f"survey row {number}, column name", words))
        self._wait(number, row, q, show_if)
        self._unheld(number, row)
        self._section()["questions"].append(q)
        return q

    def _answers(self, q: dict[str, Any], more: Mapping[str, Any], list_name: str) -> None:
        if not list_name:
            return
        scale = more.get("scale")
        if scale and more.get("type") in ON_SCALE:
            rest = (self.more.get("scales") or {}).get(scale, {"label": scale})
            self.scales[scale] = {**rest, "options": self._options(list_name)}
            return
        options = self._options(list_name)
        same = all(o["code"] == o["label"] and len(o) == 2 for o in options)
        q["options"] = [o["code"] for o in options] if same else options

    def _options(self, list_name: str) -> list[dict[str, Any]]:
        found = []
        for row in self.lists.get(list_name, ()):
            more = self._more(row, f"choices, {list_name}")
            code = str(more.pop("code", row["name"]))
            found.append({"code": code, "label": label_of(row) or code, **more})
        return found

    def _field(self, row: Row, kind: str, group: dict[str, Any]) -> None:
        more = self._more(row, f"{row.get('name')} in {group['code']}")
        if more:
            label = label_of(row)
            is_said = label in (more.get("label"), more["code"])
            group["fields"].append(more if is_said else {**more, "label": label})
            return
        base, select = kind.split()[0].lower(), select_of(kind)
        if base not in KINDS and select is None:
            self.notes.append(f"{row.get('name')} in {group['code']}: {kind} cannot be asked")
            return
        name = str(row.get("name") or "")
        field: dict[str, Any] = {"code": name, "label": label_of(row) or name}
        if select:
            options = [o["label"] for o in self._options(select[1])]
            field |= {"type": "choice", "options": options}
            if select[0] != "choice":
                self.notes.append(f"{name} in {group['code']}: one answer, not several, in a row")
        else:
            field["type"] = KINDS[base]
        group["fields"].append(field)

    def _wait(self, number: int, row: Row, part: dict[str, Any], show_if: Any) -> None:
        if row.get("relevant") or show_if:
            self.waiting.append((number, {**row, "show_if": show_if}, part))

    def _settle_condition(
        self, number: int, row: Row, part: dict[str, Any], document: Document
    ) -> None:
        kept, relevant = row["show_if"], str(row.get("relevant") or "")
        if kept and conditions.write(kept, names_of(document)) == relevant:
            part["show_if"] = kept
            return
        if not relevant:
            return
        try:
            part["show_if"] = conditions.read(relevant, self.codes)
        except conditions.UnreadableError as error:
            self.faults.append(
                Fault(f"survey row {number}, {row.get('name')}: relevant", str(error))
            )

    def _unheld(self, number: int, row: Row) -> None:
        for column in row:
            base = column.split(":")[0].strip()
            if base not in HELD and base not in FREE_OF_MEANING and row[column]:
                self.notes.append(f"survey row {number}, {row.get('name')}: {base}")


def _inherit(section: dict[str, Any], outer: Mapping[str, Any]) -> None:
    """Ask a group within another only when the outer one is asked."""
    if "show_if" in outer:
        own = section.get("show_if")
        section["show_if"] = {"all": [outer["show_if"], own]} if own else outer["show_if"]
