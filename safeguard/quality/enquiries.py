"""Rules about enquiries, open and concluded."""

from django.db.models import Exists, OuterRef, Q

from core.dates import years_before
from safeguard.choices import RISK_IDENTIFIED, LackedCapacity, OutcomesAsked
from safeguard.metrics.waiting import AWAITED
from safeguard.models import CausedChase, CausedRequest, Risk
from safeguard.quality import effects
from safeguard.quality.rule import Reach, Rule, Subject, concluded, still_open


def _not_chased(reach: Reach) -> Q:
    """A request is past its day, its report is awaited, and nobody has asked since that day.

    A report that was returned for more work is awaited again, until its new day.
    """
    chased = CausedChase.objects.filter(request=OuterRef("pk"), chased_on__gt=OuterRef("due_on"))
    late = CausedRequest.objects.filter(AWAITED, enquiry=OuterRef("pk"), due_on__lt=reach.until)
    return Q(Exists(late.filter(~Exists(chased))))


def _either(column: str, code: str) -> Q:
    return Q(**{f"{column}__isnull": True}) | Q(**{column: code})


OPEN_RULES = (
    Rule(
        "open-a-year",
        Subject.ENQUIRY,
        "Enquiry open for more than a year",
        "It may have ended without being concluded here. Until it concludes it is missing from "
        "SG2a to SG4a, and it lengthens the figures of open work.",
        "Conclude it if it has ended; else record what it waits for.",
        still_open,
        lambda reach: Q(commenced_on__lt=years_before(reach.until, 1)),
        "commenced_on",
    ),
    Rule(
        "no-lead",
        Subject.ENQUIRY,
        "Open enquiry without a lead",
        "Nobody answers for it. It shows in nobody's work.",
        "Allocate it to somebody.",
        still_open,
        lambda reach: Q(lead__isnull=True),
        "commenced_on",
    ),
    Rule(
        "caused-not-chased",
        Subject.ENQUIRY,
        "Caused enquiry overdue, and nobody has chased it",
        "The council keeps the duty while another body enquires. Late reports are in the figures "
        "of caused enquiries.",
        "Ask for the report and record the chase, or take the enquiry over.",
        still_open,
        _not_chased,
        "commenced_on",
    ),
)
CONCLUDED_RULES = (
    Rule(
        "no-risk-rows",
        Subject.ENQUIRY,
        "Concluded without a risk on record",
        "SG2a and SG2b count the risks of concluded enquiries by type, location and source. This "
        "enquiry is in neither.",
        "Add the risks that the enquiry looked at, each with its location and source.",
        concluded,
        lambda reach: Q(~Exists(Risk.objects.filter(enquiry=OuterRef("pk")))),
        "concluded_on",
    ),
    Rule(
        "no-risk-outcome",
        Subject.ENQUIRY,
        "A risk was identified, and its outcome is not recorded",
        "Missing from SG2e, and counted as not reduced in “Risk reduced or removed”.",
        "Record whether the risk remained, was reduced or was removed.",
        concluded,
        lambda reach: Q(risk_assessment_result__in=RISK_IDENTIFIED, risk_outcome__isnull=True),
        "concluded_on",
        (effects.RISK_LOWERED,),
    ),
    Rule(
        "outcomes-not-asked",
        Subject.ENQUIRY,
        "Whether the adult was asked what they wanted is not recorded",
        "Counted as “Not Recorded” in SG4a, and as not asked in “Asked what they wanted”. Not "
        "recorded is not the same as not asked.",
        "Record whether they, or somebody for them, were asked.",
        concluded,
        lambda reach: _either("outcomes_asked", OutcomesAsked.NOT_RECORDED),
        "concluded_on",
        (effects.ASKED,),
    ),
    Rule(
        "capacity-not-recorded",
        Subject.ENQUIRY,
        "Capacity for decisions about the enquiry is not recorded",
        "Counted as “Not recorded” in SG3a, and left out of the measures of capacity and support.",
        "Record whether the adult lacked capacity.",
        concluded,
        lambda reach: _either("lacked_capacity", LackedCapacity.NOT_RECORDED),
        "concluded_on",
        (effects.CAPACITY_RECORDED, effects.LACKED),
    ),
    Rule(
        "support-not-known",
        Subject.ENQUIRY,
        "Lacked capacity, and support is not known",
        "Counted as not supported in SG3a and in “Supported by an advocate, family or friend”.",
        "Record whether an advocate, family or friend supported the adult.",
        concluded,
        lambda reach: Q(lacked_capacity=LackedCapacity.YES, supported__isnull=True),
        "concluded_on",
        (effects.SUPPORTED,),
    ),
    Rule(
        "achievement-not-known",
        Subject.ENQUIRY,
        "Outcomes were expressed, and whether they were achieved is not known",
        "Missing from SG4a and left out of “Outcomes fully or partially achieved”.",
        "Record how far each outcome was achieved, in the adult's view.",
        concluded,
        lambda reach: Q(outcomes_asked=OutcomesAsked.EXPRESSED, outcomes_achieved__isnull=True),
        "concluded_on",
        (effects.ACHIEVED,),
    ),
)
