"""Three invented reviews: one published, one under way, one that finds again what was closed."""

from datetime import date, timedelta

from assurance.demo.board_rows import (
    Scene,
    store_action,
    store_decision,
    store_recommendation,
    store_review,
    store_stages,
)
from sab.choices import Stage
from sab.models import (
    ActionUpdate,
    Finding,
    Publication,
    RecommendationLink,
    Review,
    ReviewPerson,
)

SELF_NEGLECT, SHARING, VOICE = "D1.04", "D2.01", "D1.07"


def fire(scene: Scene, form_changed_on: date) -> None:
    """A review that is published: its learning is at work, in part shown, in part not."""
    received, decided, concluded = scene.ago(34), scene.ago(32), scene.ago(26)
    review = store_review(
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
    store_decision(
        scene, review, "mandatory", decided, working_together="yes", life="died", harm="yes"
    )
    store_stages(
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


def _fire_recommendations(scene: Scene, review: Review, form_changed_on: date) -> None:
    closed = store_recommendation(
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
    store_action(scene, closed, "Publish the pathway and brief every team.", done=scene.ago(21))
    asked = store_recommendation(
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
    # Asked by the invented council's rounds of audits, before and since.
    RecommendationLink.objects.create(
        recommendation=asked, kind="audit_question", key="bank:MSP-ASKED"
    )
    store_action(scene, asked, "Change the enquiry form.", done=form_changed_on)
    shared = store_recommendation(
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
    store_action(
        scene,
        shared,
        "Sign the agreement to share information.",
        done=None,
        progress="blocked",
        progress_note="Two partners' lawyers have not agreed on the wording.",
    )


def discharge(scene: Scene) -> None:
    """A review under way."""
    received, decided = scene.ago(8), scene.ago(6)
    review = store_review(
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
    store_decision(
        scene, review, "mandatory", decided, working_together="yes", life="alive", harm="yes"
    )
    store_stages(
        review,
        (Stage.REFERRAL, received),
        (Stage.FAMILY, decided),
        (Stage.COMMISSIONING, scene.ago(5)),
        (Stage.REVIEW, scene.ago(4)),
    )
    ReviewPerson.objects.create(
        board=scene.board, review=review, kind="subject", name="Hamish Orrinfell", harm="survived"
    )


def thematic(scene: Scene) -> None:
    """A later review that finds again what was closed."""
    received, concluded = scene.ago(12), scene.ago(3)
    review = store_review(
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
    store_decision(
        scene,
        review,
        "discretionary",
        scene.ago(11),
        working_together="no",
        life="alive",
        harm="yes",
    )
    store_stages(
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
    row = store_recommendation(
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
    action = store_action(
        scene, row, "Add the pathway to induction of community nurses.", done=None
    )
    ActionUpdate.objects.create(
        action=action,
        progress="on_track",
        text="The session is written and the first group has had it.",
        given_on=scene.ago(1),
        given_by=scene.manager,
    )
