"""Read other councils' published figures as pairs of counts, for the measures that match a table.

A council with a hidden or missing cell has no pair: a rounded total less what is shown would only
pretend to know. Councils come in the order of their names and in no other.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from assurance.models import PublishedRelease, PublishedValue, StatisticalNeighbour
from core.models import Organisation

S42 = "Concluded Section 42 Enquiries"
LEAST_CASES = 30
CONCERNS = "Total Number of Safeguarding Concerns"
COMMENCED = (
    "Total Number of Section 42 Safeguarding Enquiries",
    "Total Number of Other Safeguarding Enquiries",
)
ASKED = (
    "Yes they were asked and outcomes were expressed",
    "Yes they were asked but no outcomes were expressed",
)
SUPPORTED = (
    "Of the enquiries recorded as Yes, in how many of these cases was support provided by an "
    "advocate, family or friend"
)
REDUCED_OR_REMOVED = ("Risk reduced", "Risk removed")
ACHIEVED = ("Fully Achieved", "Partially Achieved")
NOTHING_HIDDEN = ""
# By row of the table: the count, or the mark in its place.
Cells = dict[str, tuple[int | None, str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """The rows of one table whose counts make a share. `enquiry_type` None: any."""

    table: str
    enquiry_type: str | None
    over: tuple[str, ...]
    under: tuple[str, ...]

    @property
    def rows(self) -> frozenset[str]:
        return frozenset((*self.over, *self.under))


PAIRS: Mapping[str, Pair] = {
    "conversion_rate_pct": Pair("SG1f", None, COMMENCED, (CONCERNS,)),
    "risk_reduced_or_removed_pct": Pair(
        "SG2e", S42, REDUCED_OR_REMOVED, ("Risk remained", *REDUCED_OR_REMOVED)
    ),
    "asked_pct": Pair("SG4a", S42, ASKED, (*ASKED, "No", "Don't Know", "Not Recorded")),
    "outcomes_fully_or_partially_achieved_pct": Pair(
        "SG4a", S42, ACHIEVED, (*ACHIEVED, "Not Achieved")
    ),
    "outcomes_fully_achieved_pct": Pair(
        "SG4a", S42, ("Fully Achieved",), (*ACHIEVED, "Not Achieved")
    ),
    "supported_pct": Pair("SG3a", S42, (SUPPORTED,), ("Yes, they lacked capacity",)),
}


@dataclass(frozen=True, slots=True)
class Council:
    """One council's published counts. `hidden` says why none can be used; empty: they can.

    `near` is one of the councils that the reader's council chose to be compared with.
    """

    code: str
    name: str
    numerator: int
    denominator: int
    hidden: str = NOTHING_HIDDEN
    near: bool = False


@dataclass(frozen=True)
class Published:
    """The latest release that has figures for one measure, and every council in it by name."""

    release: PublishedRelease
    councils: tuple[Council, ...]

    @property
    def neighbours(self) -> int:
        return sum(council.near for council in self.councils)


def published_for(measure: str, council: Organisation) -> Published | None:
    """Return the latest published counts for one measure; None where there are none: one query."""
    pair = PAIRS.get(measure)
    if pair is None:
        return None
    rows = PublishedValue.objects.filter(table=pair.table, category__in=pair.rows)
    if pair.enquiry_type:
        rows = rows.filter(enquiry_type=pair.enquiry_type)
    latest = rows.order_by("-release__year").values("release")[:1]
    near = StatisticalNeighbour.objects.filter(council=council, code=OuterRef("code"))
    found = list(
        rows.filter(release=Subquery(latest)).annotate(near=Exists(near)).select_related("release")
    )
    if not found:
        return None
    cells: dict[tuple[str, str, bool], Cells] = defaultdict(dict)
    for row in found:
        cells[row.name, row.code, row.near][row.category] = (row.value, row.mark)
    councils = (
        _council(pair, code, name, own, near=near) for (name, code, near), own in cells.items()
    )
    by_name = sorted(councils, key=lambda item: (item.name.lower(), item.code))
    return Published(found[0].release, tuple(by_name))


def _council(pair: Pair, code: str, name: str, found: Cells, *, near: bool) -> Council:
    if not pair.rows <= set(found):
        return Council(code, name, 0, 0, "not in the file", near)
    marks = sorted({mark for _, mark in found.values() if mark})
    if marks:
        return Council(code, name, 0, 0, f"hidden in the publication ({', '.join(marks)})", near)
    over = sum(found[row][0] or 0 for row in pair.over)
    under = sum(found[row][0] or 0 for row in pair.under)
    few = f"fewer than {LEAST_CASES} cases" if under < LEAST_CASES else NOTHING_HIDDEN
    return Council(code, name, over, under, few, near)
