"""The invented Safeguarding Adults Board: partners, five referrals, what came of them.

One theme comes back after its recommendation was closed. One recommendation was due when the
council's new form came in, so that its linked measure shows a change; one shows none yet.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from assurance.demo.people import DOMAIN
from assurance.demo.story import Story
from core.dates import add_months
from core.models import Organisation, User
from sab.choices import AgencyKind, Stage
from sab.frameworks_loader import stages
from sab.models import (
    ActionEvidence,
    ActionUpdate,
    AnnualReport,
    Board,
    BoardArea,
    CriteriaTest,
    Finding,
    MemberContribution,
    OtherReview,
    Partner,
    Publication,
    Recommendation,
    RecommendationAction,
    RecommendationLink,
    Representative,
    Review,
    ReviewPerson,
    ReviewStage,
    StageTarget,
    StrategicPriority,
    Subgroup,
    Theme,
)
from sab.services.boards import load_themes

SELF_NEGLECT, CAPACITY, SHARING, VOICE, SUPERVISION = "D1.04", "D1.01", "D2.01", "D1.07", "D3.01"
PARTNERS = (
    ("Wexmoor County Council", AgencyKind.LOCAL_AUTHORITY, "DEMO1"),
    ("Wexmoor and Eldermarsh Integrated Care Board", AgencyKind.INTEGRATED_CARE_BOARD, "DEMO-ICB"),
    ("Wexmoor Police", AgencyKind.POLICE, "DEMO-POLICE"),
    ("Wexmoor Fire and Rescue", AgencyKind.FIRE, None),
    ("Hollowbeck Hospitals", AgencyKind.ACUTE_TRUST, None),
    ("Lantern Homes", AgencyKind.HOUSING, None),
    ("Healthwatch Wexmoor", AgencyKind.HEALTHWATCH, None),
)


@dataclass
class Scene:
    """What the parts of the board's story share."""

    board: Board
    council: Organisation
    as_of: date
    manager: User
    chair: User
    partners: dict[str, Partner]
    themes: dict[str, Theme]

    def ago(self, months: int, days: int = 0) -> date:
        return add_months(self.as_of, -months) - timedelta(days=days)


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
    load_themes()
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
        {theme.code: theme for theme in Theme.objects.all()},
    )
    _people(scene, users[f"partner@{DOMAIN}"])
    _fire(scene, story.form_changed_on)
    _discharge(scene)
    _thematic(scene)
    _waiting(scene)
    _others(scene)
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


def _review(scene: Scene, reference: str, title: str, received: date, **columns: Any) -> Review:
    return Review.objects.create(
        board=scene.board,
        council=scene.council,
        reference=reference,
        title=title,
        received_on=received,
        acknowledged_on=received + timedelta(days=1),
        referrer_name="Safeguarding lead",
        circumstances=columns.pop("circumstances"),
        why_criteria="Several agencies knew part of this, and nobody held the whole of it.",
        **columns,
    )


def _decided(scene: Scene, review: Review, outcome: str, on: date | None, **columns: Any) -> None:
    told = {"decided_on": on, "decided_by": scene.chair, "decision_reason": "As the test shows."}
    CriteriaTest.objects.create(
        review=review,
        needs="yes",
        needs_reason="The adult had needs for care and support.",
        working_together_reason="What each agency held was not put together.",
        harm_reason="Neglect, by themselves or others, is suspected to have led to it.",
        is_quorate=True,
        outcome=outcome,
        **({} if on is None else told),
        **columns,
    )


def _went(review: Review, *steps: tuple[Stage, date], ended: date | None = None) -> None:
    """Store the stages a review went through, each until the next."""
    ends = [*(day for _, day in steps[1:]), ended]
    for (stage, start), end in zip(steps, ends, strict=True):
        days = stages()[stage].days
        due = start + timedelta(days=days) if days else None
        late = "Agencies' reports came late." if due and end and end > due else ""
        ReviewStage.objects.create(
            review=review,
            stage=stage,
            started_on=start,
            due_on=due,
            finished_on=end,
            delay_reason=late,
        )


def _fire(scene: Scene, form_changed_on: date) -> None:
    """A review that is published: its learning is at work, in part shown, in part not."""
    received, decided, concluded = scene.ago(34), scene.ago(32), scene.ago(26)
    review = _review(
        scene,
        f"SAR-{received.year}-01",
        "Self-neglect and a fire at home",
        received,
        circumstances="An adult who lived alone and hoarded died in a fire at home.",
        method="independent_author",
        method_reason="Many agencies over a long time",
        stage=Stage.IMPLEMENTATION,
        started_on=scene.ago(31),
        concluded_on=concluded,
    )
    _decided(scene, review, "mandatory", decided, working_together="yes", life="died", harm="yes")
    _went(
        review,
        (Stage.REFERRAL, received),
        (Stage.FAMILY, decided),
        (Stage.COMMISSIONING, scene.ago(31)),
        (Stage.REVIEW, scene.ago(30)),
        (Stage.RESPONSE, concluded),
        (Stage.PUBLICATION, scene.ago(25)),
        (Stage.IMPLEMENTATION, scene.ago(24)),
    )
    ReviewPerson.objects.create(
        board=scene.board, review=review, kind="subject", name="Esme Tallowmere", harm="died"
    )
    Publication.objects.create(
        review=review,
        title="Learning from the death of an adult in a fire at home",
        summary="Several services saw risk. Nobody brought them together.",
        text="The adult lived alone. Over two years six services saw risk of fire at home.",
        decision="publish",
        checked_on=scene.ago(25),
        checked_by=scene.manager,
        published_on=scene.ago(24),
        library_sent_on=scene.ago(24),
    )
    _fire_findings(scene, review, concluded)
    _fire_recommendations(scene, review, form_changed_on)


def _fire_findings(scene: Scene, review: Review, concluded: date) -> None:
    for number, (text, theme, response, reason) in enumerate(
        (
            ("Risk of fire was seen by six services and shared by none.", SHARING, "implement", ""),
            ("Nobody asked the adult what they wanted to happen.", VOICE, "implement", ""),
            ("The self-neglect pathway was not known to staff.", SELF_NEGLECT, "implement", ""),
            (
                "A specialist team for hoarding should be funded.",
                SELF_NEGLECT,
                "not_implement",
                "No partner can fund a separate team; the pathway gives the work to existing ones.",
            ),
        ),
        start=1,
    ):
        finding = Finding.objects.create(
            review=review,
            number=number,
            text=text,
            response=response,
            response_reason=reason,
            responded_on=concluded + timedelta(days=20),
            responded_by=scene.manager,
        )
        finding.themes.add(scene.themes[theme])


def _recommended(
    scene: Scene, review: Review, number: int, text: str, partner: str, due: date, **columns: Any
) -> Recommendation:
    theme = columns.pop("theme")
    row = Recommendation.objects.create(
        board=scene.board,
        review=review,
        reference=f"{review.reference}/{number}",
        text=text,
        partner=scene.partners[partner],
        owner_name=columns.pop("owner_name", "Head of safeguarding"),
        due_on=due,
        response="accepted",
        responded_on=(review.concluded_on or due) + timedelta(days=20),
        responded_by=scene.manager,
        **columns,
    )
    row.themes.add(scene.themes[theme])
    return row


def _act(
    scene: Scene, row: Recommendation, text: str, *, done: date | None, **columns: Any
) -> RecommendationAction:
    assert row.partner is not None and row.due_on is not None  # noqa: S101, PT018 - made above
    action = RecommendationAction.objects.create(
        board=scene.board,
        recommendation=row,
        partner=columns.pop("partner", row.partner),
        text=text,
        owner_name=row.owner_name,
        due_on=row.due_on,
        progress="complete" if done else columns.pop("progress", "on_track"),
        completed_on=done,
        **columns,
    )
    if done:
        ActionEvidence.objects.create(
            action=action,
            kind="audit",
            title="Audit of twenty cases",
            description="Eighteen of twenty showed the change at work.",
            dated_on=done,
            given_by=scene.manager,
            given_on=done,
        )
    return action


def _fire_recommendations(scene: Scene, review: Review, form_changed_on: date) -> None:
    closed = _recommended(
        scene,
        review,
        1,
        "Agree one self-neglect pathway and make sure that staff of every agency know it.",
        "Wexmoor County Council",
        scene.ago(20),
        theme=SELF_NEGLECT,
        measure="A test of what staff know",
        baseline="Two in ten knew it",
        target="Eight in ten know it",
        intended_difference="Adults who neglect themselves are met by one plan.",
        assurance=3,
        assurance_reason="An audit by the quality assurance subgroup",
        assured_on=scene.ago(15),
        assured_by=scene.manager,
        closed_on=scene.ago(15),
        closed_by=scene.manager,
        closing_reason="Tested by audit, and found to hold",
        recheck_on=scene.ago(3),
    )
    _act(scene, closed, "Publish the pathway and brief every team.", done=scene.ago(21))
    asked = _recommended(
        scene,
        review,
        2,
        "Ask every adult what they want to happen, and record it at the first visit.",
        "Wexmoor County Council",
        form_changed_on,
        theme=VOICE,
        measure="The share of adults asked",
        target="Nine in ten",
        intended_difference="What happens is what the adult wanted.",
        assurance=2,
        assurance_reason="The new form was seen",
        assured_on=scene.ago(4),
        assured_by=scene.manager,
    )
    RecommendationLink.objects.create(recommendation=asked, kind="measure", key="asked_pct")
    _act(scene, asked, "Change the enquiry form.", done=form_changed_on)
    shared = _recommended(
        scene,
        review,
        3,
        "Share risk of fire between housing, health and the fire service within a week.",
        "Wexmoor Fire and Rescue",
        scene.ago(2),
        theme=SHARING,
        owner_name="Community safety manager",
    )
    RecommendationLink.objects.create(
        recommendation=shared, kind="measure", key="risk_reduced_or_removed_pct"
    )
    _act(
        scene,
        shared,
        "Sign the agreement to share information.",
        done=None,
        progress="blocked",
        progress_note="Two partners' lawyers have not agreed on the wording.",
    )


def _discharge(scene: Scene) -> None:
    """A review under way."""
    received, decided = scene.ago(8), scene.ago(6)
    review = _review(
        scene,
        f"SAR-{received.year}-02",
        "Pressure damage after discharge from hospital",
        received,
        circumstances="An adult came to serious harm from pressure damage after leaving hospital.",
        method="rapid_time",
        method_reason="The question is narrow, and recent",
        stage=Stage.REVIEW,
        started_on=scene.ago(5),
    )
    _decided(scene, review, "mandatory", decided, working_together="yes", life="alive", harm="yes")
    _went(
        review,
        (Stage.REFERRAL, received),
        (Stage.FAMILY, decided),
        (Stage.COMMISSIONING, scene.ago(5)),
        (Stage.REVIEW, scene.ago(4)),
    )
    ReviewPerson.objects.create(
        board=scene.board, review=review, kind="subject", name="Hamish Orrinfell", harm="survived"
    )


def _thematic(scene: Scene) -> None:
    """A later review that finds again what was closed."""
    received, concluded = scene.ago(12), scene.ago(3)
    review = _review(
        scene,
        f"SAR-{received.year}-03",
        "Three adults who neglected themselves",
        received,
        circumstances="Three adults who declined support came to harm within one winter.",
        method="thematic",
        method_reason="The three cases ask the same question",
        stage=Stage.IMPLEMENTATION,
        started_on=scene.ago(10),
        concluded_on=concluded,
    )
    _decided(
        scene,
        review,
        "discretionary",
        scene.ago(11),
        working_together="no",
        life="alive",
        harm="yes",
    )
    _went(
        review,
        (Stage.REFERRAL, received),
        (Stage.FAMILY, scene.ago(11)),
        (Stage.REVIEW, scene.ago(10)),
        (Stage.RESPONSE, concluded),
        (Stage.IMPLEMENTATION, scene.ago(2)),
    )
    for name in ("Ottilie Fernwhistle", "Barnaby Quoyle", "Perpetua Askrigg"):
        ReviewPerson.objects.create(
            board=scene.board, review=review, kind="subject", name=name, harm="survived"
        )
    finding = Finding.objects.create(
        review=review,
        number=1,
        text="New staff do not know the self-neglect pathway.",
        response="implement",
        responded_on=concluded + timedelta(days=10),
        responded_by=scene.manager,
    )
    finding.themes.add(scene.themes[SELF_NEGLECT])
    row = _recommended(
        scene,
        review,
        1,
        "Teach the self-neglect pathway at induction, and test what is remembered after a month.",
        "Wexmoor and Eldermarsh Integrated Care Board",
        scene.ago(-4),
        theme=SELF_NEGLECT,
        owner_name="Rafe Dunmarrow",
        finding=finding,
    )
    action = _act(scene, row, "Add the pathway to induction of community nurses.", done=None)
    ActionUpdate.objects.create(
        action=action,
        progress="on_track",
        text="The session is written and the first group has had it.",
        given_on=scene.ago(1),
        given_by=scene.manager,
    )


def _waiting(scene: Scene) -> None:
    """A case that waits for the chair, and one in which no review is held."""
    received = scene.ago(1, 10)
    waiting = _review(
        scene,
        f"SAR-{received.year}-04",
        "Exploitation by visitors to a home",
        received,
        circumstances="An adult's home was taken over by others over some months.",
        stage=Stage.SCOPING,
    )
    _decided(scene, waiting, "", None, working_together="yes", life="alive", harm="yes")
    _went(waiting, (Stage.REFERRAL, received), (Stage.SCOPING, received + timedelta(days=3)))
    refused = _review(
        scene,
        f"SAR-{scene.ago(5).year}-05",
        "A fall in a care home",
        scene.ago(5),
        circumstances="An adult died after a fall in a care home.",
        stage=Stage.CLOSED,
        concluded_on=scene.ago(4),
    )
    _decided(
        scene, refused, "single_agency", scene.ago(4), working_together="no", life="died", harm="no"
    )
    _went(refused, (Stage.REFERRAL, scene.ago(5)), (Stage.CLOSED, scene.ago(4)))


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
