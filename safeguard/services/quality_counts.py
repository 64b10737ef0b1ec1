"""Count what the data-quality rules find, in the background, and store it with the moment of it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import access
from core.models import Organisation, User
from core.permissions import Permission
from safeguard.models import QualityCount, QualityFinding
from safeguard.quality import desk
from safeguard.quality.counted import figures_of, newest_event, with_effects
from safeguard.quality.rule import Reach


def count_rules(*, by: User | None, council: Organisation, year: str) -> None:
    """Count every rule for one reporting year of `council`, and store what was found.

    Counting takes seconds in a large register, so it is done before the transaction that stores it:
    nobody waits to write.

    Args:
        by: None for the worker and for commands.

    Raises:
        PermissionDenied: `by` does not hold CASE_VIEW in `council`.
    """
    if by is not None:
        access.require(by, Permission.CASE_VIEW, council=council)
    began = timezone.now()
    seen = newest_event(began)
    reach = desk.reach_of(council, year)
    found = with_effects(reach, desk.found_by_rule(reach))
    _store(reach, found, began, seen)


def count_every_year(*, by: User | None, council: Organisation) -> None:
    """Count each reporting year that the desk offers."""
    until = desk.reach_of(council).until
    for year in desk.years_offered(until):
        count_rules(by=by, council=council, year=year.label)


@transaction.atomic
def _store(reach: Reach, found: list[desk.Found], began: datetime, seen: int) -> None:
    """Replace what was stored, unless a count that began later was quicker."""
    held, _ = QualityCount.objects.get_or_create(council=reach.council, year=reach.year.label)
    held = QualityCount.objects.select_for_update().get(pk=held.pk)
    if held.counted_at is not None and held.counted_at > began:
        return
    held.counted_at, held.until, held.newest_event = began, reach.until, seen
    held.full_clean()
    held.save(update_fields=["counted_at", "until", "newest_event"])
    held.findings.all().delete()
    QualityFinding.objects.bulk_create(
        QualityFinding(
            count=held,
            rule=each.rule.code,
            records=each.count,
            oldest=each.oldest,
            effects=figures_of(each),
        )
        for each in found
    )
