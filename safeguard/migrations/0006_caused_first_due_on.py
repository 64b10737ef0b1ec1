"""Keep the day a caused report was first due. One returned before this keeps only its new day."""

from django.db import migrations, models
from django.db.models import F


def copy_due_on(apps, schema_editor):
    apps.get_model("safeguard", "CausedRequest").objects.update(first_due_on=F("due_on"))


class Migration(migrations.Migration):
    dependencies = [
        ("safeguard", "0005_adult_age_at_death"),
    ]

    operations = [
        migrations.AddField(
            model_name="causedrequest",
            name="first_due_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="first due"),
        ),
        migrations.RunPython(copy_due_on, migrations.RunPython.noop),
    ]
