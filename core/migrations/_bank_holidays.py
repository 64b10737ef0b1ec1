"""Put the bank holidays that come with the product into a new database."""

import csv

from core.bank_holidays import FILE


def rows():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(apps, schema_editor):
    holiday = apps.get_model("core", "BankHoliday")
    holiday.objects.bulk_create(
        [holiday(on=row["date"], title=row["title"], source=row["source"]) for row in rows()],
        ignore_conflicts=True,
    )


def unload(apps, schema_editor):
    holiday = apps.get_model("core", "BankHoliday")
    for row in rows():
        holiday.objects.filter(on=row["date"], source=row["source"]).delete()
