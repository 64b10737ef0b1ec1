"""The ledger of releases: check what is to be shared against it, and enter what was."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from django.db import transaction

from assurance.models import SharedRelease
from assurance.releases.checking import Earlier, Withheld, to_withhold
from assurance.releases.shared import Key, SharedFigure, from_json
from core import activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.periods import Period

# A return is cells by table, row and column: see `assurance.services.return_releases`.
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
    """Return what the council has shared, oldest first.

    Of a return, the cells that a report counts as well: its versions are checked against one
    another in `assurance.services.return_releases`.
    """
    releases = SharedRelease.objects.filter(council=council).order_by("shared_at", "pk")
    return [
        Earlier(
            str(release), tuple(from_json(each) for each in release.figures if "measure" in each)
        )
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
