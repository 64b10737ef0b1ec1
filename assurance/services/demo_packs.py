"""A few board packs for the demonstration, one of them with figures that were restated since."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from assurance.models import BoardPack
from assurance.packs.pinned import fingerprint
from assurance.services.board_packs import make_board_pack
from assurance.services.pack_files import export_pack
from assurance.services.reports import Format
from core import access
from core.disclosure import Mode
from core.models import Organisation
from core.periods import Period
from core.permissions import Permission

PACKS = 4
MADE_AFTER = timedelta(days=24)
# Concerns that reached the register only after the pack of their quarter was made, by its place.
CAME_LATE = {0: 3, 2: 1}
LATE_KEY = "concerns_raised"
FROM_THE_PAGE = "For the members of the board"


@transaction.atomic
def make_demo_packs(*, council: Organisation, as_of: date) -> list[BoardPack]:
    """Make packs for the last whole quarters before `as_of`, and share the newest but one."""
    by = access.people_with(Permission.PACK_MANAGE, council).first()
    if by is None or BoardPack.objects.filter(council=council).exists():
        return []
    made: list[BoardPack] = []
    for quarter in last_quarters(as_of):
        pack = make_board_pack(by=by, council=council, quarter=quarter)
        _as_if_made_then(pack, came_late=CAME_LATE.get(len(made), 0))
        made.append(pack)
    export_pack(by=by, pack=made[-2], fmt=Format.HTML, mode=Mode.PUBLICATION, reason=FROM_THE_PAGE)
    return made


def last_quarters(as_of: date) -> list[Period]:
    """Return the last quarters that are over on `as_of`, in order."""
    year = as_of.year if as_of.month >= 4 else as_of.year - 1
    quarters = [
        each for first in (year - 1, year) for each in Period.financial_year(first).quarters()
    ]
    return [each for each in quarters if each.end <= as_of][-PACKS:]


def _as_if_made_then(pack: BoardPack, *, came_late: int) -> None:
    """Date the pack to the weeks after its quarter, and pin what the register held by then."""
    for held in pack.figures:
        if held["key"] == LATE_KEY and held["numerator"] > came_late:
            held["numerator"] -= came_late
            held["value"] = held["numerator"]
    pack.sha256 = fingerprint(pack.figures, pack.filters)
    pack.made_at = timezone.make_aware(datetime.combine(pack.end + MADE_AFTER, time(10, 30)))
    pack.data_cut_on = min(pack.data_cut_on, pack.made_at.date())
    pack.save(update_fields=["figures", "sha256", "made_at", "data_cut_on"])
