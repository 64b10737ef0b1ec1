"""Change the rows that a later extract gives differently, and keep what they were before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from core.models import Organisation
from safeguard.extract.checking import codes_in
from safeguard.extract.columns import BY_NAME, CONCERNS, RISKS, FileSpec, Kind
from safeguard.extract.staging import execute, held_table_of, table_of
from safeguard.models import Enquiry, ImportChange, ImportRun, Risk
from safeguard.services.import_load import ENTITIES
from safeguard.services.import_rows import (
    CHILD_MODELS,
    Row,
    held_rows,
    own_columns,
    plain,
    standing_references,
    write_children,
    write_rows,
)

AT_A_TIME = 500
CHANGED = """
SELECT h.line, h.id, {columns} FROM {held} h CROSS JOIN {table} s
WHERE h.differs = 1 AND h.line > %s AND s.line = h.line
ORDER BY h.line LIMIT {limit}
"""
CHANGED_RISKS = """
SELECT line, id FROM {held} WHERE differs = 1 AND line > %s ORDER BY line LIMIT {limit}
"""
STAGED_RISKS = """
SELECT s.enquiry_ref, s.type_of_risk, s.location_of_risk, s.source_of_risk
FROM {table} s WHERE s.ok = 1 AND s.enquiry_ref IN ({marks}) ORDER BY s.line
"""


def apply_changes(council: Organisation, run: ImportRun) -> None:
    """Change every row that `match` found to differ; keep what it was in an ImportChange."""
    for name in ENTITIES:
        for rows in _changed(BY_NAME[name]):
            _apply(BY_NAME[name], council, run, rows)
    for enquiry_ids in _enquiries_with_changed_risks():
        _apply_risks(run, enquiry_ids)


def _changed(spec: FileSpec) -> Iterator[dict[int, Row]]:
    """Give the staged rows that differ, by the id of the row they change, some at a time."""
    columns = [spec.column(spec.reference), *own_columns(spec)]
    if spec is CONCERNS:
        columns += [spec.column(name) for name in CHILD_MODELS]
    names = ", ".join(f"s.{column.name}" for column in columns)
    line = 0
    while True:
        found = execute(
            CHANGED,
            line,
            columns=names,
            held=held_table_of(spec.name),
            table=table_of(spec.name),
            limit=str(AT_A_TIME),
        ).fetchall()
        if not found:
            return
        line = found[-1][0]
        yield {
            pk: {
                column.name: (
                    codes_in(column, value) if column.kind is Kind.CODES else plain(column, value)
                )
                for column, value in zip(columns, values, strict=True)
            }
            for _, pk, *values in found
        }


def _apply(spec: FileSpec, council: Organisation, run: ImportRun, staged: dict[int, Row]) -> None:
    held = held_rows(spec, list(staged))
    if spec is CONCERNS:
        stands = standing_references(council, [row[spec.parent] for row in staged.values()])
        for row in staged.values():
            row[spec.parent] = stands[row[spec.parent]]
    changes = []
    for pk, row in staged.items():
        reference = row.pop(spec.reference)
        differing = [name for name, value in row.items() if not _same(held[pk][name], value)]
        changes.append(
            ImportChange(
                run=run,
                entity=spec.name,
                row_id=pk,
                reference=reference,
                before={name: held[pk][name] for name in differing},
                after={name: row[name] for name in differing},
            )
        )
    ImportChange.objects.bulk_create(changes)
    write_rows(spec, council, ((change.row_id, change.after) for change in changes))
    for name in CHILD_MODELS if spec is CONCERNS else ():
        wanted = {c.row_id: c.after[name] for c in changes if name in c.after}
        if wanted:
            write_children(name, wanted)


def _same(held: Any, staged: Any) -> bool:
    """Compare a value, or a list of codes with the [code, id] pairs that are held."""
    if isinstance(staged, list):
        return {code for code, _ in held} == set(staged)
    return bool(held == staged)


def _enquiries_with_changed_risks() -> Iterator[list[int]]:
    line = 0
    while True:
        found = execute(
            CHANGED_RISKS, line, held=held_table_of("risks"), limit=str(AT_A_TIME)
        ).fetchall()
        if not found:
            return
        line = found[-1][0]
        yield [pk for _, pk in found]


def _apply_risks(run: ImportRun, enquiry_ids: Sequence[int]) -> None:
    references = dict(Enquiry.objects.filter(pk__in=enquiry_ids).values_list("pk", "reference"))
    held, staged = held_risks(enquiry_ids), _staged_risks(list(references.values()))
    ImportChange.objects.bulk_create(
        ImportChange(
            run=run,
            entity=RISKS.name,
            row_id=pk,
            reference=reference,
            before={"risks": held[pk]},
            after={"risks": staged[reference]},
        )
        for pk, reference in references.items()
    )
    write_risks({pk: staged[reference] for pk, reference in references.items()})


def held_risks(enquiry_ids: Sequence[int]) -> dict[int, list[list[Any]]]:
    """Return [type, location, source, occurrence, id] of each risk of the enquiries."""
    risks: dict[int, list[list[Any]]] = {pk: [] for pk in enquiry_ids}
    found = Risk.objects.filter(enquiry_id__in=enquiry_ids).order_by("pk")
    for enquiry_id, *values in found.values_list(
        "enquiry_id", "risk_type", "location", "source", "occurrence", "pk"
    ):
        risks[enquiry_id].append(values)
    return risks


def _staged_risks(references: Sequence[str]) -> dict[str, list[list[Any]]]:
    """Return [type, location, source, occurrence] of each sound risk of the enquiries."""
    marks = ", ".join(["%s"] * len(references))
    cursor = execute(STAGED_RISKS, *references, table=table_of("risks"), marks=marks)
    risks: dict[str, list[list[Any]]] = defaultdict(list)
    times: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in cursor.fetchall():
        times[row] += 1
        risks[row[0]].append([*row[1:], times[row]])
    return risks


def write_risks(wanted: dict[int, list[list[Any]]]) -> None:
    """Make the enquiries hold exactly the wanted risks; those that stay keep their rows.

    Each risk is [type, location, source, occurrence], with an id where it must come back with it.
    """
    held = held_risks(list(wanted))
    gone, new = [], []
    for pk, risks in wanted.items():
        asked = {tuple(risk[:4]) for risk in risks}
        standing = {tuple(risk[:4]) for risk in held[pk]}
        gone += [risk[4] for risk in held[pk] if tuple(risk[:4]) not in asked]
        new += [_risk(pk, risk) for risk in risks if tuple(risk[:4]) not in standing]
    Risk.objects.filter(pk__in=gone).delete()
    Risk.objects.bulk_create(new)


def _risk(enquiry_id: int, risk: Sequence[Any]) -> Risk:
    return Risk(
        pk=risk[4] if len(risk) > 4 else None,
        enquiry_id=enquiry_id,
        risk_type=risk[0],
        location=risk[1],
        source=risk[2],
        occurrence=risk[3],
    )
