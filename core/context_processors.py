"""What every page shows around its content: service, council, person, sections."""

from collections.abc import Iterable
from dataclasses import dataclass

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
    """One entry of the main navigation, offered to whoever holds any of `permissions`."""

    label: str
    url_name: str
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class NavigationItem:
    """A section as one page shows it; `current` when the page lies within it."""

    label: str
    url: str
    current: bool


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


P = Permission
SECTIONS = (
    Section("Home", "core:home", frozenset()),
    Section("Waiting", "safeguard:waiting", frozenset({P.CASE_VIEW})),
    Section("Concerns", "safeguard:concern-list", frozenset({P.CASE_VIEW})),
    Section("One case", "safeguard:concern-open-for-cause", frozenset({P.CASE_VIEW_FOR_CAUSE})),
    Section("Enquiries", "safeguard:enquiry-list", frozenset({P.CASE_VIEW})),
    Section("Providers", "safeguard:provider-list", frozenset({P.CASE_VIEW})),
    Section("Experience", "safeguard:experience-list", frozenset({P.CASE_VIEW})),
    Section("Data quality", "safeguard:quality-desk", frozenset({P.CASE_VIEW})),
    Section("Dashboards", "assurance:dashboard-list", frozenset({P.CASE_VIEW, P.MEASURE_VIEW})),
    Section("My audits", "audit:my-audits", frozenset({P.AUDIT_DO})),
    Section("Audit rounds", "audit:round-list", frozenset({P.AUDIT_ROUND_MANAGE})),
    Section("Audit actions", "audit:action-list", frozenset({P.AUDIT_ACTION_MANAGE})),
    Section("Audit tools", "audit:tool-list", frozenset({P.AUDIT_TOOL_VIEW})),
    Section("Audit results", "assurance:audit-results", frozenset({P.AUDIT_FIGURES_VIEW})),
    Section("Measures", "assurance:measure-list", frozenset({P.MEASURE_VIEW})),
    Section("SAC return", "assurance:return-list", frozenset({P.RETURN_VIEW})),
    Section("Reports", "assurance:report-list", frozenset({P.REPORT_MAKE})),
    Section("Theme 3", "assurance:theme3", THEME_3),
    Section("Board", "sab:home", frozenset({P.BOARD_FIGURES_VIEW})),
    Section("Reviews", "sab:review-list", frozenset({P.BOARD_VIEW})),
    Section("Recommendations", "sab:recommendation-list", frozenset({P.BOARD_VIEW})),
    Section("Partner returns", "sab:return-cycles", frozenset({P.BOARD_VIEW})),
    Section("Our actions", "sab:agency-actions", frozenset({P.AGENCY_ANSWER})),
    Section("Our return", "sab:agency-returns", frozenset({P.AGENCY_ANSWER})),
    Section("Board packs", "assurance:pack-list", frozenset({P.MEASURE_VIEW})),
    Section("Imports", "safeguard:import-list", frozenset({P.EXTRACT_IMPORT, P.EXTRACT_VIEW})),
    Section("Exports", "core:export-list", frozenset({P.EXPORT_VIEW})),
    Section("People", "core:people", frozenset({P.PEOPLE_MANAGE})),
    Section(
        "Settings",
        "core:settings",
        frozenset({P.CALENDAR_MANAGE, P.CLOCK_MANAGE, P.COUNCIL_MANAGE}),
    ),
)


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
    """Return the sections these memberships open; the longest address that fits is current."""
    granted = frozenset().union(*(GRANTS[Role(membership.role)] for membership in held))
    offered = [
        (section.label, url)
        for section in SECTIONS
        if not section.permissions or section.permissions & granted
        if (url := address(section.url_name))
    ]
    here = max((url for _, url in offered if contains(url, path)), key=len, default=None)
    return [NavigationItem(label, url, current=url == here) for label, url in offered]


def address(url_name: str) -> str | None:
    """Return a section's address; None while this installation has no such page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def contains(section: str, path: str) -> bool:
    """Tell whether `path` lies in a section; the home page contains nothing but itself."""
    return path == section or (section != "/" and path.startswith(section))
