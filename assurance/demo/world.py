"""Who and where: the invented councils, their teams, partners and policy changes."""

from dataclasses import dataclass

from assurance.demo.story import Story
from core.models import ClosureDay, Organisation, Team
from safeguard.models import PolicyChange, RegisterSettings

CODE = "DEMO1"
SECOND_CODE = "DEMO2"

FRONT_DOOR = "Front door"
NORTH = "North"
SOUTH = "South"
HOSPITAL = "Hospital"
DISABILITY = "Learning disability and autism"
LATE_TEAM = SOUTH
TEAM_SHARES = {FRONT_DOOR: 0.34, NORTH: 0.22, SOUTH: 0.18, HOSPITAL: 0.14, DISABILITY: 0.12}

PARTNERS = {
    "DEMO-ICB": "Wexmoor and Eldermarsh Integrated Care Board",
    "DEMO-POLICE": "Wexmoor Police",
}
COUNTING_RULE = (
    "A contact becomes a concern when the front door records that it may be about abuse or "
    "neglect. Since 1 October {changed} this is every such contact; before then a contact settled "
    "on the telephone was kept as a notification. An enquiry starts on the day the decision to "
    "make one is recorded. Every figure here is invented: this is a demonstration council."
)
SECOND_COUNTING_RULE = (
    "Every contact about abuse or neglect is a concern from the day it is received. An enquiry "
    "starts on the day of the decision. Every figure here is invented: this is a demonstration."
)


@dataclass(frozen=True)
class Council:
    """One invented council with its teams, not yet stored."""

    organisation: Organisation
    teams: dict[str, Team]
    settings: RegisterSettings
    closures: list[ClosureDay]
    policy_changes: list[PolicyChange]


def first_council(story: Story) -> Council:
    """Return the demonstration council itself."""
    council = Organisation(
        kind=Organisation.Kind.COUNCIL, code=CODE, name="Wexmoor County Council", colour="#0b5c5c"
    )
    rule = COUNTING_RULE.format(changed=story.recording_changed_on.year)
    return Council(
        organisation=council,
        teams={name: Team(organisation=council, name=name) for name in TEAM_SHARES},
        settings=RegisterSettings(council=council, counting_rule=rule, data_cut_on=story.as_of),
        closures=_closures(council, story),
        policy_changes=[
            PolicyChange(
                council=council,
                on=story.recording_changed_on,
                title="Every contact about abuse is recorded as a concern",
                explanation="The front door stopped settling contacts on the telephone. More "
                "concerns are recorded; the number of enquiries did not change with it.",
            ),
            PolicyChange(
                council=council,
                on=story.form_changed_on,
                title="New form asks what the adult wants",
                explanation="The enquiry form now asks for the adult's desired outcomes at the "
                "first visit and again at the end.",
            ),
        ],
    )


def second_council(story: Story) -> Council:
    """Return a small neighbour, which shows that no page mixes two councils."""
    council = Organisation(
        kind=Organisation.Kind.COUNCIL,
        code=SECOND_CODE,
        name="Eldermarsh Borough Council",
        colour="#5a2a6b",
    )
    return Council(
        organisation=council,
        teams={name: Team(organisation=council, name=name) for name in (FRONT_DOOR, NORTH)},
        settings=RegisterSettings(
            council=council, counting_rule=SECOND_COUNTING_RULE, data_cut_on=story.as_of
        ),
        closures=_closures(council, story),
        policy_changes=[],
    )


def partners() -> list[Organisation]:
    """Return the bodies that work with the council."""
    return [
        Organisation(kind=Organisation.Kind.PARTNER, code=code, name=name)
        for code, name in PARTNERS.items()
    ]


def _closures(council: Organisation, story: Story) -> list[ClosureDay]:
    return [ClosureDay(council=council, on=on, reason=why) for on, why in story.closures.items()]
