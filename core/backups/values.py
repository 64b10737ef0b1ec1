"""How a value stands in a backup: in one way, whichever database it came from.

A row is a JSON array. Times are in UTC with microseconds, decimals and UUIDs are text, and a JSON
value is the text that the database holds of it, so that NULL and the JSON value null stay apart.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from core.backups.errors import BackupError

Convert = Callable[[Any], Any]
# From here on Python writes a float with an exponent, and PostgreSQL as a whole number.
WHOLE_FROM = 1e16

encode: Callable[[Sequence[Any]], str] = json.JSONEncoder(
    separators=(",", ":"), check_circular=False
).encode


@dataclass(frozen=True, slots=True)
class Kind:
    """How values of a kind of column are written and read; None: as they are, on every database."""

    write: Convert | None = None
    read: Convert | None = None


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _decimal(value: Decimal) -> str:
    return format(value, "f")


PLAIN = Kind()
JSON = Kind(read=json.loads)
KINDS = {
    "BooleanField": PLAIN,
    "CharField": PLAIN,
    # Both databases take a day as it is written here.
    "DateField": Kind(write=str),
    "DateTimeField": Kind(write=_moment, read=datetime.fromisoformat),
    "DecimalField": Kind(write=_decimal, read=Decimal),
    "FileField": PLAIN,
    "JSONField": JSON,
    "SlugField": PLAIN,
    "TextField": PLAIN,
    "UUIDField": Kind(write=str, read=UUID),
    **dict.fromkeys(
        (
            "AutoField",
            "BigAutoField",
            "BigIntegerField",
            "IntegerField",
            "PositiveBigIntegerField",
            "PositiveIntegerField",
            "PositiveSmallIntegerField",
            "SmallIntegerField",
        ),
        PLAIN,
    ),
}


def kind_of(field: models.Field[Any, Any]) -> Kind:
    """Return how values of `field` are written; a reference as the key that it holds.

    Raises:
        BackupError: no kind is known for such a column.
    """
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    kind = KINDS.get(field.get_internal_type())
    if kind is None:
        raise BackupError(
            f"A backup cannot hold {field.model._meta.db_table}.{field.column}: "
            f"core/backups/values.py does not know {field.get_internal_type()}."
        )
    return kind


def same_json(text: str | None) -> str | None:
    """Return the one text of a JSON value, however a database keeps its order and its numbers."""
    return None if text is None else _encode_same(json.loads(text, parse_float=_number))


_encode_same = json.JSONEncoder(separators=(",", ":"), sort_keys=True, check_circular=False).encode


def _number(text: str) -> int | float:
    value = float(text)
    # A database of numbers knows no -0.0.
    return int(Decimal(text)) if abs(value) >= WHOLE_FROM else value + 0.0
