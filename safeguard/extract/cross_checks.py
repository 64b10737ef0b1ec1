"""Checks between rows, files and the register, made by the database on the temporary tables."""

from typing import Any

from core.models import Organisation
from safeguard.extract.columns import BY_NAME, FILES, FileSpec
from safeguard.extract.staging import FAULTS, analyse, execute, scalar, table_of
from safeguard.models import Adult, Concern, Enquiry

REGISTER = {
    "people": Adult._meta.db_table,
    "concerns": Concern._meta.db_table,
    "enquiries": Enquiry._meta.db_table,
}

DUPLICATES = """
INSERT INTO {faults} (file, line, place, code, value, detail)
SELECT {file}, line, {place}, 'duplicate_reference', {reference}, CAST(first AS varchar(12))
FROM (
  SELECT line, {reference},
         ROW_NUMBER() OVER (PARTITION BY {reference} ORDER BY line) AS nth,
         MIN(line) OVER (PARTITION BY {reference}) AS first
  FROM {table}
  WHERE {reference} IN
        (SELECT {reference} FROM {table} GROUP BY {reference} HAVING COUNT(*) > 1)
) AS repeated
WHERE nth > 1
"""
UNKNOWN = """
INSERT INTO {faults} (file, line, place, code, value, detail)
SELECT {file}, s.line, {place}, 'unknown_reference', s.{parent}, ''
FROM {table} s
WHERE s.{parent} IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM {parents} p WHERE p.{parent} = s.{parent})
  AND NOT EXISTS (SELECT 1 FROM {register} r
                  WHERE r.council_id = %s AND r.reference = s.{parent})
"""
# The extract's own row of the parent goes before the one in the register, which it will change.
OUT_OF_ORDER = """
INSERT INTO {faults} (file, line, place, code, value, detail)
SELECT {file}, line, {place}, 'out_of_order', CAST(MIN(said) AS varchar(20)),
       CAST(MIN(said) AS varchar(20)) || ', ' || CAST(MIN(earlier) AS varchar(20))
FROM (
  SELECT s.line AS line, s.{on} AS said, p.{parent_on} AS earlier
  FROM {table} s JOIN {parents} p ON p.{parent} = s.{parent}
  WHERE s.{on} < p.{parent_on}
    AND NOT EXISTS (SELECT 1 FROM {faults} f WHERE f.file = {parent_file} AND f.line = p.line
                    AND f.code = 'duplicate_reference')
  UNION ALL
  SELECT s.line, s.{on}, r.{register_on}
  FROM {table} s JOIN {register} r ON r.council_id = %s AND r.reference = s.{parent}
  WHERE s.{on} < r.{register_on}
    AND NOT EXISTS (SELECT 1 FROM {parents} p WHERE p.{parent} = s.{parent})
) AS found
GROUP BY line
"""
MARK_FAULTY = """
UPDATE {table} SET ok = 0
WHERE ok = 1 AND line IN (SELECT line FROM {faults} WHERE file = {file})
"""
MARK_REFERRING = """
UPDATE {table} SET ok = 0
WHERE ok = 1
  AND NOT EXISTS (SELECT 1 FROM {parents} p WHERE p.{parent} = {table}.{parent} AND p.ok = 1)
  AND NOT EXISTS (SELECT 1 FROM {register} r
                  WHERE r.council_id = %s AND r.reference = {table}.{parent})
"""
# File, its date, the column the fault is reported in, the parent's date, and that in the register.
DATES = (
    ("concerns", "received_on", "received_at", "date_of_birth", "born_on"),
    ("enquiries", "started_on", "started_on", "received_on", "received_on"),
)


def check_across(council: Organisation) -> int:
    """Find what only several rows can show, mark the rows that cannot be loaded; return all faults.

    A row that refers to an unsound one is not a fault, but it cannot be loaded either, unless the
    row it refers to stands in the register from before.
    """
    for spec in FILES:
        if spec.reference:
            execute(DUPLICATES, **_names(spec, spec.reference), reference=spec.reference)
        if spec.parent:
            execute(UNKNOWN, council.pk, **_names(spec, spec.parent))
    for file, on, reported, parent_on, register_on in DATES:
        execute(
            OUT_OF_ORDER,
            council.pk,
            **_names(BY_NAME[file], reported),
            on=on,
            parent_on=parent_on,
            register_on=register_on,
        )
    found = int(scalar("SELECT COUNT(*) FROM {faults}", faults=FAULTS))
    if found:
        mark_unsound(council)
    return found


def mark_unsound(council: Organisation) -> None:
    """Mark each row with a fault, then those that refer to nothing that will be there."""
    analyse(FAULTS)
    for spec in FILES:
        names = _names(spec, spec.columns[0].name)
        execute(MARK_FAULTY, **names)
        if spec.parent:
            execute(MARK_REFERRING, council.pk, **names)


def _names(spec: FileSpec, column: str) -> dict[str, Any]:
    return {
        "faults": FAULTS,
        "file": str(spec.number),
        "place": str(spec.column_names.index(column)),
        "table": table_of(spec.name),
        "parent": spec.parent,
        "parent_file": str(BY_NAME[spec.parent_file].number) if spec.parent else "",
        "parents": table_of(spec.parent_file) if spec.parent else "",
        "register": REGISTER.get(spec.parent_file, ""),
    }
