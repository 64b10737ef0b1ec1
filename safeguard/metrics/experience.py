"""Who was asked what the enquiry was like, and who is due to be. Adults and others never add up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from core.dates import MonthOf
from core.rates import Rate
from safeguard.choices_work import ExperienceResult, Respondent
from safeguard.metrics.scope import PeriodRows
from safeguard.models import (
    Enquiry,
    EnquiryQuerySet,
    ExperienceAnswer,
    ExperienceQuestion,
    ExperienceResponse,
)
from safeguard.rules.experience import FELT_SAFER, ExperienceFact


@dataclass(frozen=True, slots=True)
class Responses:
    """How many concluded enquiries there are, and in how many one kind of person was asked."""

    concluded: int
    asked: int
    answered: int

    @property
    def asked_rate(self) -> Rate:
        return Rate(self.asked, self.concluded)

    @property
    def response_rate(self) -> Rate:
        """Answered, of those asked: an enquiry counts once however often somebody was asked."""
        return Rate(self.answered, self.asked)


def responses(enquiries: EnquiryQuerySet) -> Mapping[Respondent, Responses]:
    """Count over concluded enquiries, for each kind of respondent by itself, in one statement."""
    asked = {f"asked_{kind}": Exists(_of(kind)) for kind in Respondent}
    answered = {
        f"answered_{kind}": Exists(_of(kind).filter(result=ExperienceResult.ANSWERED))
        for kind in Respondent
    }
    flags = {**asked, **answered}
    counts = {f"n_{name}": Count("pk", filter=Q(**{name: True})) for name in flags}
    found = enquiries.order_by().annotate(**flags).aggregate(concluded=Count("pk"), **counts)
    return {
        kind: Responses(found["concluded"], found[f"n_asked_{kind}"], found[f"n_answered_{kind}"])
        for kind in Respondent
    }


def due_to_ask(enquiries: EnquiryQuerySet, *, today: date, weeks: int) -> QuerySet[Enquiry]:
    """Return those that concluded up to so many weeks ago and of which nobody was asked.

    Oldest conclusion first: there the time to ask runs out first. An enquiry whose last day is
    today is still among them.
    """
    nobody = ~Exists(ExperienceResponse.objects.filter(enquiry=OuterRef("pk")))
    span = (today - timedelta(weeks=weeks), today)
    return enquiries.filter(nobody, concluded_on__range=span).order_by("concluded_on", "pk")


def asks_about_feeling_safer(council_id: int) -> bool:
    """Say whether a set of the council has the question that the measure reads."""
    return ExperienceQuestion.objects.filter(
        question_set__council=council_id, code=FELT_SAFER
    ).exists()


def facts_of(kind: Respondent, rows: PeriodRows) -> tuple[Any, Mapping[str, Any], type[Any]]:
    """Return the source of facts about one kind of respondent: rows, columns in order, type."""
    answered = Case(When(result=ExperienceResult.ANSWERED, then=0), default=1)
    best = _of(kind).order_by(answered, "-asked_on", "-pk").values("result")
    safer = ExperienceAnswer.objects.filter(
        response__enquiry=OuterRef("pk"),
        response__respondent=kind,
        response__result=ExperienceResult.ANSWERED,
        question__code=FELT_SAFER,
    )
    columns = {
        "month": MonthOf(F("concluded_on")),
        "kind": F("kind"),
        "result": Subquery(best[:1]),
        # The newest answers, where somebody answered again after a reopening.
        "safer": Subquery(
            safer.order_by("-response__asked_on", "-response__pk").values("option__code")[:1]
        ),
    }
    return rows.concluded, columns, ExperienceFact


def _of(kind: Respondent) -> QuerySet[ExperienceResponse]:
    return ExperienceResponse.objects.filter(enquiry=OuterRef("pk"), respondent=kind).order_by()
