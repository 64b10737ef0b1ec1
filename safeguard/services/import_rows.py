"""Read and write rows of the register by the columns of the extract, for a change and its undo.

A row is a dict from the extract's column to a plain value that JSON can hold: a date as
yyyy-mm-dd, a moment with its offset, a code, true or false, the reference of the parent. What is
held in rows of their own is a list: [[code, id], ...] before, [code, ...] after.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.models import Organisation
from safeguard.extract.columns import (
    CONDITIONS,
    TYPES_OF_RISK,
    YES,
    Column,
    FileSpec,
    Kind,
)
from safeguard.models import Adult, Concern, ConcernCondition, ConcernRiskType, Enquiry

Row = dict[str, Any]
MODELS: Mapping[str, type[models.Model]] = {
    "people": Adult,
    "concerns": Concern,
    "enquiries": Enquiry,
}
PARENTS: Mapping[str, tuple[type[models.Model], str]] = {
    "concerns": (Adult, "adult__reference"),
    "enquiries": (Concern, "concern__reference"),
}
CHILD_MODELS: Mapping[str, tuple[type[models.Model], str]] = {
    TYPES_OF_RISK.name: (ConcernRiskType, "risk_type"),
    CONDITIONS.name: (ConcernCondition, "condition"),
}


def own_columns(spec: FileSpec) -> list[Column]:
    """Return the columns that an update may change in the register's own table."""
    return [c for c in spec.columns if c.attribute and c.name != spec.reference]


def held_rows(spec: FileSpec, ids: Sequence[int]) -> dict[int, Row]:
    """Return rows of the register by id, as the module says."""
    columns = own_columns(spec)
    parent = PARENTS.get(spec.name, (None, ""))[1]
    names = [parent if c.name == spec.parent else c.attribute for c in columns]
    found = MODELS[spec.name]._default_manager.filter(pk__in=ids).values_list("pk", *names)
    rows = {
        pk: {c.name: plain(c, value) for c, value in zip(columns, values, strict=True)}
        for pk, *values in found
    }
    if spec.name == "concerns":
        for name in CHILD_MODELS:
            for pk, children in held_children(name, ids).items():
                rows[pk][name] = children
    return rows


def held_children(column: str, concern_ids: Sequence[int]) -> dict[int, list[list[Any]]]:
    """Return [code, id] pairs for each of the concerns, in the order of the codes."""
    model, attribute = CHILD_MODELS[column]
    children: dict[int, list[list[Any]]] = {pk: [] for pk in concern_ids}
    found = model._default_manager.filter(concern_id__in=concern_ids).order_by(attribute)
    for concern_id, code, pk in found.values_list("concern_id", attribute, "pk"):
        children[concern_id].append([code, pk])
    return children


def plain(column: Column, value: Any) -> Any:
    """Return a value, whether from the register or from a temporary table, as JSON holds it."""
    if value is None:
        return None
    if column.kind is Kind.YES_NO:
        return value in (True, YES)
    if column.kind is Kind.MOMENT:
        return _moment(value).isoformat()
    return str(value)


def _moment(value: dt.datetime | str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def write_rows(spec: FileSpec, council: Organisation, changes: Iterable[tuple[int, Row]]) -> None:
    """Write (id, column to value) pairs into the register, lists apart.

    Each row that changes counts its version up: a form that was open before is then refused.
    """
    changes = [(pk, _only_own(spec, row)) for pk, row in changes if row]
    parents = _parent_ids(spec, council, changes)
    alike: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for pk, row in changes:
        stored: Row = {}
        for name, value in row.items():
            stored |= _stored(spec, spec.column(name), value, parents)
        alike[tuple(stored)].append([*stored.values(), pk])
    table = MODELS[spec.name]._meta.db_table
    with connection.cursor() as cursor:
        for attributes, params in alike.items():
            assigned = [f"{attribute} = %s" for attribute in attributes]
            assignments = ", ".join([*assigned, "version = version + 1"])
            text = "UPDATE {table} SET {assignments} WHERE id = %s"
            cursor.executemany(text.format(table=table, assignments=assignments), params)


def _only_own(spec: FileSpec, row: Row) -> Row:
    names = {column.name for column in own_columns(spec)}
    return {name: value for name, value in row.items() if name in names}


def _parent_ids(
    spec: FileSpec, council: Organisation, changes: Sequence[tuple[int, Row]]
) -> dict[str, int]:
    wanted = {row[spec.parent] for _, row in changes if spec.parent in row}
    if not wanted:
        return {}
    model = PARENTS[spec.name][0]
    found = model._default_manager.filter(council=council, reference__in=wanted)
    stands = Coalesce("merged_into", "pk") if model is Adult else F("pk")
    return dict(found.values_list("reference", stands))


def standing_references(council: Organisation, references: Iterable[str]) -> dict[str, str]:
    """Return, for each adult's reference, that of the record that stands for them.

    It differs for a record that was merged into another: what an extract says belongs to the one
    is held with the other.
    """
    merged = Adult._default_manager.filter(
        council=council, reference__in=set(references), merged_into__isnull=False
    )
    return {
        **{reference: reference for reference in references},
        **dict(merged.values_list("reference", "merged_into__reference")),
    }


def _stored(spec: FileSpec, column: Column, value: Any, parents: Mapping[str, int]) -> Row:
    """Return what the register's table stores for one value, by its own column."""
    if column.name == spec.parent:
        return {column.attribute: parents[value]}
    if column.kind is Kind.MOMENT:
        moment = _moment(value)
        return {
            column.attribute: connection.ops.adapt_datetimefield_value(moment),
            "received_on": connection.ops.adapt_datefield_value(timezone.localdate(moment)),
        }
    if column.kind is Kind.DATE and value is not None:
        return {
            column.attribute: connection.ops.adapt_datefield_value(dt.date.fromisoformat(value))
        }
    return {column.attribute: value}


def write_children(column: str, wanted: Mapping[int, list[Any]]) -> None:
    """Make the concerns hold exactly the wanted codes; those that stay keep their rows.

    `wanted` holds codes, or [code, id] pairs where a row must come back with its id.
    """
    model, attribute = CHILD_MODELS[column]
    pairs = {
        pk: [item if isinstance(item, list) else [item, None] for item in items]
        for pk, items in wanted.items()
    }
    held = held_children(column, list(wanted))
    gone, new = [], []
    for pk, items in pairs.items():
        codes = {code for code, _ in items}
        standing = {code for code, _ in held[pk]}
        gone += [child for code, child in held[pk] if code not in codes]
        new += [
            model(pk=child, concern_id=pk, **{attribute: code})
            for code, child in items
            if code not in standing
        ]
    model._default_manager.filter(pk__in=gone).delete()
    model._default_manager.bulk_create(new)
