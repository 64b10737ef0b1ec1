"""The database itself refuses to change the trail."""

import pytest
from django.db import IntegrityError, connection, transaction

from core import append_only
from core.migrations._append_only import trigger_of
from tests.factories import ActivityEventFactory, ExportEventFactory, TrailLinkFactory

ROWS = (
    (ActivityEventFactory, {"verb": "changed"}),
    (ExportEventFactory, {"reason": "Another"}),
    (TrailLinkFactory, {"content": "1" * 64}),
)


def test_no_migration_has_lost_a_trigger(db):
    assert append_only.missing() == []


def test_each_table_that_is_held_is_tested():
    assert {make._meta.model._meta.db_table for make, _ in ROWS} == set(append_only.HELD)


@pytest.mark.parametrize(("make", "change"), ROWS)
def test_a_row_is_not_changed(db, make, change):
    row = make()
    with pytest.raises(IntegrityError, match="are never changed"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize(("make", "change"), ROWS)
def test_a_row_is_not_removed_on_postgresql(db, make, change):
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite the chain finds what was removed.")
    row = make()
    with pytest.raises(IntegrityError, match="are never changed or removed"), transaction.atomic():
        row.delete()


def test_a_trigger_that_is_switched_off_is_missed(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite cannot switch a trigger off.")
    table = append_only.HELD[0]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger_of(table)}")
    assert append_only.missing() == [table]
