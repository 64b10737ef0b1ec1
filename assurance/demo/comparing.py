"""What the invented council set for its charts, and invented councils to compare it with.

No published figure of a real council is made up here: the councils exist nowhere, their codes begin
with "X", and the source of the file says that it is invented.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from assurance.comparators.councils import ACHIEVED, ASKED, COMMENCED, CONCERNS, S42, SUPPORTED
from assurance.comparators.long_form import read_long_form
from assurance.demo.chance import Chance
from assurance.demo.story import Story
from assurance.models import (
    ChartRebase,
    LocalTarget,
    PublishedRelease,
    PublishedValue,
    StatisticalNeighbour,
)
from assurance.sac.cells import build_return
from assurance.sac.write_csv import COLUMNS, write_csv
from assurance.scopes import open_scope
from core.csv_table import CsvTable
from core.disclosure import Mode, publish_count
from core.models import Organisation, User
from core.periods import Period

SOURCE = "Invented for this demonstration, in the form of the national publication"
NAMES = (
    "Ambermoor",
    "Birchavon",
    "Castlewen",
    "Dunmarsh",
    "Eastholme and Rill",
    "Fernbarrow",
    "Greywater",
    "Hollinstead",
    "Inglethorpe",
    "Kestrelby",
    "Larkhaven",
    "Mosswick",
    "Netherbourne",
    "Oakenshire",
    "Pellowfield",
    "Quarrymouth",
    "Ravensedge",
    "Saltfleet Vale",
    "Thornaby Cross",
    "Umberleigh",
    "Violet Downs",
    "Westerhope Sands",
    "Yarrowdale",
    "Zealcombe",
)
NEIGHBOURS = (2, 6, 9, 13, 17, 21)
Row = tuple[str, str, str, int]


@dataclass(frozen=True)
class Set:
    """Rows not yet stored."""

    targets: list[LocalTarget]
    rebases: list[ChartRebase]
    neighbours: list[StatisticalNeighbour]


def set_for(council: Organisation, story: Story, by: User) -> Set:
    """Return the council's targets, the fresh start that its new form brought, its neighbours."""
    began = _moment(story.first_day.replace(year=story.this_year - 1))
    # Enquiries that began with the new form conclude two months on.
    took_effect = story.form_changed_on.replace(day=1, month=story.form_changed_on.month + 2)
    return Set(
        targets=[
            LocalTarget(
                council=council,
                measure=measure,
                value=Decimal(value),
                effective_from=began.date(),
                reason=f"{reason} Invented, as everything here is.",
                set_at=began,
                set_by=by,
            )
            for measure, value, reason in (
                ("asked_pct", 85, "Agreed with the board when the new form was planned."),
                ("decided_within_2_working_days_pct", 90, "The council's own service standard."),
                ("risk_reduced_or_removed_pct", 80, "Agreed with the board."),
            )
        ],
        rebases=[
            ChartRebase(
                council=council,
                measure="asked_pct",
                on=took_effect,
                reason="The new form asks outright, and the rise has lasted for over a year.",
                made_at=_moment(story.as_of),
                made_by=by,
            )
        ],
        neighbours=[
            StatisticalNeighbour(council=council, code=_code(at), name=NAMES[at])
            for at in NEIGHBOURS
        ],
    )


def invented_publication(
    council: Organisation, story: Story
) -> tuple[list[PublishedRelease], list[PublishedValue]]:
    """Return an invented publication, with the council's own figures as they would be published.

    Nothing where that year is held already.
    """
    year = Period.financial_year(story.this_year - 2).label
    if PublishedRelease.objects.filter(year=year).exists():
        return [], []
    built = build_return(open_scope(by=None, council=council), year)
    own = write_csv(built, council, Mode.PUBLICATION)
    content = own + _invented(Chance(story.seed, "published"))
    with closing(CsvTable(lambda: io.BytesIO(content), f"invented-{year}.csv")) as table:
        cells = read_long_form(table).cells
    release = PublishedRelease(
        year=year,
        source=SOURCE,
        filename=table.label,
        sha256=table.digest,
        rows=len(cells),
        loaded_at=_moment(story.as_of),
    )
    return [release], [PublishedValue(release=release, **asdict(cell)) for cell in cells]


def _invented(chance: Chance) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    for at, name in enumerate(NAMES):
        for table, enquiry_type, category, value in _cells(chance):
            writer.writerow(
                {
                    "GEOGRAPHY": "ENGLAND",
                    "LA_CODE": _code(at),
                    "LA_NAME": name,
                    "TABLE_REFERENCE": table,
                    "ENQUIRY_TYPE": enquiry_type,
                    "CATEGORY": category,
                    "SUBCATEGORY": "Count",
                    "VALUE": publish_count(value),
                }
            )
    return out.getvalue().encode()


def _cells(chance: Chance) -> Iterator[Row]:
    """Yield one council's cells: sizes differ widely, shares a little more than by chance."""
    concerns = chance.whole(700, 9000)
    s42 = int(concerns * chance.whole(18, 55) / 100)
    yield "SG1f", "Safeguarding Concerns", CONCERNS, concerns
    yield "SG1f", "Section 42 Enquiries", COMMENCED[0], s42
    yield "SG1f", "Other Enquiries", COMMENCED[1], int(concerns * chance.whole(0, 6) / 100)
    known = int(s42 * 0.8)
    remained = int(known * chance.whole(7, 14) / 100)
    removed = int(known * chance.whole(24, 32) / 100)
    yield "SG2e", S42, "Risk remained", remained
    yield "SG2e", S42, "Risk removed", removed
    yield "SG2e", S42, "Risk reduced", known - remained - removed
    asked = int(s42 * chance.whole(70, 86) / 100)
    expressed = int(asked * 0.8)
    yield "SG4a", S42, ASKED[0], expressed
    yield "SG4a", S42, ASKED[1], asked - expressed
    for label, share in (("No", 0.6), ("Don't Know", 0.2), ("Not Recorded", 0.2)):
        yield "SG4a", S42, label, int((s42 - asked) * share)
    fully = int(expressed * chance.whole(62, 72) / 100)
    missed = int(expressed * chance.whole(3, 8) / 100)
    yield "SG4a", S42, ACHIEVED[0], fully
    yield "SG4a", S42, "Not Achieved", missed
    yield "SG4a", S42, ACHIEVED[1], expressed - fully - missed
    lacked = int(s42 * 0.3)
    yield "SG3a", S42, "Yes, they lacked capacity", lacked
    yield "SG3a", S42, SUPPORTED, int(lacked * chance.whole(80, 96) / 100)


def _code(at: int) -> str:
    return f"X{at + 1:02d}"


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
