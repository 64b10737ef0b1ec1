"""Who waits, and for what: each stage apart, because a backlog that moves on is still one.

A case waits in one stage at a time. Everything is found by the database, however much waits.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Field,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, TruncDate

from core.dates import DaysBetween
from core.models import Organisation
from safeguard.choices import DECIDED_AS_ENQUIRY, Priority
from safeguard.choices_work import CausedQuality, DecisionState
from safeguard.models import (
    CausedRequest,
    Concern,
    ConcernReport,
    DecisionRecord,
    Enquiry,
    LookAgain,
    PrioritySetting,
    Reopening,
)

SHOWN = 50
TWO_YEARS = timedelta(days=730)
# A day before every other, from which days are numbered so that either database can add to them.
EPOCH = date(1900, 1, 1)
Rows = QuerySet[Any, Any]


class Stage(StrEnum):
    TRIAGE = "triage"
    DECISION = "decision"
    SIGN_OFF = "sign_off"
    NOT_STARTED = "not_started"
    UNALLOCATED = "unallocated"
    CAUSED = "caused"


# From the rows of a stage to the concern.
TO_CONCERN = {Stage.UNALLOCATED: "concern__", Stage.CAUSED: "enquiry__concern__"}


class Order(StrEnum):
    LOOK = "look"
    PRIORITY = "priority"
    WAIT = "wait"


class Total(NamedTuple):
    """How many wait in a stage, and since when the first of them."""

    number: int
    oldest: date | None


class WaitingCase(NamedTuple):
    """One case in one stage.

    `since` is the day it came into the stage; `look_number` the day, numbered, by which it is to
    be looked at again, whether or not anybody has looked yet; `due_on` and `of_whom` are those of
    a report asked of others.
    """

    stage: str
    concern_id: int
    enquiry_id: int | None
    reference: str
    adult_reference: str
    given_name: str | None
    family_name: str | None
    referrer: str
    priority: str | None
    kind: str | None
    received_at: datetime
    received_on: date
    decided_on: date | None
    since: date
    due_on: date | None
    of_whom: str
    looked_on: date | None
    safe_meanwhile: str | None
    look_number: int
    triaged_at: datetime | None
    reopened_at: datetime | None
    was_recorded_here: bool

    @property
    def initials(self) -> str:
        """The adult's initials; their reference where the register holds no name."""
        names = (self.given_name, self.family_name)
        return "".join(name[:1] for name in names if name).upper() or self.adult_reference

    @property
    def look_due_on(self) -> date:
        return EPOCH + timedelta(days=self.look_number)


def rows_of(council: Organisation, *, today: date, team: int | None = None) -> dict[Stage, Rows]:
    """Return the rows of `council` that wait in each stage; of one team, by its key, or of all.

    An enquiry that was never started is looked for among the concerns received in the two years up
    to `today`: an older one is a gap in the record rather than a case that waits, and looking for
    it would cost more with every year of data.
    """
    of_team = {} if team is None else {"team": team}
    concerns = Concern.objects.filter(council=council, **of_team)
    open_enquiries = Enquiry.objects.filter(council=council, concluded_on=None, **of_team)
    undecided = concerns.filter(decision__isnull=True)
    proposals = DecisionRecord.objects.order_by().filter(state=DecisionState.PROPOSED)
    # As a word, because SQLite otherwise goes through every concern without a priority.
    graded = Coalesce("priority", Value(""), output_field=CharField())
    unproposed = undecided.exclude(pk__in=proposals.values("concern")).alias(graded=graded)
    decided = concerns.filter(decision__in=DECIDED_AS_ENQUIRY, received_on__gte=today - TWO_YEARS)
    started = Enquiry.objects.order_by().filter(concern=OuterRef("pk"))
    of_council = {f"enquiry__{name}": value for name, value in of_team.items()}
    requests = CausedRequest.objects.filter(
        enquiry__council=council, enquiry__concluded_on=None, **of_council
    )
    return {
        Stage.TRIAGE: unproposed.filter(graded=""),
        Stage.DECISION: unproposed.exclude(graded=""),
        Stage.SIGN_OFF: undecided.filter(pk__in=proposals.values("concern")),
        Stage.NOT_STARTED: decided.filter(~Exists(started)),
        Stage.UNALLOCATED: open_enquiries.filter(lead__isnull=True),
        Stage.CAUSED: requests.filter(AWAITED),
    }


# No report came, and the request was neither declined nor withdrawn; or it was sent back.
AWAITED = Q(received_on=None, declined_on=None, withdrawn_on=None, quality=None) | Q(
    quality=CausedQuality.RETURNED
)


def totals(stages: Mapping[Stage, Rows]) -> dict[Stage, Total]:
    """Return how many wait in each stage and since when the oldest, in one statement."""
    return totals_from(_together(total_rows(stages)), stages)


def total_rows(stages: Mapping[Stage, Rows]) -> list[Rows]:
    """Return what `totals` reads, stage by stage: the stage, how many, since when."""
    return [
        rows.order_by()
        .annotate(since=_since(stage))
        .values(stage=Value(str(stage), CharField()))
        .annotate(n=Count("pk"), oldest=Min("since"))
        .values_list("stage", "n", "oldest")
        for stage, rows in stages.items()
    ]


def totals_from(rows: Iterable[Any], stages: Iterable[Stage] = Stage) -> dict[Stage, Total]:
    """Return the totals of the rows of `total_rows`, for each of `stages`."""
    found = {row[0]: Total(row[1], row[2]) for row in rows}
    return {stage: found.get(stage, Total(0, None)) for stage in stages}


def waiting_cases(
    stages: Mapping[Stage, Rows],
    *,
    order: Order,
    look_again_days: int,
    first: int = 0,
    shown: int = SHOWN,
) -> dict[Stage, list[WaitingCase]]:
    """Return the cases from place `first` on of each stage, `shown` at most, in one statement.

    Args:
        order: by the next look-again due, by priority, or by the wait. Reports asked of others
            come by the day they are due, unless by priority.
        look_again_days: when a case that nobody looked at is due for it, in days from receipt.
    """
    listed = []
    for stage, rows in stages.items():
        ordered = rows.annotate(place=_place(stage, order, look_again_days)).order_by("place", "pk")
        page = ordered.values("pk")[first : first + shown]
        kept = rows.model._default_manager.order_by().filter(pk__in=page)
        columns = _columns(stage, look_again_days)
        place = _place(stage, order, look_again_days)
        listed.append(kept.values_list(place, "pk", *columns))
    found: dict[Stage, list[WaitingCase]] = {stage: [] for stage in stages}
    for _, _, *values in sorted(_together(listed), key=lambda row: row[:2]):
        case = WaitingCase(*values)
        found[Stage(case.stage)].append(case)
    return found


def _together(parts: Collection[Rows]) -> Rows:
    first, *others = parts
    return first.union(*others, all=True) if others else first


def _columns(stage: Stage, look_again_days: int) -> list[Combinable]:
    """Return the columns of a `WaitingCase`, in its order."""
    to = TO_CONCERN.get(stage, "")
    enquiry = {Stage.UNALLOCATED: "", Stage.CAUSED: "enquiry__"}.get(stage)
    looks = LookAgain.objects.filter(concern=OuterRef(f"{to}pk")).order_by("-looked_on", "-id")
    is_caused = stage is Stage.CAUSED
    return [
        Value(str(stage), CharField()),
        F(f"{to}pk"),
        _nothing(BigIntegerField()) if enquiry is None else F(f"{enquiry}pk"),
        F(f"{enquiry or ''}reference"),
        F(f"{to}adult__reference"),
        F(f"{to}adult__identity__given_name"),
        F(f"{to}adult__identity__family_name"),
        F(f"{to}referrer"),
        F(f"{to}priority"),
        _nothing(CharField()) if enquiry is None else F(f"{enquiry}kind"),
        F(f"{to}received_at"),
        F(f"{to}received_on"),
        F(f"{to}decided_on"),
        _since(stage),
        F("due_on") if is_caused else _nothing(DateField()),
        F("to_whom") if is_caused else Value("", CharField()),
        Subquery(looks.values("looked_on")[:1]),
        Subquery(looks.values("safe_meanwhile")[:1]),
        _look_number(stage, look_again_days),
        _triaged(stage),
        _reopened(stage),
        Exists(ConcernReport.objects.filter(concern=OuterRef(f"{to}pk"))),
    ]


def _nothing(of_type: Field[Any, Any]) -> Cast:
    """Return a NULL with a type, without which PostgreSQL takes it for text."""
    return Cast(Value(None), of_type)


def _since(stage: Stage) -> Combinable:
    """Return the day, in London, on which a case came into its stage.

    What was undecided before and was reopened waits since then; a case waits for its decision
    since its first priority, or since receipt where nobody recorded when that was given.
    """
    if stage is Stage.SIGN_OFF:
        proposals = DecisionRecord.objects.filter(
            concern=OuterRef("pk"), state=DecisionState.PROPOSED
        )
        return TruncDate(Subquery(proposals.order_by().values("proposed_at")[:1]))
    if stage in (Stage.TRIAGE, Stage.DECISION):
        days = [TruncDate(_reopened(stage))]
        if stage is Stage.DECISION:
            days.append(TruncDate(_triaged(stage)))
        return Coalesce(*days, F("received_on"))
    columns = {Stage.NOT_STARTED: "decided_on", Stage.UNALLOCATED: "commenced_on"}
    return F(columns.get(stage, "requested_on"))


def _triaged(stage: Stage) -> Subquery:
    concern = OuterRef(f"{TO_CONCERN.get(stage, '')}pk")
    rows = PrioritySetting.objects.filter(concern=concern).order_by("set_at")
    return Subquery(rows.values("set_at")[:1])


def _reopened(stage: Stage) -> Subquery:
    concern = OuterRef(f"{TO_CONCERN.get(stage, '')}pk")
    rows = Reopening.objects.filter(concern=concern, enquiry=None).order_by("-reopened_at")
    return Subquery(rows.values("reopened_at")[:1])


def _place(stage: Stage, order: Order, look_again_days: int) -> Combinable:
    """Return the number by which the cases of a stage are put in order, the lowest first."""
    since = DaysBetween(F("due_on") if stage is Stage.CAUSED else _since(stage), _EPOCH)
    if order is Order.PRIORITY:
        return _rank(stage) * 1_000_000 + since
    if order is Order.WAIT or stage is Stage.CAUSED:
        return since
    return _look_number(stage, look_again_days)


_EPOCH = Value(EPOCH, DateField())


def _rank(stage: Stage) -> Case:
    """Return 0 for red to 2 for green; a case without a priority comes first of all.

    Nobody has looked at it yet, so nobody knows that it can wait.
    """
    column = f"{TO_CONCERN.get(stage, '')}priority"
    ranks = [When(**{column: code}, then=Value(n)) for n, code in enumerate(Priority.values)]
    return Case(*ranks, default=Value(-1), output_field=IntegerField())


def _look_number(stage: Stage, look_again_days: int) -> Coalesce:
    """Return the day by which a case is due to be looked at again, numbered from EPOCH."""
    to = TO_CONCERN.get(stage, "")
    looks = LookAgain.objects.filter(concern=OuterRef(f"{to}pk")).order_by("-looked_on", "-id")
    return Coalesce(
        DaysBetween(Subquery(looks.values("next_due_on")[:1]), _EPOCH),
        DaysBetween(F(f"{to}received_on"), _EPOCH) + look_again_days,
        output_field=IntegerField(),
    )
