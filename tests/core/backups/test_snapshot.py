"""A backup is of one moment, and keeps nobody from writing meanwhile."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection

from config.databases import database
from core.backups.connecting import _in_place_of_ours, snapshot
from core.models import BankHoliday

DAY = "2097-01-01"
INSERT = f"INSERT INTO core_bankholiday VALUES ('{DAY}', 'Written meanwhile', 'By another')"
DELETE = f"DELETE FROM core_bankholiday WHERE \"on\" = '{DAY}'"
Write = Callable[[str], Any]


@contextmanager
def somebody_else() -> Iterator[Write]:
    """Give a way to write at once by another connection."""
    if connection.vendor == "sqlite":
        path = connection.settings_dict["NAME"]
        with closing(sqlite3.connect(path, isolation_level=None, timeout=0.1)) as other:
            yield other.execute
    else:
        import psycopg

        params = {k: v for k, v in connection.get_connection_params().items() if k in CONNECT}
        with psycopg.connect(autocommit=True, **params) as other:
            yield other.execute


CONNECT = ("dbname", "user", "password", "host", "port")


@pytest.fixture
def on_disk(db: None, empty: Path) -> Iterator[None]:
    """A database that others reach: that of the tests on SQLite is in memory."""
    if connection.vendor == "sqlite":
        settings = {**connection.settings_dict, **database(f"sqlite:///{empty}")}
        with _in_place_of_ours(settings):
            yield
    else:
        yield


def test_what_others_write_meanwhile_is_not_seen_and_does_not_wait(on_disk: None):
    with somebody_else() as write:
        try:
            with snapshot():
                before = BankHoliday.objects.count()
                write(INSERT)
                assert BankHoliday.objects.count() == before
            with snapshot():
                assert BankHoliday.objects.filter(on=DAY).exists()
        finally:
            write(DELETE)


def test_our_connection_comes_back_whatever_happens(on_disk: None):
    ours = connection.connection
    with pytest.raises(ZeroDivisionError), snapshot():
        assert connection.connection is not ours
        1 / 0  # noqa: B018
    assert connection.connection is ours


def test_postgresql_itself_refuses_to_write(db: None):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite knows no transaction that only reads.")
    with pytest.raises(DatabaseError, match="read-only"), snapshot():
        BankHoliday.objects.all().delete()
