"""Keep the councils that a council chose to be compared with."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from assurance.models import StatisticalNeighbour
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission

MOST = 40


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One council by its code in the national publication."""

    code: str
    name: str


def read_neighbours(text: str) -> list[Neighbour]:
    """Read one council from each line, "code, name"; blank lines are passed over.

    Raises:
        RuleViolationError: code `not_a_council`: a line is not such a pair, or is too long.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        code, comma, name = (part.strip() for part in line.partition(","))
        if not (code and comma and name):
            raise _refused(number, "write a code, a comma and a name")
        if len(code) > 12 or len(name) > 120:
            raise _refused(number, "the code or the name is too long")
        found.append(Neighbour(code, name))
    return found


@transaction.atomic
def set_neighbours(*, by: User, council: Organisation, neighbours: Sequence[Neighbour]) -> None:
    """Replace the list of councils that `council` is compared with.

    Raises:
        PermissionDenied: `by` does not hold MEASURE_MANAGE in `council`.
        RuleViolationError: codes `twice`, `own_council`, `too_many`.
        ValidationError: a code or a name is not sound.
    """
    council = Organisation.objects.select_for_update(no_key=True).get(pk=council.pk)
    access.require(by, Permission.MEASURE_MANAGE, council=council)
    codes = [item.code for item in neighbours]
    repeated = next((code for code in codes if codes.count(code) > 1), None)
    if repeated:
        raise RuleViolationError("twice", f"{repeated} is there twice", field="neighbours")
    if council.code in codes:
        raise RuleViolationError("own_council", "Leave out the council itself", field="neighbours")
    if len(codes) > MOST:
        raise RuleViolationError("too_many", f"Name {MOST} councils at most", field="neighbours")
    before = [str(row) for row in StatisticalNeighbour.objects.filter(council=council)]
    rows = [StatisticalNeighbour(council=council, code=n.code, name=n.name) for n in neighbours]
    for row in rows:
        row.clean_fields(exclude=["council"])
    StatisticalNeighbour.objects.filter(council=council).delete()
    StatisticalNeighbour.objects.bulk_create(rows)
    after = sorted(row.name for row in rows)
    activity.record(
        by=by,
        verb="neighbours_set",
        target=council,
        council=council,
        changes={"neighbours": [", ".join(before), ", ".join(after)]},
    )


def _refused(number: int, why: str) -> RuleViolationError:
    return RuleViolationError("not_a_council", f"Line {number}: {why}", field="neighbours")
