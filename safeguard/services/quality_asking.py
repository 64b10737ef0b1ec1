"""Have the data-quality rules counted in the background."""

from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core import access
from core.models import Organisation, User
from core.periods import Period
from core.permissions import Permission
from safeguard.models import QualityCount
from safeguard.quality import desk
from safeguard.quality.counted import PATIENCE
from safeguard.tasks import count_quality


@transaction.atomic
def ask_for_count(*, by: User | None, council: Organisation, year: Period) -> bool:
    """Have one reporting year counted, unless that was asked and may still come; say if it was.

    Raises:
        PermissionDenied: `by` does not hold CASE_VIEW in `council`.
    """
    if by is not None:
        access.require(by, Permission.CASE_VIEW, council=council)
    row = QualityCount(council=council, year=year.label)
    QualityCount.objects.bulk_create([row], ignore_conflicts=True)
    now = timezone.now()
    # In one statement, so that of two who ask at once only one has it counted.
    is_free = Q(asked_at=None) | Q(counted_at__gte=F("asked_at")) | Q(asked_at__lt=now - PATIENCE)
    rows = QualityCount.objects.filter(is_free, council=council, year=year.label)
    if not rows.update(asked_at=now):
        return False
    transaction.on_commit(partial(count_quality.enqueue, council.pk, year.label))
    return True


def ask_for_every_year(*, by: User | None, council: Organisation) -> None:
    """Have each reporting year that the desk offers counted, as `ask_for_count` does."""
    for year in desk.years_offered(desk.reach_of(council).until):
        ask_for_count(by=by, council=council, year=year)
