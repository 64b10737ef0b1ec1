"""The database refuses changes of the trail. Going back to 0006 and forward puts triggers back."""

from django.db import migrations

from core.migrations._append_only import hold, let_go

TABLES = ("core_activityevent", "core_exportevent", "core_traillink")


def forwards(apps, schema_editor):
    hold(schema_editor, TABLES)


def backwards(apps, schema_editor):
    let_go(schema_editor, TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0006_trail'),
    ]

    operations = [
        migrations.RunPython(forwards, backwards, elidable=False),
    ]
