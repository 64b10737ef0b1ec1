"""Where the dated events of a case come from: which rows, on which day, in what words, by whom.

A day is the day in London.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    IntegerField,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, TruncDate

from safeguard import choices, choices_work
from safeguard import models as records
from safeguard.choices_work import CausedQuality


@dataclass(frozen=True)
class CaseEvent:
    """One thing that happened: `group` is the kind a reader may ask for alone.

    `enquiry_id` is None for what belongs to the concern as a whole.
    """

    group: str
    on: date
    title: str
    text: str
    who: str
    enquiry_id: int | None


@dataclass(frozen=True)
class Source:
    """Where events of one kind come from.

    `title` has `{what}` for the value of `what` in words, and `{detail}` for that of `detail`.
    """

    group: str
    model: type[models.Model]
    on: str
    title: str
    to_concern: str = "enquiry__concern"
    to_enquiry: str | None = "enquiry"
    what: str | Combinable | None = None
    labels: type[models.TextChoices] | None = None
    detail: str | None = None
    text: str | None = None
    who: str | None = None
    is_moment: bool = False

    def rows(self, concern_id: int, number: int) -> QuerySet[Any, Any]:
        """Return the events as (source, day, what, detail, text, who, enquiry), untitled."""
        day = TruncDate(self.on) if self.is_moment else Cast(self.on, DateField())
        rows = self.model._default_manager.order_by().filter(
            **{self.to_concern: concern_id, f"{self.on}__isnull": False}
        )
        enquiry = F(f"{self.to_enquiry}_id") if self.to_enquiry else Value(None)
        return rows.values_list(
            Value(number, IntegerField()),
            day,
            _words(self.what),
            _words(self.detail),
            _words(self.text),
            _words(self.who),
            Cast(enquiry, models.BigIntegerField()),
        )

    def event(self, day: date, words: Sequence[str | None], enquiry_id: int | None) -> CaseEvent:
        what, detail, text, who = (word or "" for word in words)
        if self.labels is not None:
            what = dict(self.labels.choices).get(what, what)
        title = self.title.format(what=what, what_lower=lower(what), detail=detail)
        return CaseEvent(self.group, day, title.strip(" :,"), text, who, enquiry_id)


def _words(source: str | Combinable | None) -> Cast:
    found = F(source) if isinstance(source, str) else source
    return Cast(found or Value("", CharField()), TextField())


def lower(words: str) -> str:
    """Return words that stand inside a sentence: a small first letter, unless it is an acronym."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


PRIORITY_SET = "Priority set: "
PROPOSED, SIGNED_OFF = "Decision proposed: ", "Decision signed off: "
OF_CONCERN: dict[str, Any] = {"to_concern": "concern", "to_enquiry": None}
HAD_CAPACITY = Case(
    When(had_capacity=True, then=Value("had capacity")), default=Value("lacked capacity")
)
OF_REQUEST: dict[str, Any] = {
    "to_concern": "request__enquiry__concern",
    "to_enquiry": "request__enquiry",
}
# Events of one day stand in this order, the later step first when newest come first.
SOURCES: tuple[Source, ...] = (
    Source(
        "triage",
        records.PrioritySetting,
        "set_at",
        PRIORITY_SET + "{what}",
        what="priority",
        labels=choices.Priority,
        text="reason",
        who="set_by__full_name",
        is_moment=True,
        **OF_CONCERN,
    ),
    Source(
        "triage",
        records.Information,
        "gathered_on",
        "{what}: {detail}",
        what="kind",
        labels=choices_work.InformationKind,
        detail="from_whom",
        text="learnt",
        who="recorded_by__full_name",
        **OF_CONCERN,
    ),
    Source(
        "triage",
        records.LookAgain,
        "looked_on",
        "Looked at again while waiting",
        text="safe_meanwhile",
        who="looked_by__full_name",
        **OF_CONCERN,
    ),
    Source(
        "decision",
        records.DecisionRecord,
        "proposed_at",
        PROPOSED + "{what_lower}",
        what="result",
        labels=choices.DecisionResult,
        text="reason",
        who="proposed_by__full_name",
        is_moment=True,
        **OF_CONCERN,
    ),
    Source(
        "decision",
        records.DecisionRecord,
        "signed_off_at",
        SIGNED_OFF + "{what_lower}",
        what="result",
        labels=choices.DecisionResult,
        text="answer",
        who="signed_off_by__full_name",
        is_moment=True,
        **OF_CONCERN,
    ),
    Source(
        "decision",
        records.ConcernReport,
        "feedback_on",
        "The person who raised the concern was told",
        text="feedback_note",
        who="feedback_by__full_name",
        **OF_CONCERN,
    ),
    Source(
        "enquiry",
        records.Allocation,
        "allocated_on",
        "Allocated to {detail}",
        detail="lead__full_name",
        text="note",
        who="allocated_by__full_name",
    ),
    Source(
        "enquiry",
        records.Enquiry,
        "planned_on",
        "Enquiry {detail} planned",
        to_concern="concern",
        to_enquiry=None,
        detail="reference",
        text="plan",
    ),
    Source(
        "enquiry",
        records.Hold,
        "since",
        "On hold: {what_lower}",
        what="reason",
        labels=choices_work.HoldReason,
        text="note",
        who="recorded_by__full_name",
    ),
    Source(
        "enquiry",
        records.Hold,
        "until",
        "Last day on hold: {what_lower}",
        what="reason",
        labels=choices_work.HoldReason,
    ),
    Source(
        "enquiry",
        records.CausedRequest,
        "requested_on",
        "{detail} asked to make the enquiry",
        detail="to_whom",
        text="scope",
        who="requested_by__full_name",
    ),
    Source(
        "enquiry",
        records.CausedRequest,
        "accepted_on",
        "{detail} agreed to make the enquiry",
        detail="to_whom",
    ),
    Source(
        "enquiry",
        records.CausedRequest,
        "declined_on",
        "{detail} declined to make the enquiry",
        detail="to_whom",
        text="declined_reason",
    ),
    Source(
        "enquiry",
        records.CausedRequest,
        "withdrawn_on",
        "Request to {detail} withdrawn",
        detail="to_whom",
        text="withdrawn_reason",
    ),
    Source(
        "enquiry",
        records.CausedChase,
        "chased_on",
        "{detail} chased",
        detail="request__to_whom",
        text="note",
        who="chased_by__full_name",
        **OF_REQUEST,
    ),
    Source(
        "enquiry",
        records.CausedRequest,
        "received_on",
        "Report received from {detail}",
        detail="to_whom",
    ),
    Source(
        "enquiry",
        records.CausedRequest,
        "quality_on",
        "Report of {detail}: {what_lower}",
        what="quality",
        labels=CausedQuality,
        detail="to_whom",
        text="quality_reason",
    ),
    Source(
        "enquiry",
        records.Action,
        "done_on",
        "Done: {detail}",
        detail="what",
        text="result",
        who="owner__full_name",
    ),
    Source(
        "enquiry",
        records.OtherProcess,
        "began_on",
        "{what} began",
        what="kind",
        labels=choices_work.ProcessKind,
        text="note",
    ),
    Source(
        "enquiry",
        records.OtherProcess,
        "ended_on",
        "{what} ended",
        what="kind",
        labels=choices_work.ProcessKind,
    ),
    Source(
        "enquiry",
        records.PlanReview,
        "held_on",
        "Plan reviewed: {what_lower}",
        what="result",
        labels=choices_work.PlanReviewResult,
        text="note",
    ),
    Source(
        "adult",
        records.DesiredOutcome,
        "wanted_on",
        "The adult said what they want",
        to_concern="concern",
        text="wanted",
    ),
    Source(
        "adult",
        records.DesiredOutcome,
        "judged_on",
        "Outcome judged: {what}",
        to_concern="concern",
        what="achieved",
        labels=choices.OutcomesAchieved,
        text="wanted",
        who="in_whose_view",
    ),
    Source(
        "adult",
        records.CapacityAssessment,
        "assessed_on",
        "Capacity assessed: {what}",
        what=HAD_CAPACITY,
        text="decision",
        who="assessed_by",
    ),
    Source(
        "adult",
        records.Advocacy,
        "requested_on",
        "Advocate asked for",
        what="kind",
        labels=choices.AdvocateKind,
    ),
    Source(
        "adult",
        records.Advocacy,
        "appointed_on",
        "Advocate appointed",
        what="kind",
        labels=choices.AdvocateKind,
    ),
    Source(
        "adult",
        records.ExperienceResponse,
        "asked_on",
        "Experience asked about: {what_lower}",
        what="respondent",
        labels=choices_work.Respondent,
        who="asked_by",
    ),
    Source(
        "enquiry",
        records.AgencyTold,
        "told_on",
        "{detail} told how the enquiry ended",
        detail="agency",
        text="how",
    ),
    # After the conclusion or the decision that it undoes, of the same day perhaps.
    Source(
        "decision",
        records.Reopening,
        "reopened_at",
        "Opened again",
        to_concern="concern",
        text="reason",
        who="reopened_by__full_name",
        is_moment=True,
    ),
    Source(
        "documents",
        records.CaseDocument,
        "added_at",
        "Document added: {detail}",
        to_concern="concern",
        detail="title",
        who="added_by__full_name",
        is_moment=True,
    ),
)
