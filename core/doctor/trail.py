"""Whether the trail of changes and readings is whole."""

from collections.abc import Iterator

from core.doctor.naming import MOST_NAMED
from core.doctor.registry import Asked, Finding, examination, fault
from core.trail import verify_trail

MEND = (
    "Keep the database as it is, and run manage.py verify_trail, which names everything. Somebody "
    "wrote to the database past the program, or a restore was not finished: whoever answers for "
    "the records decides what to rely on."
)


@examination("trail", "trail_broken")
def trail(asked: Asked) -> Iterator[Finding]:
    """Verify the trail from its beginning, and tell the first faults of many."""
    faults = verify_trail().faults
    for each in faults[:MOST_NAMED]:
        yield fault("trail_broken", f"{each.code}: {each.message}", MEND)
    more = len(faults) - MOST_NAMED
    if more > 0:
        yield fault("trail_broken", f"There are {more:,} more faults of the trail.", MEND)
