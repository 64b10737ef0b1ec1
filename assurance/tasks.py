"""Work done in the background."""

from django_tasks import task

from assurance.services.counting import count_again
from assurance.services.pack_mails import send_pack_mails
from core.models import Organisation


@task()
def count_dashboard(council_code: str, page: str, asked: str) -> None:
    """Count a dashboard again. A task may be begun twice; what is fresh is left."""
    council = Organisation.objects.get(code=council_code)
    count_again(by=None, council=council, page=page, asked=asked)


@task()
def tell_subscribers(pack_id: str) -> None:
    """Write to everybody who asked to be told when a pack is ready."""
    send_pack_mails(pack_id=pack_id)
