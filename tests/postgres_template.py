"""Migrate PostgreSQL once in a run, not in each worker and each test that needs a database.

A server copies a database by its files, in less than a second. The ordinary set-up follows and
still runs `migrate`, which then finds nothing left to do.
"""

import os
import subprocess
import sys
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection
from psycopg import sql

from tests.sqlite_template import ROOT, alone, fingerprint


def migrated() -> str:
    """Return the name of a database that holds every table as the migrations leave it."""
    found = f"migrated_{fingerprint()}"
    with alone(), administration() as admin:
        if not _exists(admin, found):
            # One that was interrupted has not got the name yet.
            making = f"making_{fingerprint()}"
            _do(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", making)
            _do(admin, "CREATE DATABASE {}", making)
            _migrate(making)
            _do(admin, "ALTER DATABASE {} RENAME TO {}", making, found)
    return found


def copied(name: str) -> None:
    """Make a database of this name with every table."""
    template = migrated()
    with administration() as admin:
        _do(admin, "CREATE DATABASE {} TEMPLATE {}", name, template)


def dropped(name: str) -> None:
    """Remove a database, whoever still uses it."""
    with administration() as admin:
        _do(admin, "DROP DATABASE {} WITH (FORCE)", name)


def administration() -> psycopg.Connection:
    """Return a connection to the server of the tests that works outside transactions."""
    held = connection.get_connection_params()
    place = {key: held[key] for key in ("host", "port", "user", "password") if key in held}
    return psycopg.connect(**place, dbname="postgres", autocommit=True)


def address_of(name: str) -> str:
    """Return the address of a database on the server of the tests, as DATABASE_URL has it."""
    with administration() as admin:
        info = admin.info
        place = urlencode({"host": info.host, "port": info.port})
        person = f"{info.user}:{quote(info.password)}" if info.password else info.user
    return f"postgres://{person}@/{name}?{place}"


def _exists(admin: psycopg.Connection, name: str) -> bool:
    found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def _do(admin: psycopg.Connection, text: str, *names: str) -> None:
    admin.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


def _migrate(name: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    settings = {
        "TEST_DATABASE_URL": address_of(name),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **settings})
