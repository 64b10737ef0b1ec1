"""Migrations say what the models say, and the one that loads data can be undone."""

from importlib import import_module

from django.apps import apps
from django.core.management import call_command

from core.models import BankHoliday


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_bank_holidays_are_loaded_and_can_be_unloaded(db):
    migration = import_module("core.migrations.0002_bank_holidays")
    loaded = BankHoliday.objects.count()
    assert BankHoliday.objects.get(on="2023-05-08").title.endswith("King Charles III")
    BankHoliday.objects.create(on="2090-01-02", title="Added by hand", source="Announced")
    migration.unload(apps, None)
    assert [holiday.title for holiday in BankHoliday.objects.all()] == ["Added by hand"]
    migration.load(apps, None)
    migration.load(apps, None)
    assert BankHoliday.objects.count() == loaded + 1
