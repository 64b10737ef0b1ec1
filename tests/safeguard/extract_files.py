"""The smallest extract that is sound, and ways to write it: a test changes one cell of it."""

import csv
import io
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import connection

from core.models import Organisation
from safeguard.extract.run_folder import RunFolder
from safeguard.models import (
    Adult,
    Concern,
    ConcernCondition,
    ConcernRiskType,
    Enquiry,
    ImportRun,
    RegisterSettings,
    Risk,
)
from safeguard.services.imports import import_extract

DATA = Path(__file__).parents[1] / "data"
EXTRACT_A = DATA / "extract-a"
EXTRACT_DIRTY = DATA / "extract-dirty"
FILES = ("people", "concerns", "enquiries", "risks")

Row = dict[str, str]
Extract = dict[str, list[Row]]

SOUND: Extract = {
    "people": [
        {
            "person_ref": "P1",
            "date_of_birth": "1950-02-03",
            "date_of_death": "",
            "gender": "Female",
            "ethnicity": "White",
        }
    ],
    "concerns": [
        {
            "concern_ref": "C1",
            "person_ref": "P1",
            "received_at": "2024-05-06T10:30",
            "referrer": "Police",
            "primary_support_reason": "Physical Support",
            "reported_health_conditions": "",
            "types_of_risk": "Physical Abuse;Domestic Abuse",
            "location_of_risk": "Own Home",
            "priority": "amber",
            "decided_on": "2024-05-08",
            "decision": "s42_enquiry",
            "s42_1a": "yes",
            "s42_1b": "yes",
            "s42_1c": "yes",
            "decision_reason": "Three parts met",
        }
    ],
    "enquiries": [
        {
            "enquiry_ref": "E1",
            "concern_ref": "C1",
            "kind": "s42",
            "started_on": "2024-05-09",
            "concluded_on": "2024-06-10",
            "risk_assessment_result": "Risk identified and action taken",
            "risk_outcome": "Risk reduced",
            "lacked_capacity": "Yes, they lacked capacity",
            "supported": "yes",
            "outcomes_asked": "Yes they were asked and outcomes were expressed",
            "outcomes_achieved": "Fully Achieved",
            "caused_to": "NHS trust",
        }
    ],
    "risks": [
        {
            "enquiry_ref": "E1",
            "type_of_risk": "Physical Abuse",
            "location_of_risk": "Own Home",
            "source_of_risk": "Service Provider",
        }
    ],
}


def extract(**changes: Mapping[str, str]) -> Extract:
    """Return the sound extract with cells of the first row of some files changed."""
    made = deepcopy(SOUND)
    for file, cells in changes.items():
        made[file][0].update(cells)
    return made


def more(made: Extract, file: str, **cells: str) -> Extract:
    """Add a copy of the first row of a file, with some cells changed."""
    made[file].append({**made[file][0], **cells})
    return made


def as_csv(rows: list[Row], columns: list[str] | None = None, end: str = "\r\n") -> str:
    columns = columns or list(rows[0])
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator=end, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_csvs(folder: Path, made: Extract, encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        columns = list(SOUND[file][0])
        extra = [name for name in (made[file][0] if made[file] else {}) if name not in columns]
        text = as_csv(made[file], [*columns, *extra])
        (folder / f"{file}.csv").write_bytes(text.encode(encoding))
    return folder


def write_zip(path: Path, folder: Path, inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in FILES:
            archive.write(folder / f"{file}.csv", f"{inside}{file}.csv")
    return path


def write_workbook(
    path: Path, made: Mapping[str, list[dict[str, Any]]], *, far: tuple[int, int] | None = None
) -> Path:
    """Write a workbook; a cell may be a date, a number, or a formula.

    `far` is the row and column, from 0, of one more cell in the first sheet.
    """
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy hh:mm"}) as workbook:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        for file in FILES:
            sheet = workbook.add_worksheet(file)
            sheet.write_row(0, 0, list(SOUND[file][0]))
            for line, row in enumerate(made[file], start=1):
                for column, name in enumerate(SOUND[file][0]):
                    value = row[name]
                    if hasattr(value, "hour") or not hasattr(value, "year"):
                        sheet.write(line, column, value)
                    else:
                        sheet.write_datetime(line, column, value, day)
            if far and file == FILES[0]:
                sheet.write(*far, "x")
    return path


def load(council: Organisation, source: Path, **options: Any) -> ImportRun:
    return import_extract(by=None, council=council, source=source, **options)


def faults_of(run: ImportRun) -> list[tuple[str, int, str, str]]:
    """Return file, line, column and code of each fault."""
    found = RunFolder.of(run.public_id).faults()
    return [(f["file"], f["line"], f["column"], f["code"]) for f in found]


def messages_of(run: ImportRun) -> list[str]:
    return [fault["message"] for fault in RunFolder.of(run.public_id).faults()]


TABLES = (Adult, Concern, ConcernRiskType, ConcernCondition, Enquiry, Risk)
LATER = {
    "people": {"date_of_death": "2024-12-01", "gender": "Male"},
    "concerns": {
        "received_at": "2024-05-05T23:45",
        "types_of_risk": "Domestic Abuse;Self-Neglect",
        "reported_health_conditions": "Mental Health Condition (Dementia)",
        "s42_1a": "",
        "decision_reason": "",
    },
    "enquiries": {"kind": "other", "supported": "no", "risk_outcome": "Risk removed"},
    "risks": {"source_of_risk": "Other - Known to individual"},
}


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the register, with its key; a version only ever counts up."""
    held = {}
    with connection.cursor() as cursor:
        for model in (*TABLES, RegisterSettings):
            key = model._meta.pk.column
            fields = model._meta.concrete_fields
            columns = ", ".join(field.column for field in fields if field.name != "version")
            cursor.execute(f"SELECT {columns} FROM {model._meta.db_table} ORDER BY {key}")
            held[model._meta.label] = cursor.fetchall()
    return held


def fail(**_: Any) -> None:
    raise RuntimeError("the log is full")
