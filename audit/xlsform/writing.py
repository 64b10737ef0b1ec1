"""Write a tool as an XLSForm workbook that other software reads and that we read back the same.

What XLSForm has no word for travels as JSON in columns whose name begins with `sa_`, which other
readers pass over. What is said in a standard column is not said there again, so that a workbook
edited elsewhere is read as edited.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import xlsxwriter

from audit.rules.documents import Document, questions
from audit.rules.visibility import named
from audit.xlsform import conditions
from audit.xlsform.conditions import safe_name

MORE = "sa_more"
SURVEY = ("type", "name", "label", "hint", "required", "relevant", "appearance", MORE)
CHOICES = ("list_name", "name", "label", MORE)
SETTINGS = ("form_title", "form_id", "version", MORE)
TYPES = {
    "scale": "select_one",
    "prefilled_scale": "select_one",
    "choice": "select_one",
    "multi_choice": "select_multiple",
    "number": "decimal",
    "number_scale": "integer",
    "date": "date",
    "datetime": "dateTime",
}
ON_SCALE = ("scale", "prefilled_scale")
CELL = 32_000
SAID = ("code", "text", "guidance", "required", "show_if", "fields")
Row = dict[str, str]


def names_of(document: Document) -> dict[str, str]:
    """Return the name of each question in the form, by its code."""
    return {q["code"]: safe_name(q["code"]) for q in questions(document)}


def write_xlsform(document: Document) -> bytes:
    """Return the workbook."""
    sheets = {
        "survey": (SURVEY, _survey(document)),
        "choices": (CHOICES, _choices(document)),
        "settings": (SETTINGS, [_settings(document)]),
    }
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        for title, (columns, rows) in sheets.items():
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(rows, 1):
                for place, column in enumerate(columns):
                    sheet.write_string(number, place, row.get(column, ""))
    return out.getvalue()


def _more(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if len(text) > CELL:
        raise ValueError("a part of the tool is too long for a cell of a workbook")
    return text


def _settings(document: Document) -> Row:
    said = {"title", "key", "version", "sections", "scales"}
    rest = {k: v for k, v in document.items() if k not in said}
    scales = {
        key: {k: v for k, v in scale.items() if k != "options"}
        for key, scale in document["scales"].items()
    }
    return {
        "form_title": document["title"],
        "form_id": document["key"],
        "version": document["version"],
        MORE: _more({"tool": rest, "scales": scales}),
    }


def _survey(document: Document) -> list[Row]:
    names = names_of(document)
    # A form that runs elsewhere has no record: whoever fills it in gives the facts first.
    rows = [
        {"type": "text", "name": conditions.fact_name(key), "label": f"From the record: {key}"}
        for key in dict.fromkeys(named(document["sections"], "fact"))
    ]
    for section in document["sections"]:
        rest = {k: v for k, v in section.items() if k not in ("title", "show_if", "questions")}
        rows.append(
            {
                "type": "begin_group",
                "name": f"section_{safe_name(section['code'])}",
                "label": section["title"],
                "relevant": _relevant(section, names),
                MORE: _more(rest | _kept(section)),
            }
        )
        for q in section["questions"]:
            rows += _question(q, names)
        rows.append({"type": "end_group"})
    return rows


def _relevant(part: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return conditions.write(part["show_if"], names) if part.get("show_if") else ""


def _kept(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return the condition as we hold it; it counts for as long as `relevant` is not edited."""
    return {"show_if": part["show_if"]} if "show_if" in part else {}


def _question(q: Mapping[str, Any], names: Mapping[str, str]) -> list[Row]:
    kind, name = q["type"], names[q["code"]]
    rest = {k: v for k, v in q.items() if k not in SAID or (k == "guidance" and not v)} | _kept(q)
    if "required" in q:
        rest["required"] = q["required"]
    if name != q["code"]:
        rest["code"] = q["code"]
    row = {
        "type": _type(q, name),
        "name": name,
        "label": q["text"],
        "hint": q.get("guidance") or "",
        "required": "yes" if q.get("required") and kind not in ("repeat_group",) else "",
        "relevant": _relevant(q, names),
        "appearance": "multiline" if kind == "long_text" else "",
        MORE: _more(rest),
    }
    if kind != "repeat_group":
        return [row]
    fields = [
        {
            "type": "text",
            "name": f"{name}_{safe_name(field['code'])}",
            "label": field.get("label") or field["code"],
            MORE: _more(field),
        }
        for field in q.get("fields") or ()
    ]
    return [{**row, "type": "begin_repeat"}, *fields, {"type": "end_repeat"}]


def _type(q: Mapping[str, Any], name: str) -> str:
    base = TYPES.get(q["type"], "text")
    if not base.startswith("select"):
        return base
    return f"{base} {safe_name(q['scale']) if q['type'] in ON_SCALE else f'list_{name}'}"


def _choices(document: Document) -> list[Row]:
    rows = []
    for key, scale in document["scales"].items():
        for option in scale["options"]:
            rest = {k: v for k, v in option.items() if k not in ("code", "label")}
            rows.append(_choice(safe_name(key), option["code"], option["label"], rest))
    for q in questions(document):
        for option in (q.get("options") or ()) if q["type"] in TYPES else ():
            code = option["code"] if isinstance(option, Mapping) else option
            label = option.get("label", code) if isinstance(option, Mapping) else option
            rows.append(_choice(f"list_{safe_name(q['code'])}", str(code), str(label), {}))
    return rows


def _choice(list_name: str, code: str, label: str, rest: Mapping[str, Any]) -> Row:
    name = safe_name(code)
    more = {**rest, **({"code": code} if name != code else {})}
    return {"list_name": list_name, "name": name, "label": label, MORE: _more(more)}
