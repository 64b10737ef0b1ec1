"""What a home page is made of. Each app adds the panels it can fill; core knows none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.context_processors import SECTIONS, address
from core.models import Organisation, User
from core.permissions import Permission
from core.roles import Role


@dataclass(frozen=True)
class Desk:
    """Whose home page it is, in which council, and what they hold there."""

    person: User
    council: Organisation
    roles: frozenset[Role]
    permissions: frozenset[Permission]
    today: date

    def is_led_by(self, role: Role) -> bool:
        """Say whether `role` is held, and none that comes before it on a home page.

        A home page has twelve statements whatever roles meet on it, so a dear panel is shown only
        to whoever starts the day with it; the others have it a link away.
        """
        held = [each for each in LEADING if each in self.roles]
        return bool(held) and held[0] is role


@dataclass(frozen=True)
class Panel:
    """One part of the home page: a template and what it needs."""

    template: str
    content: Mapping[str, Any]


PanelMaker = Callable[[Desk], Panel | None]
_makers: list[PanelMaker] = []

# Whose panel comes first, where a person holds several roles: casework before figures.
LEADING = (
    Role.SAFEGUARDING_MANAGER,
    Role.PRACTITIONER,
    Role.DIRECTOR,
    Role.QA_LEAD,
    Role.SAB_MANAGER,
    Role.SAB_CHAIR,
    Role.PARTNER_LEAD,
    Role.ANALYST,
)

# What each section offers, for people who come to read rather than to do casework.
OFFERS = {
    "safeguard:waiting": "Everything that waits, and for how long",
    "safeguard:concern-list": "Concerns and the decisions on them",
    "safeguard:concern-open-for-cause": "One case, for a reason that is recorded",
    "audit:my-audits": "Audits, second readings and actions given to you",
    "audit:round-list": "Rounds of audits: planned, drawn, shared out, closed",
    "audit:action-list": "What is to change because of audits",
    "audit:tool-list": "What audits ask, and how they are scored",
    "assurance:audit-results": "What rounds of audits found, over time and by team",
    "safeguard:enquiry-list": "Enquiries and how they ended",
    "safeguard:provider-list": "Providers, and what reached the council about each",
    "safeguard:experience-list": "What enquiries were like, for adults and for representatives",
    "safeguard:quality-desk": "Records that leave something out, and what that does to figures",
    "assurance:dashboard-list": "What changed, what is open and what needs doing, on one page",
    "assurance:measure-list": "Volumes, timeliness, risk and outcomes, each with its counts",
    "assurance:return-list": "The Safeguarding Adults Collection, year by year",
    "assurance:report-list": "Assurance reports to read or make",
    "assurance:theme3": "Evidence, self-assessment and what CQC asks for, statement by statement",
    "sab:home": "The Safeguarding Adults Board: reviews, recommendations, returns, in counts",
    "sab:review-list": "Safeguarding Adults Reviews, from referral to publication",
    "sab:recommendation-list": "What reviews ask for, how far it is done, and whether it shows",
    "sab:return-cycles": "What partners say of themselves, and what the board makes of it",
    "sab:agency-actions": "What your organisation has to do for the board",
    "sab:agency-returns": "What your organisation tells the board about its own safeguarding",
    "assurance:pack-list": "The figures of each quarter, pinned for the Safeguarding Adults Board",
    "safeguard:import-list": "What was loaded, and the faults found",
    "core:export-list": "What has left the building, for whom and why",
    "core:people": "Give people roles, and end them",
    "core:settings": "Name and colour of the council, how it counts, days that do not count",
}


@dataclass(frozen=True)
class Offer:
    """A link to a section, with a sentence about it."""

    label: str
    url: str
    text: str


def register(maker: PanelMaker) -> PanelMaker:
    """Add a maker of a panel; it returns None where the panel is not for this desk."""
    _makers.append(maker)
    return maker


def panels_for(desk: Desk) -> list[Panel]:
    """Return the panels of one home page, in the order the apps added them."""
    return [panel for maker in _makers if (panel := maker(desk)) is not None]


def offers_for(permissions: frozenset[Permission]) -> list[Offer]:
    """Return the sections that these permissions open in this installation."""
    return [
        Offer(section.label, url, OFFERS[section.url_name])
        for section in SECTIONS
        if section.permissions & permissions
        if (url := address(section.url_name))
    ]
