"""Rules about concerns and the decisions on them."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery

from core.dates import YearsBetween
from safeguard.choices import DECIDED_AS_ENQUIRY, DecisionResult, PrimarySupportReason
from safeguard.choices_work import DecisionState
from safeguard.models import (
    Adult,
    ConcernRiskType,
    DecisionRecord,
    DecisionRoute,
    Enquiry,
    LookAgain,
)
from safeguard.quality.rule import Reach, Rule, Subject, received, waiting

ADULT_FROM = 18


def _not_looked_at(reach: Reach) -> Q:
    """Received longer ago than a look-again may take, and the newest look-again does not hold."""
    early = reach.until - timedelta(days=reach.look_again_days)
    newest = LookAgain.objects.filter(concern=OuterRef("concern")).order_by("-looked_on", "-id")
    holds = LookAgain.objects.filter(
        concern=OuterRef("pk"),
        next_due_on__gte=reach.until,
        pk=Subquery(newest.values("pk")[:1]),
    )
    return Q(received_on__lt=early) & Q(~Exists(holds))


def _not_started(reach: Reach) -> Q:
    enquiries = Enquiry.objects.filter(concern=OuterRef("pk"))
    return Q(decision__in=DECIDED_AS_ENQUIRY) & Q(~Exists(enquiries))


def _parts_missing(reach: Reach) -> Q:
    missing = Q(met_a__isnull=True) | Q(met_b__isnull=True) | Q(met_c__isnull=True)
    return Q(decision=DecisionResult.SECTION_42) & missing


def _no_risk_type(reach: Reach) -> Q:
    return Q(~Exists(ConcernRiskType.objects.filter(concern=OuterRef("pk"))))


def _no_route(reach: Reach) -> Q:
    """A decision made here; one that was loaded holds no routes, and cannot."""
    signed = DecisionRecord.objects.filter(concern=OuterRef("pk"), state=DecisionState.SIGNED_OFF)
    routed = DecisionRoute.objects.filter(
        decision__concern=OuterRef("pk"), decision__state=DecisionState.SIGNED_OFF
    )
    return Q(decision=DecisionResult.NOT_AN_ENQUIRY) & Q(Exists(signed)) & Q(~Exists(routed))


# By the adult's key rather than by a join, which would have every adult of the register read.
def _died_before(reach: Reach) -> Q:
    dead = Adult.objects.filter(pk=OuterRef("adult"), died_on__lt=OuterRef("received_on"))
    return Q(Exists(dead))


def _under_18(reach: Reach) -> Q:
    born = Adult.objects.filter(pk=OuterRef("adult"))
    age = YearsBetween(OuterRef("received_on"), F("born_on"))
    return Q(Exists(born.alias(age_then=age).filter(age_then__lt=ADULT_FROM)))


CONCERN_RULES = (
    Rule(
        "no-decision",
        Subject.CONCERN,
        "No decision, and nobody has looked again in time",
        "The adult may not be safe while they wait. Until it is decided, the concern is in no "
        "figure of decisions made in time and in no conversion figure.",
        "Look at the concern: decide it, or record a look-again with what keeps the adult safe.",
        waiting,
        _not_looked_at,
        "received_on",
    ),
    Rule(
        "no-priority",
        Subject.CONCERN,
        "Waiting for a decision without a priority",
        "The waiting view cannot put it in its place, and clocks set by priority do not apply.",
        "Set a priority, with the reason.",
        waiting,
        lambda reach: Q(priority__isnull=True),
        "received_on",
    ),
    Rule(
        "enquiry-not-started",
        Subject.CONCERN,
        "Decided as an enquiry, and none has been started",
        "The concern is counted in SG1f and its enquiry is not. The conversion figure in the "
        "published sense is too low by each of them.",
        "Start the enquiry; or reopen the decision if it was not meant.",
        received,
        _not_started,
        "received_on",
    ),
    Rule(
        "three-parts",
        Subject.CONCERN,
        "Section 42 enquiry without the three parts answered",
        "A section 42 enquiry rests on all three parts of section 42(1); the record does not say "
        "that each is met. The return does not count the parts.",
        "Record yes or no for each part, with its reason.",
        received,
        _parts_missing,
        "received_on",
    ),
    Rule(
        "no-risk-type",
        Subject.CONCERN,
        "No type of risk recorded",
        "Nobody can see what kinds of concern come in. SG2a counts the types of risk that "
        "enquiries find, which usually start from these.",
        "Add at least one type of risk to the concern.",
        received,
        _no_risk_type,
        "received_on",
    ),
    Rule(
        "no-route",
        Subject.CONCERN,
        "Not an enquiry, and no route on record",
        "The record does not say what the adult got instead of an enquiry.",
        "Record at least one route. “No further action” is a route too.",
        received,
        _no_route,
        "received_on",
    ),
    Rule(
        "support-reason",
        Subject.CONCERN,
        "Primary support reason not known",
        "Counted as “Not Known” in SG1d, in the concern's row and in that of its enquiry.",
        "Find the reason in the adult's social care record, as it was when the concern came.",
        received,
        lambda reach: Q(primary_support_reason=PrimarySupportReason.NOT_KNOWN),
        "received_on",
    ),
    Rule(
        "died-before",
        Subject.CONCERN,
        "The adult died before the concern was received",
        "A date is wrong, or the concern is about a death. The age band in SG1a is that at death.",
        "Check the date of death and the day received.",
        received,
        _died_before,
        "received_on",
    ),
    Rule(
        "under-18",
        Subject.CONCERN,
        "Under 18 on the day the concern was received",
        "The return covers adults aged 18 and over: somebody still under 18 at the end of the year "
        "is left out of every table and every measure.",
        "Check the date of birth. If it is right, children's services are to be told.",
        received,
        _under_18,
        "received_on",
    ),
)
