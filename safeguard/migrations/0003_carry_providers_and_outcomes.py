"""Give each provider named in a notification a record, and each outcome its concern."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def key_of(name: str) -> str:
    return " ".join(name.casefold().split())


def carry(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Provider = apps.get_model("safeguard", "Provider")
    Notified = apps.get_model("safeguard", "ProviderNotification")
    named = Notified.objects.values_list("council_id", "provider_name").order_by().distinct()
    for council_id, name in named:
        provider, _ = Provider.objects.get_or_create(
            council_id=council_id, name_key=key_of(name), defaults={"name": name}
        )
        Notified.objects.filter(council_id=council_id, provider_name=name).update(
            provider=provider
        )
    Outcome = apps.get_model("safeguard", "DesiredOutcome")
    Enquiry = apps.get_model("safeguard", "Enquiry")
    concern = Enquiry.objects.filter(pk=OuterRef("enquiry_id")).values("concern_id")[:1]
    Outcome.objects.filter(concern=None).update(concern_id=Subquery(concern))


def carry_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Notified = apps.get_model("safeguard", "ProviderNotification")
    for notification in Notified.objects.select_related("provider").iterator():
        notification.provider_name = notification.provider.name
        notification.save(update_fields=["provider_name"])


class Migration(migrations.Migration):
    dependencies = [("safeguard", "0002_casework")]

    operations = [migrations.RunPython(carry, carry_back)]
