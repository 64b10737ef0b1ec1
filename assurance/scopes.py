"""Open the rows of one council for counting: who asks, which calendar, how far the data reach."""

from django.core.exceptions import PermissionDenied
from django.db.models import Subquery
from django.utils import timezone

from core import access
from core.calendars import calendar_of
from core.models import Organisation, User
from safeguard.metrics.narrowing import EVERYTHING, Narrowing
from safeguard.metrics.scope import SEES_FIGURES, CaseScope
from safeguard.models import RegisterSettings


def open_scope(
    *, by: User | None, council: Organisation, only: Narrowing = EVERYTHING
) -> CaseScope:
    """Return what `by` may have counted in `council`; None is the command line.

    The data are taken to reach to the council's data cut where it loads extracts, else to today.

    Raises:
        PermissionDenied: `by` may not see the figures of `council`.
    """
    until = RegisterSettings.objects.filter(council=council).values_list("data_cut_on", flat=True)
    if by is None:
        cut = until.first()
    else:
        # Who asks and how far the data reach are read in one statement.
        held = access.memberships_of(by).filter(organisation=council)
        rows = list(held.values_list("role", Subquery(until[:1])))
        if not SEES_FIGURES & access.permissions_of(role for role, _ in rows):
            raise PermissionDenied(f"the figures of {council.code} are not for {by.pk}")
        cut = rows[0][1]
    return CaseScope(council, calendar_of(council), cut or timezone.localdate(), only)
