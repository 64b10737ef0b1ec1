"""Migrations: how far a database has come, what its tables then are, and how to bring one there.

A state is named by its migrations alone, so that a backup can be restored by newer code: the tables
are made as they were, filled, and then brought up to date by the ordinary migrations.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from core.backups.errors import BackupError
from core.backups.tables import Table, tables_of

Name = tuple[str, str]
SHOWN = 5


@dataclass(frozen=True)
class State:
    """A state of the migrations: those that are applied, merged ones in place of their parts."""

    applied: frozenset[Name]

    @property
    def apps(self) -> Apps:
        """The models as they then were."""
        return _apps_at(self.applied)

    @cached_property
    def tables(self) -> list[Table]:
        return tables_of(self.apps)


@cache
def _on_disk() -> MigrationLoader:
    return MigrationLoader(None)


@cache
def _apps_at(applied: frozenset[Name]) -> Apps:
    apps: Apps = _on_disk().project_state(sorted(applied)).apps
    return apps


def state_of(names: Iterable[Name], *, whose: str) -> State:
    """Return the state in which the migrations `names` are applied.

    Args:
        whose: what has come so far, for messages: "The database".

    Raises:
        BackupError: this code does not know one of them, or knows it only as a part of another
            of which not all is applied.
    """
    loader = _on_disk()
    applied = {name for name in names if name[0] in loader.migrated_apps}
    unknown = applied - set(loader.disk_migrations)
    if unknown:
        raise BackupError(
            f"{whose} was made by newer code: this code does not have {_listed(unknown)}. "
            "Use the code that it was made with, or newer."
        )
    for name, merged in loader.replacements.items():
        parts = set(merged.replaces)
        if name not in applied and parts & applied and not parts <= applied:
            raise BackupError(
                f"{whose} stands in the midst of what {_listed([name])} does at once. "
                "Use the code that it was made with, bring it up to date there, and begin again."
            )
        if name in applied or parts <= applied:
            applied = applied - parts | {name}
    return State(frozenset(applied))


def state_here() -> State:
    """Return the state of the database.

    Raises:
        BackupError: as `state_of`.
    """
    return state_of(MigrationRecorder(connection).applied_migrations(), whose="The database")


def check_can_reach(state: State) -> None:
    """Refuse a database that has come further than `state`: nothing is ever taken back.

    Raises:
        BackupError: it has, or as `state_of`.
    """
    further = state_here().applied - state.applied
    if further:
        raise BackupError(
            f"The database has come further than the backup: it has {_listed(further)}. Make a "
            "new, empty database, name it in DATABASE_URL, do not run migrate, and begin again."
        )


def bring_to(state: State) -> None:
    """Apply what the database lacks of `state`; what stops in between is gone on with next time."""
    executor = MigrationExecutor(connection)
    graph, applied = executor.loader.graph, executor.loader.applied_migrations
    # Django takes back what stands after a target that is applied, so the steps are named here.
    steps = dict.fromkeys(
        step
        for name in sorted(state.applied)
        for step in graph.forwards_plan(name)
        if step not in applied
    )
    if steps:
        executor.migrate(sorted(state.applied), plan=[(graph.nodes[step], False) for step in steps])


def _listed(names: Iterable[Name]) -> str:
    words = sorted(".".join(name) for name in names)
    more = f" and {len(words) - SHOWN} more" if len(words) > SHOWN else ""
    return ", ".join(words[:SHOWN]) + more
