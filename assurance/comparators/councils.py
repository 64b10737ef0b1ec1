"""Read other councils' published figures as pairs of counts, for the measures that match a table.

A council with a hidden or missing cell has no pair: a rounded total less what is shown would only
pretend to know. Councils come in the order of their names and in no other.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from assurance.models import PublishedRelease, PublishedValue

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
    """One council's published counts. `hidden` says why none can be used; empty: they can."""

    code: str
    name: str
    numerator: int
    denominator: int
    hidden: str = NOTHING_HIDDEN


def published_for(measure: str, release: PublishedRelease) -> Sequence[Council]:
    """Return every council of a release with its counts for one measure, by name: one query."""
    pair = PAIRS.get(measure)
    if pair is None:
        return []
    rows = PublishedValue.objects.filter(
        Q(enquiry_type=pair.enquiry_type) if pair.enquiry_type else Q(),
        release=release,
        table=pair.table,
        category__in=pair.rows,
    )
    cells: dict[tuple[str, str], dict[str, tuple[int | None, str]]] = defaultdict(dict)
    for code, name, category, value, mark in rows.values_list(
        "code", "name", "category", "value", "mark"
    ):
        cells[name, code][category] = (value, mark)
    return [_council(pair, name, code, found) for (name, code), found in sorted(cells.items())]


def _council(
    pair: Pair, name: str, code: str, found: Mapping[str, tuple[int | None, str]]
) -> Council:
    if not pair.rows <= set(found):
        return Council(code, name, 0, 0, "not in the file")
    marks = sorted({mark for _, mark in found.values() if mark})
    if marks:
        return Council(code, name, 0, 0, f"hidden in the publication ({', '.join(marks)})")
    over = sum(found[row][0] or 0 for row in pair.over)
    under = sum(found[row][0] or 0 for row in pair.under)
    if under < LEAST_CASES:
        return Council(code, name, over, under, f"fewer than {LEAST_CASES} cases")
    return Council(code, name, over, under)
