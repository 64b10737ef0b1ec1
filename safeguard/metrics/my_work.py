"""What waits for one person in one council: cases, actions, drafts, and what others changed."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast

from core.models import ActivityEvent, FormDraft, Organisation, User
from safeguard.choices_work import DecisionState
from safeguard.models import Action, Concern, ConcernDraft, DecisionRecord, Enquiry

SHOWN = 20
DRAFTS_KEPT = timedelta(days=30)
CASES = {model._meta.label: model for model in (Concern, Enquiry)}
Rows = QuerySet[Any, Any]


class Kind(StrEnum):
    ACTION = "action"
    RETURNED = "returned"
    CONCERN_DRAFT = "concern_draft"
    FORM_DRAFT = "form_draft"
    CHANGE = "change"


class Entry(NamedTuple):
    """One thing to do or to know.

    `case_id` is the concern of a returned proposal, the enquiry of an action, the case that
    changed; `text` what is to be done, the manager's words, the draft's address or public key, or
    what was done; `who` who did it, or for a change also to what: its model's name is `model`.
    """

    kind: str
    key: int
    case_id: str
    reference: str
    given_name: str | None
    family_name: str | None
    text: str
    who: str
    model: str
    due_on: date | None
    at: datetime | None


def led_by(person: User, council: Organisation) -> QuerySet[Enquiry]:
    """Return the open enquiries that `person` leads, oldest first, each with its `data_cut`."""
    rows = Enquiry.objects.filter(lead=person, council=council, concluded_on=None)
    return (
        rows.select_related("concern__adult__identity")
        .annotate(data_cut=F("council__register_settings__data_cut_on"))
        .order_by("commenced_on", "pk")
    )


def raised_by(person: User, council: Organisation) -> QuerySet[Concern]:
    """Return the concerns that `person` raised and that wait for a decision or for feedback."""
    undecided = Q(decision__isnull=True)
    untold = Q(
        report__wants_feedback=True,
        report__feedback_on=None,
        report__feedback_not_possible=False,
    )
    rows = Concern.objects.filter(undecided | untold, report__raised_by=person, council=council)
    return (
        rows.select_related("adult__identity")
        .annotate(data_cut=F("council__register_settings__data_cut_on"))
        .order_by("received_on", "pk")
    )


def entries_for(
    person: User,
    council: Organisation,
    *,
    concerns: Collection[int],
    enquiries: Collection[int],
    changed_since: datetime,
    now: datetime,
) -> dict[Kind, list[Entry]]:
    """Return, in one statement, twenty entries of each kind at most.

    Actions come by the day they are due, the rest newest first. `concerns` and `enquiries` are the
    cases whose changes by others since `changed_since` are wanted.
    """
    arms = [
        _actions(person, council),
        _returned(person, council),
        _concern_drafts(person, council),
        _form_drafts(person, now),
        _changes(person, council, concerns, enquiries, changed_since),
    ]
    first, *others = arms
    found: dict[Kind, list[Entry]] = {kind: [] for kind in Kind}
    for row in first.union(*others, all=True):
        entry = Entry(*row)
        found[Kind(entry.kind)].append(entry)
    found[Kind.ACTION].sort(key=lambda entry: (entry.due_on or date.max, entry.key))
    for kind in set(Kind) - {Kind.ACTION}:
        found[kind].sort(key=lambda entry: (entry.at is not None, entry.at), reverse=True)
    return found


def _actions(person: User, council: Organisation) -> Rows:
    rows = Action.objects.filter(owner=person, done_on=None, enquiry__council=council)
    return _arm(
        rows.order_by(F("due_on").asc(nulls_last=True), "pk"),
        Kind.ACTION,
        case="enquiry_id",
        reference="enquiry__reference",
        adult="enquiry__concern__adult__",
        text="what",
        due_on="due_on",
    )


def _returned(person: User, council: Organisation) -> Rows:
    newer = DecisionRecord.objects.filter(concern=OuterRef("concern"), pk__gt=OuterRef("pk"))
    rows = DecisionRecord.objects.filter(
        ~Exists(newer),
        state=DecisionState.RETURNED,
        proposed_by=person,
        concern__council=council,
        concern__decision=None,
    )
    return _arm(
        rows.order_by("-proposed_at"),
        Kind.RETURNED,
        case="concern_id",
        reference="concern__reference",
        adult="concern__adult__",
        text="answer",
        at="proposed_at",
    )


def _concern_drafts(person: User, council: Organisation) -> Rows:
    rows = ConcernDraft.objects.filter(started_by=person, council=council)
    return _arm(rows.order_by("-saved_at"), Kind.CONCERN_DRAFT, text="public_id", at="saved_at")


def _form_drafts(person: User, now: datetime) -> Rows:
    rows = FormDraft.objects.filter(person=person, saved_at__gte=now - DRAFTS_KEPT)
    return _arm(rows.order_by("-saved_at"), Kind.FORM_DRAFT, text="form_key", at="saved_at")


def _changes(
    person: User,
    council: Organisation,
    concerns: Collection[int],
    enquiries: Collection[int],
    since: datetime,
) -> Rows:
    wanted = Q()
    for model, keys in ((Concern, concerns), (Enquiry, enquiries)):
        label, ids = model._meta.label, [str(key) for key in keys]
        wanted |= Q(target_model=label, target_id__in=ids)
        # What was done to a row of the case: an action, a look-again, a request to others.
        wanted |= Q(about_model=label, about_id__in=ids) & ~Q(about_id="")
    rows = ActivityEvent.objects.filter(
        wanted, council_id=council.pk, created_at__gte=since
    ).exclude(actor_id=str(person.pk))
    is_part = ~Q(about_id="")
    return _arm(
        rows.order_by("-created_at", "-pk"),
        Kind.CHANGE,
        case=Case(When(is_part, then=F("about_id")), default=F("target_id")),
        text="verb",
        who="actor_name",
        model=Case(When(is_part, then=F("about_model")), default=F("target_model")),
        at="created_at",
    )


def _arm(rows: Rows, kind: Kind, *, adult: str = "", **columns: Any) -> Rows:
    """Return the first twenty rows as entries, each column by its name or worked out.

    A column that is not given reads as nothing.
    """
    first = rows.model._default_manager.order_by().filter(pk__in=rows.values("pk")[:SHOWN])
    absent = Value(None, CharField())

    def words(name: str) -> Any:
        given = columns.get(name)
        if given is None:
            return Value("", TextField())
        return Cast(F(given) if isinstance(given, str) else given, TextField())

    found: Rows = first.values_list(
        Value(str(kind), CharField()),
        Cast("pk", IntegerField()),
        words("case"),
        words("reference"),
        F(f"{adult}identity__given_name") if adult else absent,
        F(f"{adult}identity__family_name") if adult else absent,
        words("text"),
        words("who"),
        words("model"),
        F(columns["due_on"]) if "due_on" in columns else Value(None, DateField()),
        F(columns["at"]) if "at" in columns else Value(None, DateTimeField()),
    )
    return found
