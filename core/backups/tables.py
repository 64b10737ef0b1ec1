"""Which tables a backup holds, and their rows as it holds them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.models.functions import Cast

from core.backups.values import JSON, Kind, encode, kind_of, same_json

AT_A_TIME = 1000
Row = list[Any]

# What a backup leaves out on purpose, and why.
LEFT_OUT = {
    "django_migrations": "the manifest lists the migrations",
    "django_session": "whoever was signed in signs in again",
    "core_cache": "counts of attempts to sign in, kept for minutes",
}


@dataclass(frozen=True)
class Table:
    """One table, by the model that the migrations give it."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def fields(self) -> tuple[models.Field[Any, Any], ...]:
        """Its columns, but for what the database works out itself."""
        return tuple(f for f in self.model._meta.local_concrete_fields if not f.generated)

    @property
    def columns(self) -> list[str]:
        return [field.column for field in self.fields if field.column]

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        return tuple(kind_of(field) for field in self.fields)

    @cached_property
    def json_at(self) -> tuple[int, ...]:
        return tuple(at for at, kind in enumerate(self.kinds) if kind is JSON)

    @cached_property
    def files_at(self) -> tuple[int, ...]:
        """Where the columns stand that name a file below MEDIA_ROOT."""
        found = enumerate(self.fields)
        return tuple(at for at, field in found if isinstance(field, models.FileField))

    @property
    def counted_key(self) -> str | None:
        """The column whose values the database counts up itself, if there is one."""
        field = self.model._meta.auto_field
        return field.column if field else None

    @property
    def rows(self) -> models.QuerySet[Any]:
        """Every row, whatever managers the model has."""
        return models.QuerySet(self.model)

    def batches(self) -> Iterator[list[Row]]:
        """Yield the rows in the order of their keys, as a backup holds them, some at a time."""
        wanted = [
            Cast(field.attname, models.TextField()) if kind is JSON else field.attname
            for field, kind in zip(self.fields, self.kinds, strict=True)
        ]
        found = self.rows.order_by("pk").values_list(*wanted)
        rows = map(self._written, found.iterator(chunk_size=AT_A_TIME))
        while some := list(islice(rows, AT_A_TIME)):
            yield some

    @cached_property
    def _writes(self) -> list[tuple[int, Any]]:
        return [(at, kind.write) for at, kind in enumerate(self.kinds) if kind.write]

    def _written(self, values: tuple[Any, ...]) -> Row:
        row = list(values)
        for at, write in self._writes:
            if row[at] is not None:
                row[at] = write(row[at])
        return row


class Tally:
    """The rows of a table so far: how many, and a SHA-256 that is the same on every database."""

    def __init__(self, table: Table) -> None:
        self.rows = 0
        self._json_at = table.json_at
        self._digest = hashlib.sha256()

    def add(self, rows: list[Row]) -> bytes:
        """Count `rows` in, and return them as lines of text."""
        text = _lines(rows)
        self.rows += len(rows)
        self._digest.update(_lines(map(self._same, rows)) if self._json_at else text)
        return text

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def _same(self, row: Row) -> Row:
        row = row.copy()
        for at in self._json_at:
            row[at] = same_json(row[at])
        return row


def _lines(rows: Any) -> bytes:
    return "".join(f"{encode(row)}\n" for row in rows).encode("ascii")


def tally_of(table: Table) -> Tally:
    """Read a whole table and return how it tallies."""
    found = Tally(table)
    for rows in table.batches():
        found.add(rows)
    return found


def tables_of(apps: Apps) -> list[Table]:
    """Return the tables that a backup holds of a state of the migrations, by name."""
    found = {
        model._meta.db_table: Table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return [found[name] for name in sorted(found) if name not in LEFT_OUT]
