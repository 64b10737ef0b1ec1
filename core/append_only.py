"""Which tables the database itself refuses to change, and whether it still does."""

from django.db import connection

from core.migrations._append_only import trigger_of
from core.models import ActivityEvent, ExportEvent, TrailLink

HELD = tuple(model._meta.db_table for model in (ActivityEvent, ExportEvent, TrailLink))
# One that was switched off is in its place and does nothing.
IN_FORCE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
}


def missing() -> list[str]:
    """Return the tables whose rows can be changed because their trigger is gone or switched off."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    return [table for table in HELD if trigger_of(table) not in found]
