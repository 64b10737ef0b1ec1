"""Load the bank holidays that come with the product."""

from django.db import migrations

from core.migrations._bank_holidays import load, unload


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(load, unload)]
