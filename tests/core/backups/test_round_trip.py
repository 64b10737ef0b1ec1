"""What is restored is what was kept, on each database and from one kind to the other."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import F

from core.backups import restoring
from core.backups.connecting import scratch_database
from core.backups.errors import BackupError
from core.backups.reading import Backup, opened
from core.backups.restoring import check_fits, fill
from core.backups.states import state_here
from core.backups.tables import LEFT_OUT
from core.backups.writing import write_backup
from core.models import ActivityEvent, BankHoliday, Organisation
from safeguard.models import Adult
from tests import factories
from tests.architecture.source import APPS
from tests.core.backups.removing import remove

MODELS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.db_table not in LEFT_OUT
]
# Rights come from memberships.
NEVER_USED = ["core.User_groups"]


def quiet(words: str) -> None:
    pass


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every value of every row as Python sees it, what the database works out included."""
    return {
        model._meta.label: list(models.QuerySet(model).order_by("pk").values()) for model in MODELS
    }


def remove_everything() -> None:
    """Make the database as empty as it can be, in the one transaction of the test."""
    remove([model._meta.db_table for model in MODELS])


def load(path: Path) -> None:
    with opened(path) as backup:
        fill(backup, check_fits(backup.manifest), quiet)


def test_into_the_other_kind_of_database_and_back(rich, media, kept, empty):
    """On PostgreSQL this is PostgreSQL to SQLite to PostgreSQL."""
    before = everything()
    ours = [name for name in before if name.split(".")[0] in APPS]
    assert [name for name in ours if not before[name]] == NEVER_USED
    first = kept(media)
    with scratch_database(empty):
        load(first)
        assert everything() == before
        second = empty.with_name("second.backup")
        with second.open("w+b") as out:
            write_backup(out, media_root=media)
    remove_everything()
    load(second)
    assert everything() == before


def test_what_migrations_put_in_gives_way(db, media, kept):
    """The database has the bank holidays that a migration loads; the backup has others."""
    BankHoliday.objects.exclude(on__year=2024).delete()
    BankHoliday.objects.update(title="As we call it")
    before = everything()
    path = kept(media)
    BankHoliday.objects.create(on="2090-01-02", title="As migrated", source="Announced")
    load(path)
    assert everything() == before


def test_every_table_is_kept_or_left_out_by_name(db):
    kept = {table.name: table for table in state_here().tables}
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        assert there - set(kept) <= set(LEFT_OUT)
        assert set(kept) <= there
        for name, table in kept.items():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)} LIMIT 0")
            generated = {f.column for f in table.model._meta.local_fields if f.generated}
            assert {each[0] for each in cursor.description} == {*table.columns, *generated}


def test_keys_order_rows_alike_on_every_database(db):
    """Text would not: each database has its own order of letters."""
    kinds = {table.model._meta.pk.get_internal_type() for table in state_here().tables}
    numbers = {"AutoField", "BigAutoField", "PositiveBigIntegerField", "OneToOneField"}
    assert kinds <= {*numbers, "DateField", "UUIDField"}


def test_the_key_of_a_row_that_is_gone_is_not_given_again(db, media, kept, empty):
    last = factories.AdultFactory.create_batch(2)[-1]
    Adult.objects.filter(pk=last.pk).delete()
    path = kept(media)
    with scratch_database(empty):
        load(path)
        assert factories.AdultFactory().pk == last.pk + 1
    remove_everything()
    load(path)
    assert factories.AdultFactory().pk == last.pk + 1


def test_null_and_the_json_value_null_stay_apart(db, media, kept, empty):
    made = ActivityEvent.objects.bulk_create(
        factories.ActivityEventFactory.build(changes=changes)
        for changes in (models.Value(None, models.JSONField()), {"b": 1, "a": [None, ""]}, {})
    )
    answer = factories.AnswerFactory(value={"v": 1}, fact_value=None)
    path = kept(media)
    with scratch_database(empty):
        load(path)
        null = ActivityEvent.objects.filter(changes=models.Value(None, models.JSONField()))
        assert [each.pk for each in null] == [made[0].pk]
        # As Django itself would write it: on SQLite, JSON is found by its text.
        assert ActivityEvent.objects.get(changes={}).pk == made[2].pk
        assert type(answer).objects.get(fact_value__isnull=True).pk == answer.pk


def test_stopped_in_the_midst_nothing_is_kept_and_it_can_begin_again(
    db, media, kept, council, monkeypatch
):
    path = kept(media)
    Organisation.objects.all().delete()
    before = everything()
    counted = restoring.tally_of

    def stop(table):
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "tally_of", stop)
    with pytest.raises(KeyboardInterrupt):
        load(path)
    assert everything() == before
    monkeypatch.setattr(restoring, "tally_of", counted)
    load(path)
    assert Organisation.objects.get().code == council.code


@pytest.mark.parametrize(
    ("table", "times", "words"),
    [
        ("core_bankholiday", 2, "core_bankholiday: the database refused"),
        ("core_organisation", 0, "Checking references: the database refused"),
    ],
)
def test_rows_that_the_database_refuses_are_told_and_none_is_kept(
    db, media, kept, monkeypatch, table, times, words
):
    factories.TeamFactory()
    path = kept(media)
    remove_everything()
    read = Backup.batches

    def batches(backup, entry):
        for _ in range(times if entry.table == table else 1):
            yield from read(backup, entry)

    monkeypatch.setattr(Backup, "batches", batches)
    with pytest.raises(BackupError, match=words) as refusal:
        load(path)
    assert "\n" not in str(refusal.value)
    assert not BankHoliday.objects.exists()


def test_a_table_that_reads_otherwise_is_not_kept(db, media, kept, monkeypatch):
    """As where the database changes what it is given."""
    path = kept(media)
    inserted = restoring._insert

    def insert(table, batches):
        inserted(table, batches)
        if table.model._meta.label == "core.BankHoliday":
            table.rows.filter(on="2024-12-25").update(title=F("source"))

    monkeypatch.setattr(restoring, "_insert", insert)
    with pytest.raises(BackupError, match="core_bankholiday reads otherwise"):
        load(path)
    assert BankHoliday.objects.get(on="2024-12-25").title != "Announced"
