"""The ledger of releases: check what is to be shared against it, and enter what was."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from django.db import transaction

from assurance.models import SharedRelease
from assurance.releases.checking import Earlier, Withheld, to_withhold
from assurance.releases.shared import Key, SharedFigure, from_json
from core import activity
from core.disclosure import Shown
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.periods import Period

# The return is shared by the national rule alone, and checked against its own earlier versions.
RETURN = "sac_return"
FIXED_CUTS = (
    "A version for sharing covers a whole financial year or a whole quarter. Any other dates could "
    "be subtracted from these, and show a number that is hidden."
)


def check_cut(start: date, end: date) -> None:
    """Refuse a period that a version for sharing may not cover.

    Raises:
        RuleViolationError: code `not_a_fixed_cut`.
    """
    period = Period.between(start, end)
    if not (period.is_financial_year or period.is_quarter):
        raise RuleViolationError("not_a_fixed_cut", FIXED_CUTS, field="period")


def lock_ledger(council: Organisation) -> None:
    """Let one release of a council wait for another: each must see those before it."""
    Organisation.objects.select_for_update(no_key=True).get(pk=council.pk)


def what_to_withhold(
    *, council: Organisation, figures: Sequence[SharedFigure], document: str
) -> list[Withheld]:
    """Return which of the figures must be hidden, given all that the council shared before.

    Raises:
        RuleViolationError: code `nothing_left`: what was shared before leaves nothing to show.
    """
    found = to_withhold(figures, earlier_releases(council))
    hidden = {each.key for each in found}
    if figures and hidden and all(each.is_hidden or each.key in hidden for each in figures):
        because = sorted({title for each in found for title in each.because_of})
        if because:
            raise RuleViolationError(
                "nothing_left",
                f"{document} cannot be shared: together with {' and '.join(because)} every figure "
                "in it would let somebody work out a number that is hidden.",
            )
    return found


def earlier_releases(council: Organisation) -> list[Earlier]:
    """Return what the council has shared, oldest first."""
    releases = SharedRelease.objects.filter(council=council).exclude(kind=RETURN)
    releases = releases.order_by("shared_at", "pk")
    return [
        Earlier(str(release), tuple(from_json(each) for each in release.figures))
        for release in releases
    ]


@transaction.atomic
def record_release(
    *,
    by: User | None,
    council: Organisation,
    kind: str,
    title: str,
    period: Period,
    figures: Sequence[SharedFigure],
    withheld: Sequence[Withheld],
    filename: str,
    content: bytes,
) -> SharedRelease:
    """Enter in the ledger what is about to be handed over, as it is shown.

    Whoever makes the file has checked that `by` may have it, and has hidden what is `withheld`.

    Args:
        by: who shares it; None for a command run by whoever holds the machine.

    Raises:
        ValidationError: a text is too long for the ledger.
    """
    hidden = {each.key for each in withheld}
    shown = [replace(each, withheld=each.key in hidden) for each in figures]
    release = SharedRelease(
        council=council,
        kind=kind,
        title=title,
        start=period.start,
        end=period.end,
        figures=[each.as_json() for each in shown],
        withheld=[withheld_as_json(each) for each in withheld],
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
) -> SharedRelease:
    """Enter a return in the ledger of releases, as the national rule shows it.

    Raises:
        RuleViolationError: code `restated`: a cell was hidden in an earlier version and would now
            show, or the other way round, so that both together tell what changed.
        ValidationError: a text is too long for the ledger.
    """
    lock_ledger(council)
    for release in SharedRelease.objects.filter(council=council, kind=RETURN, start=period.start):
        _check_return(release, cells, title)
    release = SharedRelease(
        council=council,
        kind=RETURN,
        title=title,
        start=period.start,
        end=period.end,
        figures=[{"cell": cell, "shown": str(shown)} for cell, shown in cells.items()],
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
        if each["cell"] in now
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


def withheld_as_json(one: Withheld) -> dict[str, object]:
    measure, start, end, part = one.key
    return {
        "measure": measure,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "part": part,
        "because_of": list(one.because_of),
    }


def keys_of(withheld: Sequence[Withheld]) -> frozenset[Key]:
    return frozenset(each.key for each in withheld)
