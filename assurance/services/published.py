"""Load one year of the national publication. The same file again changes nothing."""

from contextlib import closing
from dataclasses import asdict, dataclass

from django.db import transaction

from assurance.comparators.long_form import read_long_form
from assurance.models import PublishedRelease, PublishedValue
from core import access, activity
from core.csv_table import CsvTable, Open
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.periods import parse_financial_year
from core.permissions import Permission

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: nothing where this very file was there already."""

    release: PublishedRelease
    councils: int
    totals: int
    was_there: bool = False
    replaced: bool = False


@transaction.atomic
def load_published(
    *,
    by: User | None,
    council: Organisation | None,
    open_bytes: Open,
    filename: str,
    year: str,
    source: str,
    source_url: str = "",
) -> Loaded:
    """Store a release in place of the one held for that year, if it is another file.

    Args:
        by: who loads it; None for a command run by whoever holds the machine.
        council: where `by` holds the right; the figures belong to no council.

    Raises:
        PermissionDenied: `by` does not hold PUBLISHED_LOAD in `council`.
        RuleViolationError: code `not_a_year`.
        InputError: the file is not the publication's CSV; every fault up to the tenth is named.
        ValidationError: the source is missing or too long.
    """
    if by is not None and council is not None:
        access.require(by, Permission.PUBLISHED_LOAD, council=council)
    try:
        label = parse_financial_year(year).label
    except ValueError as error:
        raise RuleViolationError("not_a_year", str(error), field="year") from error
    held = PublishedRelease.objects.select_for_update().filter(year=label).first()
    with closing(CsvTable(open_bytes, filename)) as table:
        if held is not None and held.sha256 == table.digest:
            return Loaded(held, _councils(held), 0, was_there=True)
        found = read_long_form(table)
    release = PublishedRelease(
        year=label,
        source=source.strip(),
        source_url=source_url.strip(),
        filename=filename[:200],
        sha256=table.digest,
        rows=len(found.cells),
        loaded_by=by,
    )
    if held is not None:
        held.delete()
    release.full_clean()
    release.save(force_insert=True)
    PublishedValue.objects.bulk_create(
        [PublishedValue(release=release, **asdict(cell)) for cell in found.cells],
        batch_size=BATCH,
    )
    changes = {"year": [None, label], "sha256": [held.sha256 if held else None, release.sha256]}
    activity.record(
        by=by, verb="published_loaded", target=release, council=council, changes=changes
    )
    return Loaded(release, _councils(release), found.totals, replaced=held is not None)


def _councils(release: PublishedRelease) -> int:
    return release.values.values("code").distinct().count()
