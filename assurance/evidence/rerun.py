"""Count a pinned figure again: has it changed, and which cases changed it?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.http import QueryDict

from assurance.asking import cases_asked
from assurance.evidence import readings
from assurance.evidence.changes import Change, ChangeKind, changes_between, tally
from assurance.evidence.pins import ShownPin, definition_of, fingerprint, shown
from assurance.measures import Measure
from assurance.models import EvidenceItem, EvidenceRevision
from assurance.packs.contents import title_of
from assurance.packs.pinned import difference, same
from assurance.scopes import open_scope
from assurance.words import ON_PAGES, long_date
from core import access
from core.models import Organisation, User
from core.permissions import Permission
from safeguard.metrics.figures import Figure
from safeguard.metrics.scope import CaseScope

ALTERED = (
    "What is stored of this figure is not what was pinned: its hash does not match. Do not rely on "
    "it, and tell whoever looks after the service."
)


class Outcome(StrEnum):
    SAME = "The figure and every case behind it count as they did"
    CASES = "The figure is the same, but not every case behind it counts as it did"
    DIFFERS = "The figure has changed since it was pinned"
    GONE = "The figure cannot be counted again"


@dataclass(frozen=True)
class Rerun:
    """What counting again found. `changes` is empty for a reader who may not see cases."""

    pin: ShownPin
    outcome: Outcome
    remarks: tuple[str, ...]
    figure: Figure | None
    words_now: str
    difference: str
    tally: Mapping[ChangeKind, int]
    may_see_cases: bool
    changes: tuple[Change, ...]
    cut_now: str

    @property
    def words_then(self) -> str:
        return self.pin.pinned.words(ON_PAGES)

    @property
    def n_changed(self) -> int:
        return sum(self.tally.values())


def rerun(*, by: User, item: EvidenceItem) -> Rerun:
    """Count the figure of an item again, over the same period and filters, from today's data.

    Which cases changed is told to those who hold CASE_VIEW in its council; to others only how many.

    Raises:
        PermissionDenied: `by` may not see the evidence, or the figures, of its council.
        EvidenceRevision.DoesNotExist: it is not a pinned figure.
    """
    council = item.council
    held = access.permissions_in(by, council)
    if Permission.EVIDENCE_VIEW not in held:
        raise PermissionDenied(f"the evidence of {council.code} is not for {by.pk}")
    revision = pinned_revision(item)
    scope = open_scope(by=by, council=council)
    pin = shown(revision.pin or {})
    # Read for everybody, to count; shown below only to those who may see cases.
    kept = revision.pinned_cases
    intact = fingerprint(revision.pin or {}, kept.parts) == revision.sha256
    measure = pin.pinned.measure
    fault = _filter_fault(pin, council)
    if measure is None or fault:
        why = fault or f"No measure is kept under the key {pin.pinned.key} any more"
        return _cannot(pin, scope, why, intact)
    old = readings.unpack(kept.parts)
    facts = readings.CaseFacts(replace(scope, only=pin.only).rows(pin.period))
    also = {part.label: part.cases.keys() for part in old}
    figure = measure.figure(facts)
    changes = changes_between(old, readings.read(measure, facts, also), measure.unit)
    may_see = Permission.CASE_VIEW in held
    return Rerun(
        pin,
        _outcome(pin, figure, changes),
        tuple(_remarks(pin, measure, intact)),
        figure,
        ON_PAGES.figure(measure, figure),
        difference(pin.pinned.figure, figure, pin.pinned.unit),
        tally(changes),
        may_see,
        tuple(changes) if may_see else (),
        long_date(scope.cut),
    )


def pinned_revision(item: EvidenceItem) -> EvidenceRevision:
    """Return the revision that pinned the figure an item holds now, with its cases.

    Later ones may have changed its words alone.

    Raises:
        EvidenceRevision.DoesNotExist: it is not a pinned figure.
    """
    rows = item.revisions.filter(pinned_cases__isnull=False).select_related("pinned_cases")
    return rows.order_by("-number")[:1].get()


def _outcome(pin: ShownPin, figure: Figure, changes: list[Change]) -> Outcome:
    if not same(pin.pinned.figure, figure):
        return Outcome.DIFFERS
    return Outcome.CASES if changes else Outcome.SAME


def _cannot(pin: ShownPin, scope: CaseScope, why: str, intact: bool) -> Rerun:
    remarks = (f"{why}. The figure stays as it was pinned.", *(() if intact else (ALTERED,)))
    nothing = dict.fromkeys(ChangeKind, 0)
    return Rerun(pin, Outcome.GONE, remarks, None, "", "", nothing, False, (), long_date(scope.cut))


def _remarks(pin: ShownPin, measure: Measure, intact: bool) -> Iterator[str]:
    """Say what else is not as it was: the name, the way of counting, what is stored."""
    if not intact:
        yield ALTERED
    title = title_of(measure)
    if measure.key != pin.pinned.key:
        yield (
            f"The measure was kept under the key {pin.pinned.key} when it was pinned, and is kept "
            f"under {measure.key} now."
        )
    if title != pin.pinned.title:
        yield f'The measure was called "{pin.pinned.title}", and is called "{title}" now.'
    if definition_of(measure) != pin.definition:
        yield (
            f"The measure is counted in another way since version {pin.code_version}, so a "
            "difference may come from that and not from the cases."
        )


def _filter_fault(pin: ShownPin, council: Organisation) -> str:
    """Say which filter names something that is no longer there; nothing where all still are."""
    given = pin.only.given
    if not given:
        return ""
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in given.items()})
    wrong = cases_asked(query, council=council).wrong
    if not wrong:
        return ""
    return f"{pin.only_words.rstrip('.')}: what it was narrowed by is no longer there"
