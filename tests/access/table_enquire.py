"""The work of an enquiry: recorded by those who do casework, allocated by a manager."""

from core.roles import Role
from tests import factories
from tests.access.rows import made

RECORD = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER})
READ = RECORD | {Role.ANALYST}
DECIDE = frozenset({Role.SAFEGUARDING_MANAGER})
# A director who has given no reason is asked for one.
ASKED = {Role.DIRECTOR: 302}


def of_enquiry(factory):
    """Return a maker of a row of an enquiry in a council."""
    return lambda council: factory(enquiry__concern__adult__council=council)


MAKERS = {
    "action": of_enquiry(factories.ActionFactory),
    "hold": of_enquiry(factories.HoldFactory),
    "capacity": of_enquiry(factories.CapacityAssessmentFactory),
    "advocacy": of_enquiry(factories.AdvocacyFactory),
    "risk": of_enquiry(factories.RiskFactory),
    "outcome": of_enquiry(factories.DesiredOutcomeFactory),
    "process": of_enquiry(factories.OtherProcessFactory),
    "plan-review": of_enquiry(factories.PlanReviewFactory),
    "caused request": of_enquiry(factories.CausedRequestFactory),
}


def recorded(kind):
    """Return the row of a form about a record of this kind, for those who record casework."""
    return ("get", {"pk": made(kind)}, {}, RECORD, 200)


OF_THE_ENQUIRY = (
    "enquiry-plan",
    "enquiry-facts",
    "caused-request",
    "action-add",
    "hold-begin",
    "capacity-add",
    "advocacy-add",
    "risk-add",
    "outcome-add",
    "process-add",
    "plan-review-add",
)
OF_A_ROW = {
    "action": ("change", "done", "remove"),
    "hold": ("end", "remove"),
    "capacity": ("change", "remove"),
    "advocacy": ("change", "remove"),
    "risk": ("change", "remove"),
    "outcome": ("change", "remove"),
    "process": ("change", "remove"),
    "plan-review": ("hold", "remove"),
}
OF_A_REQUEST = (
    "caused-answer",
    "caused-change",
    "caused-chase",
    "caused-received",
    "caused-quality",
    "caused-withdraw",
)

TABLE = {
    "safeguard:enquiry-start": recorded("concern"),
    "safeguard:enquiry-allocate": ("get", {"pk": made("enquiry")}, {}, DECIDE, 200),
    "safeguard:enquiry-work": ("get", {"pk": made("enquiry")}, {}, READ, 200, ASKED),
    "safeguard:caused-detail": ("get", {"pk": made("caused request")}, {}, READ, 200, ASKED),
    **{f"safeguard:{name}": recorded("enquiry") for name in OF_THE_ENQUIRY},
    **{
        f"safeguard:{kind}-{verb}": recorded(kind)
        for kind, verbs in OF_A_ROW.items()
        for verb in verbs
    },
    **{f"safeguard:{name}": recorded("caused request") for name in OF_A_REQUEST},
}
