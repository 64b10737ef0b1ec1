"""How far the register's data reach, which is as far as anything in it can be judged."""

from datetime import date

from django.utils import timezone

from core.models import Organisation
from safeguard.models import RegisterSettings


def last_day_covered(council: Organisation) -> date:
    """Return the data cut of a council that loads extracts, else today, in one query."""
    held = RegisterSettings.objects.filter(council=council).values_list("data_cut_on", flat=True)
    return held.first() or timezone.localdate()
