"""Load the sound rows of a checked extract into the register, within the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import Organisation
from safeguard.extract.columns import BY_NAME, CONDITIONS, TYPES_OF_RISK, Column, FileSpec, Kind
from safeguard.extract.cross_checks import REGISTER
from safeguard.extract.staging import (
    BITS,
    analyse,
    distinct,
    execute,
    held_table_of,
    scalar,
    table_of,
)
from safeguard.models import ConcernCondition, ConcernRiskType, ImportRun, Risk
from safeguard.services import import_sql as sql

REGISTER_CHANGED = "The register changed while the files were being checked. Load them again."
ENTITIES = ("people", "concerns", "enquiries")
CHILDREN = (
    (TYPES_OF_RISK, ConcernRiskType._meta.db_table, "risk_type"),
    (CONDITIONS, ConcernCondition._meta.db_table, "condition"),
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What comparing found, by file.

    `new` counts rows that the register does not hold. `changed` counts rows that differ from what
    it holds; for risks, the enquiries whose risks differ. `standing` counts rows of risks that are
    held as they are, `kept` those that are left because another risk of their enquiry has a
    fault, and `unnamed` the enquiries that are held with risks and of which the extract names none.
    """

    new: dict[str, int]
    changed: dict[str, int]
    standing: int
    kept: int
    unnamed: int


def match(council: Organisation) -> Numbers:
    """Find which staged rows stand in the register, and which of those differ from it."""
    for name in ENTITIES:
        spec = BY_NAME[name]
        execute("DELETE FROM {held}", held=held_table_of(name))
        execute(sql.MATCH, **_names(spec, council), differs=" OR ".join(_differences(spec)))
        analyse(held_table_of(name))
    for column, children, code in CHILDREN:
        execute(
            sql.CHILDREN_DIFFER,
            **_names(BY_NAME["concerns"], council),
            children=children,
            code=code,
            column=column.name,
            bit=_bit_of_code(column, f"k.{code}"),
        )
    _match_risks(council)
    return _numbers(council)


def _bit_of_code(column: Column, code: str) -> str:
    cases = " ".join(f"WHEN '{held}' THEN {bit}" for held, bit in column.bits.items())
    return f"CASE {code} {cases} END"


def _match_risks(council: Organisation) -> None:
    """Find the enquiries that are held with other risks than the extract gives them.

    An enquiry of which the extract names no risk keeps those it has.
    """
    names = _risk_names(council)
    execute("DELETE FROM {held}", **names)
    execute(sql.TOUCHED, **names)
    analyse(names["held"])
    staged, standing = sql.STAGED_RISKS.format(**names), sql.HELD_RISKS.format(**names)
    execute(sql.RISKS_DIFFER, **names, staged=staged, standing=standing)
    execute(sql.RISKS_LEFT, **names)


def _numbers(council: Organisation) -> Numbers:
    names = _risk_names(council)
    held = names["held"]
    new = {"risks": int(scalar(sql.NEW_RISKS, **names))}
    changed = {"risks": int(scalar("SELECT COUNT(*) FROM {held} WHERE differs = 1", held=held))}
    for name in ENTITIES:
        held = held_table_of(name)
        sound = scalar("SELECT COUNT(*) FROM {table} WHERE ok = 1", table=table_of(name))
        new[name] = sound - scalar("SELECT COUNT(*) FROM {held}", held=held)
        changed[name] = scalar("SELECT COUNT(*) FROM {held} WHERE differs = 1", held=held)
    return Numbers(
        new={name: new[name] for name in BY_NAME},
        changed={name: changed[name] for name in BY_NAME},
        standing=int(scalar(sql.RISKS_OF, **names, differs="0")),
        kept=int(scalar(sql.RISKS_OF, **names, differs="2")),
        unnamed=int(scalar(sql.UNNAMED_RISKS, **names)),
    )


def insert_new(council: Organisation, run: ImportRun, expected: dict[str, int]) -> None:
    """Insert the rows that the register does not hold, with what belongs to them.

    Args:
        expected: the rows of each file that `match` found to be new, within this transaction.

    Raises:
        RuleViolationError: register_changed, when a row that was referred to has gone since the
            files were checked.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    inserted = {name: _insert(BY_NAME[name], council, run, now) for name in ENTITIES}
    names = {**_names(BY_NAME["concerns"], council), "run": str(run.pk), "bits": BITS}
    for column, children, code in CHILDREN:
        execute(sql.INSERT_CHILDREN, **names, children=children, code=code, column=column.name)
    risks = execute(sql.INSERT_RISKS, **_risk_names(council), run=str(run.pk))
    if {**inserted, "risks": risks.rowcount} != expected:
        raise RuleViolationError(
            "register_changed",
            REGISTER_CHANGED,
        )


def _insert(spec: FileSpec, council: Organisation, run: ImportRun, now: Any) -> int:
    pairs = list(stored_columns(spec))
    cursor = execute(
        sql.INSERT,
        now,
        **_names(spec, council),
        run=str(run.pk),
        attributes=", ".join(attribute for attribute, _ in pairs),
        values=", ".join(value for _, value in pairs),
    )
    return int(cursor.rowcount)


def stored_columns(spec: FileSpec) -> Iterable[tuple[str, str]]:
    """Give each column of the register's table that `spec` fills, with its value in SQL."""
    for column in spec.columns:
        if column.attribute:
            yield column.attribute, _value(spec, column)
        if column.kind is Kind.MOMENT:
            yield "received_on", "s.received_on"


def _value(spec: FileSpec, column: Column) -> str:
    if column.name == spec.parent:
        # A concern of somebody whose record was merged stands with the record that was kept.
        return "COALESCE(p.merged_into_id, p.id)" if spec.parent_file == "people" else "p.id"
    if column.kind is Kind.MOMENT and connection.vendor == "postgresql":
        return f"s.{column.name} AT TIME ZONE 'UTC'"
    return f"s.{column.name}"


def _differences(spec: FileSpec) -> Iterable[str]:
    for attribute, value in stored_columns(spec):
        if attribute != "reference":
            yield f"t.{attribute} {distinct()} {value}"


def _names(spec: FileSpec, council: Organisation) -> dict[str, str]:
    """Return the tables and columns that a statement about one file names."""
    parents = REGISTER.get(spec.parent_file, "")
    parent = {"parents": parents, "council": council.pk, "parent": spec.parent}
    return {
        "table": table_of(spec.name),
        "held": held_table_of(spec.name),
        "register": REGISTER[spec.name],
        "reference": spec.reference,
        "council": str(council.pk),
        "parent_join": sql.PARENT_JOIN.format(**parent) if parents else "",
        "parent_table": f"CROSS JOIN {parents} p" if parents else "",
        "parent_there": sql.PARENT_THERE.format(**parent) if parents else "",
    }


def _risk_names(council: Organisation) -> dict[str, str]:
    """Return what a statement about risks names; `register` is where their enquiries stand."""
    table = table_of("risks")
    return {
        "table": table,
        "held": held_table_of("risks"),
        "risks": Risk._meta.db_table,
        "register": REGISTER["enquiries"],
        "council": str(council.pk),
        "numbered": sql.NUMBERED_RISKS.format(table=table),
        "enquiries": table_of("enquiries"),
        "held_enquiries": held_table_of("enquiries"),
    }
