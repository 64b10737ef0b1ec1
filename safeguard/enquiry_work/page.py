"""The work of one enquiry as sections of a page: what was done, what is open, what to do next."""

from safeguard.choices_work import ActionKind
from safeguard.enquiry_work import adult, conduct
from safeguard.enquiry_work.entries import entries_of
from safeguard.enquiry_work.parts import Section, Work
from safeguard.models import Enquiry


def sections(
    enquiry: Enquiry, *, can_record: bool, can_decide: bool, can_follow_up: bool
) -> list[Section]:
    """Return the page in its order. Eight statements, however much work there is."""
    work = Work(enquiry, can_record, can_decide, can_follow_up, entries_of(enquiry))
    actions = list(enquiry.actions.select_related("owner"))
    return [
        conduct.allocation(work),
        conduct.planning(work),
        conduct.caused(work),
        conduct.actions(work, "actions", "Actions of the enquiry", ActionKind.ENQUIRY, actions),
        conduct.holds(work),
        adult.risks(work),
        adult.outcomes(work),
        adult.capacity(work),
        adult.advocacy(work),
        adult.for_the_return(work),
        conduct.processes(work),
        conduct.actions(work, "plan", "Safeguarding plan", ActionKind.PLAN, actions),
        conduct.reviews(work),
    ]
