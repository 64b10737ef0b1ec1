"""What every page shows around its content: service, council, person, sections."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from core import access
from core.models import Membership, Organisation, User
from core.permissions import THEME_3, Permission
from core.roles import GRANTS, Role

PLAIN_COLOUR = "#505a5f"


@dataclass(frozen=True)
class Section:
    """One entry of the main navigation, offered to whoever holds any of `permissions`.

    `group` is what it is found under by somebody who is offered many.
    """

    label: str
    url_name: str
    permissions: frozenset[Permission]
    group: str = ""


@dataclass(frozen=True)
class NavigationItem:
    """A section as one page shows it; `current` when the page lies within it.

    A group holds its sections in `within`, and leads to the first of them.
    """

    label: str
    url: str
    current: bool
    within: tuple["NavigationItem", ...] = ()


@dataclass(frozen=True)
class Shell:
    """The frame of a page. Names are empty, and the navigation too, for a signed-out reader."""

    service_name: str
    council_name: str
    council_colour: str
    person_name: str
    role_label: str
    navigation: list[NavigationItem]
    version: str

    @property
    def group(self) -> NavigationItem | None:
        """The group of sections that the page lies in, whose sections it lists below."""
        return next((item for item in self.navigation if item.current and item.within), None)


P = Permission
CASES, AUDITS, FIGURES, BOARD = "Cases", "Audits", "Figures", "Board"
ADMINISTRATION = "Administration"
# The sections of a group stand together here.
SECTIONS = (
    Section("Home", "core:home", frozenset()),
    Section("Waiting", "safeguard:waiting", frozenset({P.CASE_VIEW}), CASES),
    Section("Concerns", "safeguard:concern-list", frozenset({P.CASE_VIEW}), CASES),
    Section(
        "One case", "safeguard:concern-open-for-cause", frozenset({P.CASE_VIEW_FOR_CAUSE}), CASES
    ),
    Section("Enquiries", "safeguard:enquiry-list", frozenset({P.CASE_VIEW}), CASES),
    Section("Providers", "safeguard:provider-list", frozenset({P.CASE_VIEW}), CASES),
    Section("Experience", "safeguard:experience-list", frozenset({P.CASE_VIEW}), CASES),
    Section("Data quality", "safeguard:quality-desk", frozenset({P.CASE_VIEW}), CASES),
    Section("My audits", "audit:my-audits", frozenset({P.AUDIT_DO}), AUDITS),
    Section("Audit rounds", "audit:round-list", frozenset({P.AUDIT_ROUND_MANAGE}), AUDITS),
    Section("Audit actions", "audit:action-list", frozenset({P.AUDIT_ACTION_MANAGE}), AUDITS),
    Section("Audit tools", "audit:tool-list", frozenset({P.AUDIT_TOOL_VIEW}), AUDITS),
    Section("Audit results", "assurance:audit-results", frozenset({P.AUDIT_FIGURES_VIEW}), AUDITS),
    Section(
        "Dashboards", "assurance:dashboard-list", frozenset({P.CASE_VIEW, P.MEASURE_VIEW}), FIGURES
    ),
    Section("Measures", "assurance:measure-list", frozenset({P.MEASURE_VIEW}), FIGURES),
    Section("SAC return", "assurance:return-list", frozenset({P.RETURN_VIEW}), FIGURES),
    Section("Reports", "assurance:report-list", frozenset({P.REPORT_MAKE}), FIGURES),
    Section("Board packs", "assurance:pack-list", frozenset({P.MEASURE_VIEW}), FIGURES),
    Section("Theme 3", "assurance:theme3", THEME_3),
    Section("Board", "sab:home", frozenset({P.BOARD_FIGURES_VIEW}), BOARD),
    Section("Reviews", "sab:review-list", frozenset({P.BOARD_VIEW}), BOARD),
    Section("Recommendations", "sab:recommendation-list", frozenset({P.BOARD_VIEW}), BOARD),
    Section("Partner returns", "sab:return-cycles", frozenset({P.BOARD_VIEW}), BOARD),
    Section("Our actions", "sab:agency-actions", frozenset({P.AGENCY_ANSWER}), BOARD),
    Section("Our return", "sab:agency-returns", frozenset({P.AGENCY_ANSWER}), BOARD),
    Section(
        "Imports",
        "safeguard:import-list",
        frozenset({P.EXTRACT_IMPORT, P.EXTRACT_VIEW}),
        ADMINISTRATION,
    ),
    Section("Exports", "core:export-list", frozenset({P.EXPORT_VIEW}), ADMINISTRATION),
    Section("People", "core:people", frozenset({P.PEOPLE_MANAGE}), ADMINISTRATION),
    Section(
        "Settings",
        "core:settings",
        frozenset({P.CALENDAR_MANAGE, P.CLOCK_MANAGE, P.COUNCIL_MANAGE}),
        ADMINISTRATION,
    ),
)
# More than these would wrap beside the name of the service: their groups are shown instead.
MOST_IN_A_ROW = 7


def shell(request: HttpRequest) -> dict[str, object]:
    """Return `shell`, worked out only when a template asks: a partial page costs no query."""
    return {"shell": SimpleLazyObject(lambda: shell_for(request))}


def shell_for(request: HttpRequest) -> Shell:
    """Return the frame for one request, at the price of one query for a signed-in person."""
    user = getattr(request, "user", AnonymousUser())
    held = access.held_by(request)
    council = council_of(request, held)
    here = [membership for membership in held if council in (None, membership.organisation)]
    return Shell(
        service_name=settings.SERVICE_NAME,
        council_name=council.name if council else "",
        council_colour=council.colour if council else PLAIN_COLOUR,
        person_name=user.full_name if isinstance(user, User) else "",
        role_label=role_label(here),
        navigation=navigation(held, request.path) if user.is_authenticated else [],
        version=settings.VERSION,
    )


def council_of(request: HttpRequest, held: Iterable[Membership]) -> Organisation | None:
    """Return the council a page names: the one its view works in, else the person's own.

    A view sets `request.council`. A person who belongs to several, and has chosen none of them,
    sees no council named.
    """
    at_work: Organisation | None = getattr(request, "council", None)
    if at_work is not None:
        return at_work
    organisations = {membership.organisation for membership in held}
    chosen = getattr(request, "session", {}).get(access.COUNCIL_KEY)
    if len(organisations) > 1:
        organisations = {each for each in organisations if each.pk == chosen}
    return next(iter(organisations), None)


def role_label(held: Iterable[Membership]) -> str:
    """Return the roles in words, in the order of the role table, each once."""
    roles = {membership.role for membership in held}
    return " and ".join(role.label for role in Role if role in roles)


def navigation(held: Iterable[Membership], path: str) -> list[NavigationItem]:
    """Return the sections these memberships open, in groups where they are many.

    The section of the longest address that fits is current.
    """
    granted = frozenset().union(*(GRANTS[Role(membership.role)] for membership in held))
    offered = [
        (section, url)
        for section in SECTIONS
        if not section.permissions or section.permissions & granted
        if (url := address(section.url_name))
    ]
    here = max((url for _, url in offered if contains(url, path)), key=len, default=None)
    items = [
        (section.group, NavigationItem(section.label, url, current=url == here))
        for section, url in offered
    ]
    if len(items) <= MOST_IN_A_ROW:
        return [item for _, item in items]
    together = groupby(items, key=lambda each: each[0] or each[1].label)
    return [grouped(name, tuple(item for _, item in found)) for name, found in together]


def grouped(name: str, items: tuple[NavigationItem, ...]) -> NavigationItem:
    """Return a group as one entry; one of a single section is that section."""
    if len(items) == 1:
        return items[0]
    return NavigationItem(name, items[0].url, any(item.current for item in items), items)


def address(url_name: str) -> str | None:
    """Return a section's address; None while this installation has no such page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def contains(section: str, path: str) -> bool:
    """Tell whether `path` lies in a section; the home page contains nothing but itself."""
    return path == section or (section != "/" and path.startswith(section))
