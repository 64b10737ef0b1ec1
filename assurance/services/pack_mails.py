"""Tell people that a board pack is ready. A mail holds a link and no figure."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from assurance.models import BoardPack, PackSubscription
from core import access, activity
from core.models import Organisation, User
from core.periods import Period
from core.permissions import Permission

TEXT = """\
The board pack of {council} for {quarter} is ready.

Read it here, after signing in: {link}

You asked to be told. You can stop this on the same page.
"""


@transaction.atomic
def set_subscription(*, by: User, council: Organisation, wanted: bool) -> None:
    """Ask to be told when a pack is ready, or ask no more. Asking twice changes nothing.

    Raises:
        PermissionDenied: `by` does not hold MEASURE_VIEW in `council`.
    """
    access.require(by, Permission.MEASURE_VIEW, council=council)
    held = PackSubscription.objects.filter(council=council, person=by).first()
    if wanted and held is None:
        made = PackSubscription(council=council, person=by)
        made.full_clean()
        made.save(force_insert=True)
        activity.record(by=by, verb="pack_subscribed", target=made, council=council)
    elif held is not None and not wanted:
        activity.record(by=by, verb="pack_unsubscribed", target=held, council=council, changes={})
        held.delete()


def send_pack_mails(*, pack_id: str) -> int:
    """Write to each subscriber who may still see the pack; return how many mails went out."""
    pack = BoardPack._default_manager.select_related("council").get(public_id=pack_id)
    may_see = access.people_with(Permission.MEASURE_VIEW, pack.council)
    asked = PackSubscription.objects.filter(council=pack.council)
    people = may_see.filter(pk__in=asked.values("person"))
    text = TEXT.format(
        council=pack.council.name,
        quarter=Period.between(pack.start, pack.end).label,
        link=f"{settings.SITE_URL}{reverse('assurance:pack-detail', args=[pack.public_id])}",
    )
    for person in people:
        send_mail("A board pack is ready", text, None, [person.email])
    return len(people)
