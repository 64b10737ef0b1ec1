"""Whether the database is as this version of the program needs it."""

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core.doctor.naming import Keys, listed
from core.doctor.registry import Asked, Finding, examination, fault


@examination("migrations", "migrations_unapplied", "migrations_unknown")
def migrations(asked: Asked) -> Iterator[Finding]:
    """Look for migrations that are still to be applied, and for applied ones nobody knows."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    unapplied = Keys(f"{each.app_label}.{each.name}" for each, _ in plan)
    if unapplied:
        yield fault(
            "migrations_unapplied",
            listed("Migrations that are not applied", unapplied),
            "Take a backup, stop both services, run manage.py migrate, and start them again.",
        )
    replaced = {key for each in loader.disk_migrations.values() for key in each.replaces}
    strange = set(loader.applied_migrations) - set(loader.disk_migrations) - replaced
    unknown = Keys(f"{app}.{name}" for app, name in sorted(strange))
    if unknown:
        yield fault(
            "migrations_unknown",
            listed("Migrations of the database that this version does not know", unknown),
            "An older program runs on a newer database. Update the program to the version that "
            "the database was migrated with.",
        )
