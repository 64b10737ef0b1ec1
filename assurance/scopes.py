"""Open the rows of one council for counting: who asks, which calendar, how far the data reach."""

from django.utils import timezone

from core.calendars import calendar_of
from core.models import Organisation, User
from safeguard.metrics.narrowing import EVERYTHING, Narrowing
from safeguard.metrics.scope import CaseScope, scope_for
from safeguard.models import RegisterSettings


def open_scope(
    *, by: User | None, council: Organisation, only: Narrowing = EVERYTHING
) -> CaseScope:
    """Return what `by` may have counted in `council`; None is the command line.

    The data are taken to reach to the council's data cut where it loads extracts, else to today.

    Raises:
        PermissionDenied: `by` may not see the figures of `council`.
    """
    held = RegisterSettings.objects.filter(council=council).values_list("data_cut_on", flat=True)
    cut = held.first() or timezone.localdate()
    calendar = calendar_of(council)
    return scope_for(by=by, council=council, calendar=calendar, cut=cut, only=only)
