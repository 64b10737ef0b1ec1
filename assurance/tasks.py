"""Work done in the background."""

from django_tasks import task

from assurance.services.pack_mails import send_pack_mails


@task()
def tell_subscribers(pack_id: str) -> None:
    """Write to everybody who asked to be told when a pack is ready."""
    send_pack_mails(pack_id=pack_id)
