"""Triggers that have the database refuse changes of the trail. Used by migrations and tests.

SQLite drops the triggers of a table that a later migration remakes: that migration calls `hold`
again for it. `core.append_only.missing` finds what was forgotten.
"""

from collections.abc import Iterable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FUNCTION = """
CREATE OR REPLACE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
ON_POSTGRES = """
CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION core_refuse_change()
"""
# Deleting is left to the chain to find: Django empties tables row by row here, to run tests.
ON_SQLITE = """
CREATE TRIGGER {name} BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END
"""


def trigger_of(table: str) -> str:
    return f"{table}_append_only"


def hold(schema_editor: BaseDatabaseSchemaEditor, tables: Iterable[str]) -> None:
    """Have the database refuse changes of `tables`."""
    on_postgres = schema_editor.connection.vendor == "postgresql"
    if on_postgres:
        schema_editor.execute(FUNCTION, params=None)
    statement = ON_POSTGRES if on_postgres else ON_SQLITE
    let_go(schema_editor, tables)
    for table in tables:
        schema_editor.execute(statement.format(name=trigger_of(table), table=table), params=None)


def let_go(schema_editor: BaseDatabaseSchemaEditor, tables: Iterable[str]) -> None:
    """Take away what `hold` made."""
    on = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in tables:
        statement = f"DROP TRIGGER IF EXISTS {trigger_of(table)}{on}"
        schema_editor.execute(statement.format(table=table), params=None)
