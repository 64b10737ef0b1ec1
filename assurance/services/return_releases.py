"""Returns in the ledger of releases: what each may show, given those of the year before it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from assurance.models import SharedRelease
from assurance.releases.checking import to_withhold
from assurance.releases.returns import figures_by_cell
from assurance.releases.shared import SharedFigure
from assurance.sac.cells import Return
from assurance.sac.figures import Key
from assurance.sac.layout import shown_cells, withheld_cells
from assurance.sac.withhold import CannotHideError
from assurance.services.releases import RETURN, earlier_releases, keys_of, lock_ledger
from core import activity
from core.disclosure import HIDDEN, Mode, Shown
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.periods import Period


def name_of(key: Key) -> str:
    """Return the name of a cell in the ledger: its table, panel, row and column."""
    return ", ".join(part for part in key if part)


def shown_by_name(built: Return, withheld: frozenset[Key] | None) -> dict[str, Shown]:
    """Return each cell as a version for sharing has it, by its name."""
    shown = shown_cells(built, Mode.PUBLICATION, withheld)
    return {name_of(key): value for key, value in shown.items()}


def return_to_withhold(council: Organisation, built: Return, cut: date) -> frozenset[Key]:
    """Return the cells to hide beyond 0 to 4, given all that the council shared before.

    What was hidden stays hidden, in a version of this year or in a report; to hide now what a
    version showed would help nobody.

    Raises:
        RuleViolationError: code `nothing_left`: what was shown before gives a hidden cell away.
    """
    was: dict[str, set[str]] = {}
    for release in _shared_before(council, built.period):
        for each in release.figures:
            if "cell" in each:
                was.setdefault(each["cell"], set()).add(each["shown"])
    hidden = {key for key in built.by_key if HIDDEN in was.get(name_of(key), ())}
    hidden |= _hidden_for_reports(council, built, cut)
    out = {key for key in built.by_key if was.get(name_of(key), set()) - {HIDDEN}}
    try:
        return withheld_cells(built, hidden=hidden, out=out)
    except CannotHideError as error:
        raise RuleViolationError(
            "nothing_left",
            f"This return cannot be shared: together with what was shared of {built.year} before, "
            f"somebody could work out a cell that is hidden ({error}). Share the earlier file "
            "again.",
        ) from None


def _hidden_for_reports(council: Organisation, built: Return, cut: date) -> set[Key]:
    """Return the cells which, with the reports and packs shared before, would give one away."""
    earlier = [each for each in earlier_releases(council) if each.figures]
    if not earlier:
        return set()
    figures = figures_by_cell(built, cut)
    gone = keys_of(to_withhold(list(figures.values()), earlier))
    return {key for key, figure in figures.items() if figure.key in gone}


def _shared_before(council: Organisation, period: Period) -> QuerySet[SharedRelease]:
    return SharedRelease.objects.filter(council=council, kind=RETURN, start=period.start)


@transaction.atomic
def record_return(
    *,
    by: User | None,
    council: Organisation,
    title: str,
    period: Period,
    cells: Mapping[str, Shown],
    filename: str,
    content: bytes,
    withheld: Sequence[str] = (),
    figures: Iterable[SharedFigure] = (),
) -> SharedRelease:
    """Enter a return in the ledger as it is shown; `withheld` are cells hidden beyond 0 to 4.

    Args:
        figures: the cells that a report counts as well, as shared figures.

    Raises:
        RuleViolationError: code `restated`: a cell was hidden in an earlier version and would now
            show, or the other way round, so that both together tell what changed.
        ValidationError: a text is too long for the ledger.
    """
    lock_ledger(council)
    for release in _shared_before(council, period):
        _check_return(release, cells, title)
    release = SharedRelease(
        council=council,
        kind=RETURN,
        title=title,
        start=period.start,
        end=period.end,
        figures=[
            *({"cell": cell, "shown": str(shown)} for cell, shown in cells.items()),
            *(figure.as_json() for figure in figures),
        ],
        withheld=[{"cell": cell, "because_of": []} for cell in withheld],
        filename=filename,
        sha256=sha256(content).hexdigest(),
        shared_by=by,
    )
    release.full_clean(exclude=["figures"])
    release.save(force_insert=True)
    activity.record(
        by=by,
        verb="shared",
        target=release,
        council=council,
        changes={"title": [None, title], "sha256": [None, release.sha256]},
    )
    return release


def _check_return(release: SharedRelease, cells: Mapping[str, Shown], title: str) -> None:
    now = {cell: str(shown) for cell, shown in cells.items()}
    crossed = [
        f"{each['cell']} was {each['shown']} and would be {now[each['cell']]}"
        for each in release.figures
        if each.get("cell") in now
        and now[each["cell"]] != each["shown"]
        and "[" in now[each["cell"]] + each["shown"]
    ]
    if crossed:
        raise RuleViolationError(
            "restated",
            f"{title} was shared before ({release}). Of its cells, {len(crossed):,} would now be "
            f"hidden where they were shown, or shown where they were hidden: {crossed[0]}. Both "
            "files together would tell what changed. Share the earlier file again, or a frozen "
            "return whose hidden cells are the same.",
        )
