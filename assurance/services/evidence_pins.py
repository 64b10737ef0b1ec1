"""Pin a live figure as evidence: the figure, what it was asked of, and the cases behind it."""

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction

from assurance.catalogue import BY_KEY
from assurance.choices_evidence import EvidenceKind
from assurance.evidence.pins import MOST_CASES, Counted, count, shown
from assurance.models import EvidenceItem, EvidenceRevision, PinnedCases
from assurance.packs.contents import key_now
from assurance.scopes import open_scope
from assurance.services.evidence import add_item, revise
from assurance.services.evidence_contents import Content, Keeping, Words
from assurance.services.evidence_links import Place
from assurance.services.evidence_rows import lock
from core import access
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.periods import Period
from core.permissions import Permission
from safeguard.metrics.narrowing import EVERYTHING, Narrowing


@transaction.atomic
def pin_figure(
    *,
    by: User,
    council: Organisation,
    measure: str,
    period: Period,
    words: Words,
    only: Narrowing = EVERYTHING,
    only_words: str = "",
    keeping: Keeping | None = None,
    places: Collection[Place] = (),
) -> EvidenceItem:
    """Add a figure as it is counted now, with the cases behind it; it waits for approval.

    It is about the period it was counted over, whatever `words` say.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_MANAGE, or may not see figures, in `council`.
        RuleViolationError: `no_measure`, `too_many` (cases to keep), `too_soon` (the data do not
            reach into the period).
        ValidationError: what the models refuse.
    """
    access.require(by, Permission.EVIDENCE_MANAGE, council=council)
    counted = _count(by, council, measure, period, only, only_words)
    about = _about(words, period)
    item = add_item(by, council, EvidenceKind.FIGURE, _content(counted), about, keeping, places)
    _keep_cases(item.revisions.get(number=1), council, counted)
    return item


@transaction.atomic
def pin_again(*, by: User, item: EvidenceItem, after: int, what_changed: str) -> EvidenceItem:
    """Pin the figure of an item as it is counted now, as a new revision that waits for approval.

    Raises:
        PermissionDenied: as for `pin_figure`.
        RuleViolationError: as for `pin_figure` and `revise`; `no_figure`.
    """
    held = lock(by, item, Permission.EVIDENCE_MANAGE)
    latest = held.revisions.get(number=held.revision_number)
    if latest.pin is None:
        raise RuleViolationError("no_figure", "This evidence is not a pinned figure")
    pin = shown(latest.pin)
    counted = _count(
        by, held.council, key_now(pin.pinned.key), pin.period, pin.only, pin.only_words
    )
    words = Words(
        held.title, held.effective_from, held.effective_to, held.description, held.strength
    )
    revised = revise(
        by=by,
        item=held,
        after=after,
        words=words,
        content=_content(counted),
        what_changed=what_changed,
    )
    _keep_cases(revised.revisions.get(number=revised.revision_number), held.council, counted)
    return revised


def _count(
    by: User, council: Organisation, key: str, period: Period, only: Narrowing, only_words: str
) -> Counted:
    measure = BY_KEY.get(key)
    if measure is None:
        raise RuleViolationError("no_measure", f"No measure is kept as {key}", field="measure")
    scope = replace(open_scope(by=by, council=council), only=only)
    if period.start > scope.cut:
        raise RuleViolationError(
            "too_soon", "The data do not reach into this period yet", field="start"
        )
    counted = count(measure, scope, period, only_words)
    if counted.n > MOST_CASES:
        raise RuleViolationError(
            "too_many",
            f"There are {counted.n:,} cases behind this figure, and up to {MOST_CASES:,} can be "
            "kept. Choose a shorter period",
            field="end",
        )
    return counted


def _about(words: Words, period: Period) -> Words:
    return replace(words, effective_from=period.start, effective_to=period.end)


def _content(counted: Counted) -> Content:
    return Content({"pin": counted.content}, counted.sha256)


def _keep_cases(revision: EvidenceRevision, council: Organisation, counted: Counted) -> None:
    PinnedCases.objects.create(council=council, revision=revision, parts=counted.parts, n=counted.n)
