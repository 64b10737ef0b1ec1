"""A value is in the backup what it is in the database, and the same for every database."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import DurationField
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditResult
from core.backups.connecting import scratch_database
from core.backups.errors import BackupError
from core.backups.restoring import _adapted, _insert
from core.backups.tables import Row, Table, tally_of
from core.backups.values import kind_of, same_json
from core.models import ActivityEvent
from tests.core.backups.removing import remove
from tests.factories import ActivityEventFactory, AuditResultFactory

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
INTEGERS = st.integers(-(2**63), 2**63 - 1)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda some: st.lists(some, max_size=3) | st.dictionaries(TEXT, some, max_size=3),
    max_leaves=6,
)


def move(table: Table, batches: list[list[Row]]) -> None:
    _insert(table, _adapted(table, iter(batches)))


def held(table: Table) -> tuple[list[dict[str, Any]], str]:
    return list(table.rows.order_by("pk").values()), tally_of(table).sha256


def there_and_back(table: Table, other: Path) -> None:
    """Move all rows of a table to the other database, and back; nothing stays in either."""
    before = held(table)
    batches = list(table.batches())
    with scratch_database(other), transaction.atomic():
        move(table, batches)
        assert held(table) == before
        back = list(table.batches())
        transaction.set_rollback(True)
    remove([table.name])
    move(table, back)
    assert held(table) == before


@pytest.mark.django_db
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(st.tuples(TEXT, JSON, MOMENTS, st.none() | INTEGERS), max_size=5))
def test_text_json_times_and_numbers(empty: Path, rows):
    with transaction.atomic():
        ActivityEvent.objects.bulk_create(
            ActivityEventFactory.build(
                actor_name=text, changes=changes or {}, created_at=at, council_id=number
            )
            for text, changes, at, number in rows
        )
        there_and_back(Table(ActivityEvent), empty)
        transaction.set_rollback(True)


def test_decimals(db, empty: Path):
    for text in ("0", "0.00000001", "1", "0.1", "0.12345678"):
        AuditResultFactory(score=Decimal(text))
    AuditResultFactory(score=None)
    there_and_back(Table(AuditResult), empty)
    texts = [row[Table(AuditResult).columns.index("score")] for row in rows_of(AuditResult)]
    assert texts == ["0.00000000", "0.00000001", "1.00000000", "0.10000000", "0.12345678", None]


def rows_of(model) -> list[Row]:
    return [row for batch in Table(model).batches() for row in batch]


def test_times_are_in_utc_with_microseconds(db):
    at = datetime.fromisoformat("2026-07-01T00:30:00+01:00")
    ActivityEventFactory(created_at=at)
    (row,) = rows_of(ActivityEvent)
    assert row[Table(ActivityEvent).columns.index("created_at")] == (
        "2026-06-30T23:30:00.000000+00:00"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a": 1, "b": 2}', '{"b":2,"a":1}'),
        ("1e+16", "10000000000000000"),
        ("1e-07", "0.0000001"),
        ("-0.0", "0.0"),
        ('"\\u00e9"', '"\u00e9"'),
        ("[1.50]", "[1.5]"),
    ],
)
def test_one_json_value_written_twice_is_the_same(one: str, other: str):
    assert same_json(one) == same_json(other)


@pytest.mark.parametrize(
    ("one", "other"), [("1", "1.0"), ("[1, 2]", "[2, 1]"), ("null", '""'), ("null", None)]
)
def test_other_json_values_are_not_the_same(one: str, other: str | None):
    assert same_json(one) != same_json(other)


def test_a_kind_of_column_that_nobody_thought_of_is_refused():
    field = DurationField(db_column="took")
    field.set_attributes_from_name("took")
    field.model = ActivityEvent
    with pytest.raises(BackupError, match=r"core_activityevent\.took: .* know DurationField"):
        kind_of(field)
