"""Every notification about a provider has one, and every outcome a concern, from here on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("safeguard", "0003_carry_providers_and_outcomes")]

    operations = [
        migrations.AlterField(
            "providernotification",
            "provider",
            models.ForeignKey(
                on_delete=models.deletion.PROTECT,
                related_name="notifications",
                to="safeguard.provider",
            ),
        ),
        migrations.RemoveField("providernotification", "provider_name"),
        migrations.AlterField(
            "desiredoutcome",
            "concern",
            models.ForeignKey(
                on_delete=models.deletion.CASCADE,
                related_name="desired_outcomes",
                to="safeguard.concern",
            ),
        ),
    ]
