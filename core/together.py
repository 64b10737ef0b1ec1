"""Read several querysets in one statement: each part comes back as rows of plain values.

A page that asks a database on another machine waits for each statement. Here every part is a
column of one row, as JSON, from which the values of Python are made again.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, DateField, DateTimeField, Field, QuerySet

Row = tuple[Any, ...]
Column = Field[Any, Any]
# How each database makes one JSON array of rows, and of the values of a row.
AS_JSON = {
    "sqlite": ("JSON_GROUP_ARRAY(JSON_ARRAY({}))", "{}"),
    "postgresql": ("JSON_AGG(JSON_BUILD_ARRAY({}))", "COALESCE({}::text, '[]')"),
}


def read_together(parts: Sequence[QuerySet[Any, Any]]) -> list[list[Row]]:
    """Return the rows of each queryset, as its own `values_list` would give them.

    The rows of a part come in no order, so that none may have one.
    """
    compiled = [_compiled(part) for part in parts]
    asked = [each for each in compiled if each is not None]
    if not asked:
        return [[] for _ in parts]
    connection = connections[parts[0].db]
    sql = ", ".join(f"({statement})" for statement, _, _ in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", [each for _, given, _ in asked for each in given])
        answers = iter(cursor.fetchone())
    found = []
    for each in compiled:
        found.append([] if each is None else _rows(next(answers), each[2]))
    return found


def _compiled(part: QuerySet[Any, Any]) -> tuple[str, Sequence[Any], list[Column]] | None:
    """Return the statement of one part, its values and its columns; None where it has no row."""
    connection = connections[part.db]
    compiler = part.query.get_compiler(part.db)
    try:
        sql, given = compiler.as_sql()
    except EmptyResultSet:
        return None
    fields = [column.output_field for column, _, _ in compiler.select]
    names = ", ".join(f"c{at}" for at in range(len(fields)))
    rows, whole = AS_JSON[connection.vendor]
    answer = whole.format(rows.format(names))
    # Put together from what Django compiled and names made here; values go by themselves.
    return f"WITH part({names}) AS ({sql}) SELECT {answer} FROM part", given, fields  # noqa: S608


def _rows(answer: str, fields: Sequence[Column]) -> list[Row]:
    made = [(at, make) for at, field in enumerate(fields) if (make := _maker(field))]
    found = []
    for row in json.loads(answer):
        for at, make in made:
            if row[at] is not None:
                row[at] = make(row[at])
        found.append(tuple(row))
    return found


def _maker(field: Column) -> Callable[[Any], Any] | None:
    """Return what makes a value of Python from one of JSON; None where they are the same."""
    if isinstance(field, DateTimeField):
        return _moment
    if isinstance(field, DateField):
        return date.fromisoformat
    return bool if isinstance(field, BooleanField) else None


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    # SQLite keeps moments in UTC without saying so.
    return found if found.tzinfo else found.replace(tzinfo=UTC)
