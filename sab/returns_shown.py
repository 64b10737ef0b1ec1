"""A return as pages show it: its standards by section, what each still needs, how far it is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from core.dates import add_months
from core.errors import RuleViolationError
from sab.choices_board import Rating, ReturnStatus
from sab.models import (
    AnswerEvidence,
    AssuranceReturn,
    ImprovementAction,
    Partner,
    ReturnStandard,
    StandardAnswer,
)
from sab.rules.returns import STALE_MONTHS, Held, check_writable, gaps_of
from sab.tracker import Tag

COLOURS = {Rating.NOT_MET: "red", Rating.PARTLY: "orange", Rating.MET: "green"}
STATUS_COLOURS = {
    ReturnStatus.NOT_STARTED: "grey",
    ReturnStatus.CHANGES_REQUESTED: "orange",
    ReturnStatus.VALIDATED: "green",
    ReturnStatus.CLOSED: "green",
}


@dataclass
class StandardHeld:
    """One standard of a return with what the agency holds on it."""

    standard: ReturnStandard
    answer: StandardAnswer | None
    evidence: list[AnswerEvidence]
    actions: list[ImprovementAction]
    stale_before: date
    gaps: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        answer = self.answer
        held = Held(
            is_answered=answer is not None,
            is_confirmed=answer is None or answer.is_confirmed,
            rating=answer.self_rating if answer else None,
            evidence=tuple(str(item.kind) for item in self.evidence),
            has_action=bool(self.actions),
        )
        self.gaps = gaps_of(held)

    @property
    def self_tag(self) -> Tag:
        if self.answer is None:
            return Tag("Not answered", "grey")
        if self.answer.is_not_applicable:
            return Tag("Does not apply", "grey")
        return rating_tag(self.answer.self_rating)

    @property
    def validated_tag(self) -> Tag | None:
        if self.answer is None or self.answer.validated_rating is None:
            return None
        return rating_tag(self.answer.validated_rating)

    @property
    def differs(self) -> bool:
        answer = self.answer
        return (
            answer is not None
            and answer.validated_rating is not None
            and answer.validated_rating != answer.self_rating
        )

    @property
    def evidence_is_current(self) -> bool:
        return any(item.dated_on >= self.stale_before for item in self.evidence)


@dataclass(frozen=True)
class Section:
    """A part of a return, with how many of its standards are ready."""

    title: str
    standards: list[StandardHeld]

    @property
    def ready(self) -> int:
        return sum(not held.gaps for held in self.standards)


def rating_tag(rating: int | None) -> Tag:
    if rating is None:
        return Tag("No rating", "grey")
    found = Rating(rating)
    return Tag(found.label, COLOURS.get(found, "blue"))


def status_tag(row: AssuranceReturn) -> Tag:
    status = ReturnStatus(row.status)
    return Tag(status.label, STATUS_COLOURS.get(status, "blue"))


def improvement_tag(action: ImprovementAction, today: date) -> Tag:
    """Return how far an agency's action on a standard is."""
    if action.verified_on:
        return Tag("Verified", "green")
    if action.completed_on:
        return Tag("Done, to be verified", "blue")
    if action.due_on < today:
        return Tag("Overdue", "red")
    return Tag("Sent back", "orange") if action.sent_back_because else Tag("Open", "grey")


def asked_of(partner: Partner, standards: Iterable[ReturnStandard]) -> list[ReturnStandard]:
    """Return the standards that an agency of this kind is asked."""
    return [row for row in standards if not row.kinds or partner.kind in row.kinds]


def standards_held(row: AssuranceReturn) -> list[StandardHeld]:
    """Return the standards that a return is asked, in the order of its template."""
    standards = ReturnStandard.objects.filter(template=row.cycle.template_id)
    answers = row.answers.select_related("carried_from__assurance_return")
    by_standard = {answer.standard_id: answer for answer in answers.prefetch_related("evidence")}
    actions = actions_by_code(row)
    stale_before = add_months(timezone.localdate(), -STALE_MONTHS)
    found = []
    for standard in asked_of(row.partner, standards):
        answer = by_standard.get(standard.pk)
        items = list(answer.evidence.all()) if answer else []
        mine = actions.get(standard.code, [])
        found.append(StandardHeld(standard, answer, items, mine, stale_before))
    return found


def actions_by_code(row: AssuranceReturn) -> dict[str, list[ImprovementAction]]:
    """Return what the agency does about each standard: of this return, or open from an earlier."""
    rows = ImprovementAction.objects.filter(partner=row.partner_id)
    rows = rows.filter(standard__template__code=row.cycle.template.code)
    live = rows.filter(Q(assurance_return=row) | Q(completed_on__isnull=True))
    found: dict[str, list[ImprovementAction]] = defaultdict(list)
    for action in live.select_related("standard"):
        if action.standard is not None:
            found[action.standard.code].append(action)
    return found


def why_closed(row: AssuranceReturn, today: date) -> str:
    """Say why a return cannot be written on a day; empty where it can."""
    cycle = row.cycle
    try:
        check_writable(
            row.status,
            opens_on=cycle.opens_on,
            closes_on=cycle.closes_on,
            late_until=row.late_until,
            today=today,
        )
    except RuleViolationError as error:
        return str(error)
    return ""


def sections_of(held: list[StandardHeld]) -> list[Section]:
    grouped = groupby(held, key=lambda each: each.standard.section)
    return [Section(title, list(rows)) for title, rows in grouped]


def with_first_sent(rows: QuerySet[AssuranceReturn]) -> QuerySet[AssuranceReturn]:
    """Add when each was first submitted, by which it is late or not: a second sending is not."""
    sent = Q(steps__status=ReturnStatus.SUBMITTED)
    return rows.annotate(first_sent=Min("steps__at", filter=sent))


def is_late(row: AssuranceReturn) -> bool:
    """Say whether a return of `with_first_sent` first came after its window."""
    first = getattr(row, "first_sent", None)
    day = timezone.localdate(first) if first else row.submitted_on
    return day is not None and day > row.cycle.closes_on
