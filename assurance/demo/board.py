"""The invented Safeguarding Adults Board: partners, five referrals, what came of them.

One theme comes back after its recommendation was closed. One recommendation was due when the
council's new form came in, so that its linked measure shows a change; one shows none yet.
"""

from datetime import timedelta

from assurance.demo.board_business import business
from assurance.demo.board_returns import returns
from assurance.demo.board_rows import Scene, store_decision, store_review, store_stages
from assurance.demo.board_story import discharge, fire, thematic
from assurance.demo.board_surveys import surveys
from assurance.demo.people import DOMAIN
from assurance.demo.story import Story
from core.models import Organisation, User
from sab.choices import AgencyKind, Stage
from sab.frameworks_loader import stages
from sab.frameworks_loader import themes as themes_of_file
from sab.models import (
    AnnualReport,
    Board,
    BoardArea,
    MemberContribution,
    OtherReview,
    Partner,
    Representative,
    StageTarget,
    StrategicPriority,
    Subgroup,
    Theme,
)

PARTNERS = (
    ("Wexmoor County Council", AgencyKind.LOCAL_AUTHORITY, "DEMO1"),
    ("Wexmoor and Eldermarsh Integrated Care Board", AgencyKind.INTEGRATED_CARE_BOARD, "DEMO-ICB"),
    ("Wexmoor Police", AgencyKind.POLICE, "DEMO-POLICE"),
    ("Wexmoor Fire and Rescue", AgencyKind.FIRE, None),
    ("Hollowbeck Hospitals", AgencyKind.ACUTE_TRUST, None),
    ("Lantern Homes", AgencyKind.HOUSING, None),
    ("Healthwatch Wexmoor", AgencyKind.HEALTHWATCH, None),
)


def make_board(story: Story, bodies: dict[str, Organisation]) -> Board:
    """Store the board of the demonstration council with everything it keeps."""
    council = bodies["DEMO1"]
    board = Board.objects.create(name="Wexmoor Safeguarding Adults Board")
    BoardArea.objects.create(board=board, council=council, is_host=True)
    StageTarget.objects.bulk_create(
        StageTarget(board=board, stage=line.code, days=line.days)
        for line in stages().values()
        if line.days
    )
    themes = Theme.objects.bulk_create(
        Theme(code=line.code, title=line.title, domain=line.domain) for line in themes_of_file()
    )
    partners = {
        name: Partner.objects.create(
            board=board,
            name=name,
            kind=kind,
            organisation=bodies.get(code) if code else None,
            joined_on=story.first_day,
        )
        for name, kind, code in PARTNERS
    }
    users = {user.email: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    scene = Scene(
        board,
        council,
        story.as_of,
        users[f"board-manager@{DOMAIN}"],
        users[f"board-chair@{DOMAIN}"],
        partners,
        {theme.code: theme for theme in themes},
    )
    _people(scene, users[f"partner@{DOMAIN}"])
    fire(scene, story.form_changed_on)
    discharge(scene)
    thematic(scene)
    _waiting(scene)
    _others(scene)
    returns(scene, users[f"partner@{DOMAIN}"])
    business(scene)
    surveys(scene)
    return board


def _people(scene: Scene, icb_lead: User) -> None:
    for partner, name, title, person in (
        ("Wexmoor County Council", "Josephine Merrick-Vane", "Director", None),
        ("Wexmoor and Eldermarsh Integrated Care Board", "Rafe Dunmarrow", "Lead nurse", icb_lead),
        ("Wexmoor Police", "Callum Ferrowby", "Superintendent", None),
    ):
        Representative.objects.create(
            partner=scene.partners[partner],
            name=name,
            job_title=title,
            role="member",
            person=person,
        )
    for name, remit in (
        ("Safeguarding Adults Review subgroup", "Looks at referrals and follows recommendations"),
        ("Quality assurance subgroup", "Audits, the dataset and partners' returns"),
    ):
        Subgroup.objects.create(board=scene.board, name=name, remit=remit)
    StrategicPriority.objects.create(
        board=scene.board,
        title="Self-neglect",
        intended_difference="Fewer adults die at home whom several agencies knew to be at risk",
        starts_on=scene.ago(24),
        ends_on=scene.ago(-12),
        done="A pathway is agreed and 600 people were trained in it",
    )


def _waiting(scene: Scene) -> None:
    """A case that waits for the chair, and one in which no review is held."""
    received = scene.ago(1, 10)
    waiting = store_review(
        scene,
        f"SAR-{received.year}-04",
        "Exploitation by visitors to a home",
        received,
        circumstances="An adult's home was taken over by others over some months.",
        stage=Stage.SCOPING,
    )
    store_decision(scene, waiting, "", None, working_together="yes", life="alive", harm="yes")
    store_stages(waiting, (Stage.REFERRAL, received), (Stage.SCOPING, received + timedelta(days=3)))
    refused = store_review(
        scene,
        f"SAR-{scene.ago(5).year}-05",
        "A fall in a care home",
        scene.ago(5),
        circumstances="An adult died after a fall in a care home.",
        stage=Stage.CLOSED,
        concluded_on=scene.ago(4),
    )
    store_decision(
        scene, refused, "single_agency", scene.ago(4), working_together="no", life="died", harm="no"
    )
    store_stages(refused, (Stage.REFERRAL, scene.ago(5)), (Stage.CLOSED, scene.ago(4)))


def _others(scene: Scene) -> None:
    received = scene.as_of - timedelta(days=30)
    for columns in (
        {
            "kind": "pfd",
            "reference": f"PFD-{received.year}-1",
            "title": "Response to calls about a falls alarm",
            "lead_body": "The coroner for Wexmoor",
            "received_on": received,
            "due_on": received + timedelta(days=56),
        },
        {
            "kind": "dardr",
            "reference": f"DARDR-{scene.ago(9).year}-2",
            "title": "Domestic abuse in later life",
            "lead_body": "Wexmoor Community Safety Partnership",
            "received_on": scene.ago(9),
            "learning": "Carers were not seen alone.",
        },
    ):
        OtherReview.objects.create(board=scene.board, **columns)
    first = scene.as_of.year - (scene.as_of < scene.as_of.replace(month=4, day=1)) - 1
    year = f"{first}-{(first + 1) % 100:02d}"
    AnnualReport.objects.create(
        board=scene.board,
        year=year,
        objective="The board asked each partner what it does, and looked at what changed.",
        strategy="Self-neglect was the first priority; a pathway was agreed.",
    )
    for name, text in (
        ("Wexmoor County Council", "Led the work on the pathway and changed the enquiry form."),
        ("Wexmoor Police", "Gave 400 officers a session on exploitation at home."),
    ):
        MemberContribution.objects.create(
            board=scene.board, partner=scene.partners[name], year=year, text=text
        )
