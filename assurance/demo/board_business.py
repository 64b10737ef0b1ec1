"""The invented board's own business: risks, the plan, the dataset, a briefing and its use."""

from datetime import date, timedelta
from decimal import Decimal

from assurance.demo.board_rows import Scene
from assurance.demo.chance import Chance
from core.periods import Period
from sab.frameworks_loader import indicators
from sab.models import (
    BoardRisk,
    Briefing,
    BriefingEdition,
    BriefingReceipt,
    DatasetIndicator,
    DatasetValue,
    OtherReview,
    Partner,
    PriorityAction,
    Recommendation,
    Review,
    RiskReview,
    StrategicPriority,
)
from sab.models.briefing import PARTS
from sab.rules.dataset import quarters_to

ICB = "Wexmoor and Eldermarsh Integrated Care Board"
COUNCIL, POLICE = "Wexmoor County Council", "Wexmoor Police"
FIRE, HOSPITALS = "Wexmoor Fire and Rescue", "Hollowbeck Hospitals"
# What a partner of a kind usually counts in a quarter, by indicator; a share has its whole.
USUAL = {
    "E6": (6, None),
    "P1": (38, None),
    "P2": (85, None),
    "P4": (11, 94),
    "P5": (3, None),
    "P6": (9, 21),
    "R4": (64, None),
    "R5": (17, 20),
    "T5": (120, None),
    "T6": (14, None),
    "N1": (4, 5),
    "N4": (3, 3),
    "N5": (18, 24),
    "A8": (2, None),
    "A10": (412, 520),
    "A11": (590, 640),
    "E5": (12, None),
    "N3": (3, None),
}
# Who has no number of their own, and who has said nothing about the newest quarter.
WITHOUT = {(FIRE, "A10"): "Held by the combined authority, which does not split it by district."}
SILENT = (HOSPITALS, "Lantern Homes")


def business(scene: Scene) -> None:
    """Store all of it."""
    risks = _risks(scene)
    _plan(scene, risks)
    _dataset(scene)
    _briefing(scene)
    _answered(scene)


def _risks(scene: Scene) -> list[BoardRisk]:
    stored = []
    for number, (title, cause, event, effect, controls, owner, partner, scores, looks) in enumerate(
        RISKS, start=1
    ):
        inherent, now, target = scores
        risk = BoardRisk.objects.create(
            board=scene.board,
            reference=f"R-{number}",
            title=title,
            cause=cause,
            event=event,
            effect=effect,
            controls=controls,
            owner_name=owner,
            partner=scene.partners[partner],
            inherent_likelihood=inherent[0],
            inherent_impact=inherent[1],
            likelihood=now[0],
            impact=now[1],
            target_likelihood=target[0],
            target_impact=target[1],
            look_again_on=scene.ago(-2) if number != 2 else scene.ago(1),
        )
        for months, likelihood, impact, text in looks:
            RiskReview.objects.create(
                risk=risk,
                on=scene.ago(months),
                likelihood=likelihood,
                impact=impact,
                text=text,
                by=scene.manager,
            )
        stored.append(risk)
    BoardRisk.objects.filter(pk=stored[0].pk).update(
        escalated_to="Chief executives of the three statutory partners",
        escalated_on=scene.ago(1),
        escalation_reason="The contract ends in five months and no partner has funded the next.",
    )
    return stored


RISKS = (
    (
        "Advocates are not there in time",
        "The contract for advocacy ends in March and is not let again.",
        "Adults who have nobody to speak for them go through enquiries without an advocate.",
        "Decisions are made without their voice, and the duty under section 68 is not met.",
        "Requests are put in order of risk; the provider tells the board each month who waits.",
        "Head of commissioning",
        COUNCIL,
        ((5, 4), (4, 4), (2, 3)),
        (
            (9, 3, 3, "Put on the register"),
            (5, 3, 4, "Two adults waited longer than a month."),
            (1, 4, 4, "The provider has given notice on its second post."),
        ),
    ),
    (
        "Risk of fire is not shared",
        "Two partners have not signed the agreement to share information.",
        "A home known to be at risk of fire is not visited.",
        "An adult who neglects themselves dies in a fire at home, as one did before.",
        "The fire service takes referrals by telephone from anybody, and calls back within a week.",
        "Community safety manager",
        FIRE,
        ((4, 5), (3, 5), (2, 5)),
        (
            (8, 3, 5, "Put on the register"),
            (4, 3, 5, "The lawyers of two partners have not agreed on the wording."),
        ),
    ),
    (
        "New staff do not know the self-neglect pathway",
        "Half of the community staff began within two years, after the pathway was taught.",
        "Adults who decline support are closed to services one by one.",
        "Nobody holds the whole of the risk, which three adults came to harm from.",
        "The pathway is part of induction in the council, and from this year in health.",
        "Lead nurse",
        ICB,
        ((4, 4), (2, 4), (2, 4)),
        (
            (7, 4, 4, "Put on the register after the thematic review"),
            (2, 2, 4, "Taught at induction in both; a test is under way."),
        ),
    ),
)


def _plan(scene: Scene, risks: list[BoardRisk]) -> None:
    """Fill the plan: the priority there is already, and one more."""
    first = StrategicPriority.objects.get(board=scene.board)
    first.measure_keys = ["asked_pct", "risk_reduced_or_removed_pct"]
    first.lead = scene.partners[COUNCIL]
    first.save()
    first.risks.set(risks[1:])
    served = Recommendation.objects.filter(board=scene.board).order_by("pk")
    first.recommendations.set(served[:3])
    second = StrategicPriority.objects.create(
        board=scene.board,
        title="Hearing adults",
        intended_difference="Adults say what they want at the start, and who can speak for them is "
        "there in time",
        starts_on=scene.ago(12),
        ends_on=scene.ago(-24),
        lead=scene.partners[ICB],
        measure_keys=["supported_pct", "experience_adult_felt_safer_pct"],
    )
    second.risks.set(risks[:1])
    for priority, months, text, partner, progress, told, evidence in (
        (
            first,
            14,
            "Agree one self-neglect pathway",
            COUNCIL,
            "complete",
            "Agreed by every partner and published.",
            "The signed pathway, and a test: eight in ten staff knew it",
        ),
        (
            first,
            3,
            "Teach the pathway at induction in health",
            ICB,
            "on_track",
            "The session is written; two groups have had it.",
            "",
        ),
        (
            first,
            1,
            "Sign the agreement to share risk of fire",
            FIRE,
            "blocked",
            "The lawyers of two partners have not agreed on the wording; the chair wrote to both.",
            "",
        ),
        (
            second,
            -3,
            "Ask adults who have been through an enquiry to help write its letters",
            ICB,
            "not_started",
            "",
            "",
        ),
    ):
        due = scene.ago(months)
        PriorityAction.objects.create(
            board=scene.board,
            priority=priority,
            year=year_of(due),
            text=text,
            partner=scene.partners[partner],
            owner_name="Chair of the quality assurance subgroup",
            due_on=due,
            progress=progress,
            told=told,
            evidence=evidence,
            completed_on=due if progress == "complete" else None,
        )


def year_of(day: date) -> str:
    return Period.financial_year(day.year - (day.month < 4)).label


def _dataset(scene: Scene) -> None:
    partners: dict[str, list[Partner]] = {}
    for partner in scene.partners.values():
        partners.setdefault(partner.kind, []).append(partner)
    rows = DatasetIndicator.objects.bulk_create(
        DatasetIndicator(
            board=scene.board,
            code=line.code,
            title=line.title,
            principle=line.principle,
            definition=line.definition,
            unit=line.unit,
            whole=line.whole,
            direction=line.direction,
            caution=line.caution,
            measure_key=line.measure,
        )
        for line in indicators()
    )
    chance, quarters = Chance(1, "board dataset"), quarters_to(scene.as_of)
    values = []
    for row, line in zip(rows, indicators(), strict=True):
        asked = [one for kind in line.kinds for one in partners.get(kind, ())]
        row.partners.set(asked)
        for partner in asked:
            for at, period in enumerate(quarters):
                if at == 0 and partner.name in SILENT:
                    continue
                values.append(_value(chance, row, partner, period))
    DatasetValue.objects.bulk_create(values)


def _value(chance: Chance, row: DatasetIndicator, partner: Partner, period: Period) -> DatasetValue:
    why = WITHOUT.get((partner.name, row.code), "")
    number, whole = USUAL[row.code]
    found = round(number * chance.whole(80, 115) / 100)
    return DatasetValue(
        board=row.board,
        indicator=row,
        partner=partner,
        start=period.start,
        end=period.end,
        is_supplied=not why,
        numerator=None if why else Decimal(min(found, whole) if whole else found),
        denominator=None if why or whole is None else Decimal(whole),
        commentary=why,
    )


BRIEFING = {
    "why_this_matters": "An adult who lived alone died in a fire at home. Six services had seen "
    "the risk. Nobody brought together what each of them knew.",
    "what_happened": "The adult declined most support and kept many things at home. Staff who "
    "visited saw burnt cloth and blocked doors. Each service closed the case when a visit was "
    "refused, and told no other.",
    "what_we_found": "Risk of fire was seen often and shared by nobody. A refusal was taken as an "
    "end, not as a reason to ask again. Nobody asked what the adult wanted to happen.",
    "what_worked": "A housing officer went back every month, on the day they had agreed. The adult "
    "let them in each time and talked about the past.",
    "what_to_change": "Ask about smoking, heating and ways out at each visit. Refer risk of fire "
    "the same day, with or without a meeting. When support is refused, agree who goes back, and "
    "when.",
    "what_the_board_does": "One self-neglect pathway for every agency. An agreement to share risk "
    "of fire within a week. An audit of twenty cases each year, told to the board.",
    "talk_about_it": "What stands out for you?\nWho goes back when somebody says no?\n"
    "What will our team do differently next week, and how will we know?",
}


def _briefing(scene: Scene) -> None:
    review = Review.objects.get(board=scene.board, reference__endswith="-01")
    title, published = "Self-neglect and fire at home", scene.ago(6)
    row = Briefing.objects.create(
        board=scene.board,
        review=review,
        title=title,
        edition=1,
        published_on=published,
        **BRIEFING,
    )
    BriefingEdition.objects.create(
        briefing=row,
        number=1,
        title=title,
        parts={name: BRIEFING[name] for name in PARTS},
        published_on=published,
        published_by=scene.manager,
    )
    for partner, team, people, months, text in (
        (ICB, "Community nurses, north", 14, 5, "Ask about smoke alarms at each first visit."),
        (POLICE, "Neighbourhood team, Harrow Bridge", 9, 4, "Send risk of fire the same day."),
        (FIRE, "Home safety team", 22, 3, "Ring back within two days, and tell who asked."),
    ):
        BriefingReceipt.objects.create(
            board=scene.board,
            briefing=row,
            partner=scene.partners[partner],
            team=team,
            used_on=scene.ago(months),
            people=people,
            what_we_will_do=text,
            given_by=scene.manager,
            given_on=scene.ago(months) + timedelta(days=3),
        )
    Briefing.objects.create(
        board=scene.board,
        title="Domestic abuse in later life",
        other_review=OtherReview.objects.get(board=scene.board, kind="dardr"),
        why_this_matters="Carers were not seen alone, and nobody asked.",
    )


def _answered(scene: Scene) -> None:
    """A coroner's report that was answered in its extended time, and one more."""
    received = scene.ago(7)
    row = OtherReview.objects.create(
        board=scene.board,
        kind="pfd",
        reference=f"PFD-{received.year}-0",
        title="Checks on an adult who did not answer the door",
        lead_body="The coroner for Wexmoor",
        received_on=received,
        due_on=received + timedelta(days=56),
        extended_to=received + timedelta(days=70),
        extension_reason="The coroner agreed by letter, because two services had changed hands.",
        answered_on=received + timedelta(days=66),
        answer="Every partner now says who goes back when a door is not answered, and by when.",
        learning="A door that is not answered was treated as a refusal.",
    )
    row.themes.add(scene.themes["D2.01"])
    leder = OtherReview.objects.create(
        board=scene.board,
        kind="leder",
        reference=f"LEDER-{scene.ago(4).year}-3",
        title="An adult with a learning disability and pressure damage",
        lead_body="Integrated care board",
        received_on=scene.ago(4),
        learning="Nobody had read the hospital passport.",
    )
    leder.themes.add(scene.themes["D1.12"])
