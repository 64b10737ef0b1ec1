"""What a panel may ask about a cycle's returns: lows, falls, outliers, evidence that is missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from core.dates import add_months
from sab.choices_board import QuestionReason, Rating
from sab.models import AssuranceReturn, ReturnCycle, ReturnStandard, StandardAnswer
from sab.returns_shown import rating_tag
from sab.rules.returns import STALE_MONTHS, Rated, reasons_to_ask
from sab.tracker import Tag


@dataclass(frozen=True)
class Item:
    """One standard of one agency that stands out, and why."""

    assurance_return: AssuranceReturn
    standard: ReturnStandard
    rating: int
    before: int | None
    reasons: tuple[QuestionReason, ...]

    @property
    def tag(self) -> Tag:
        return rating_tag(self.rating)

    @property
    def before_label(self) -> str:
        return "" if self.before is None else Rating(self.before).label


def rating_of(answer: StandardAnswer) -> int | None:
    """Return the board's rating where there is one, else the agency's own."""
    given = answer.validated_rating
    return answer.self_rating if given is None else given


def agenda_of(cycle: ReturnCycle) -> list[Item]:
    """Return what stands out in the returns received, most reasons first, then lowest rating."""
    rows = StandardAnswer.objects.filter(assurance_return__cycle=cycle)
    sent = rows.filter(assurance_return__submitted_on__isnull=False)
    answers = list(
        sent.select_related("assurance_return__partner", "standard").prefetch_related("evidence")
    )
    before = earlier_ratings(cycle)
    by_standard = ratings_by_standard(answers)
    current = add_months(timezone.localdate(), -STALE_MONTHS)
    found = []
    for answer in answers:
        rating, row = rating_of(answer), answer.assurance_return
        if rating is None:
            continue
        everybody = by_standard[answer.standard_id]
        last = before.get((row.partner_id, answer.standard.code))
        rated = Rated(
            rating=rating,
            before=last,
            others=[value for agency, value in everybody if agency != row.partner_id],
            evidence_is_current=any(item.dated_on >= current for item in answer.evidence.all()),
        )
        reasons = tuple(QuestionReason(code) for code in reasons_to_ask(rated))
        if reasons:
            found.append(Item(row, answer.standard, rating, last, reasons))
    return sorted(found, key=lambda item: (-len(item.reasons), item.rating))


def ratings_by_standard(answers: Iterable[StandardAnswer]) -> dict[int, list[tuple[int, int]]]:
    """Return each standard's ratings with whose they are."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for answer in answers:
        rating = rating_of(answer)
        if rating is not None:
            found[answer.standard_id].append((answer.assurance_return.partner_id, rating))
    return found


def earlier_ratings(cycle: ReturnCycle) -> dict[tuple[int, str], int]:
    """Return each agency's rating of each standard in its return before this cycle's."""
    sent = Q(assurance_return__submitted_on__isnull=False)
    rows = StandardAnswer.objects.filter(
        sent,
        assurance_return__board=cycle.board_id,
        assurance_return__cycle__opens_on__lt=cycle.opens_on,
        standard__template__code=cycle.template.code,
    ).select_related("assurance_return", "standard")
    found = {}
    for answer in rows.order_by("assurance_return__cycle__opens_on", "pk"):
        rating = rating_of(answer)
        if rating is not None:
            found[answer.assurance_return.partner_id, answer.standard.code] = rating
    return found
