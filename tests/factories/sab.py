"""A board with its partners, reviews and recommendations."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from sab import models
from sab.choices import (
    Harm,
    Life,
    LimbAnswer,
    MarkerMet,
    PanelRole,
    ParallelKind,
    PersonKind,
    Stage,
)
from sab.choices_recommendation import (
    Assurance,
    Domain,
    EvidenceKind,
    LinkKind,
    OtherReviewKind,
    Progress,
    ReopenTrigger,
    Response,
)
from tests.factories.core import OrganisationFactory, UserFactory

DAY = date(2025, 5, 1)


class BoardFactory(DjangoModelFactory[models.Board]):
    """A board that covers one council. `council` names it; None leaves the board without any."""

    class Meta:
        model = models.Board
        skip_postgeneration_save = True

    name = factory.Sequence("Safeguarding Adults Board {}".format)

    @factory.post_generation
    def council(board, create, extracted, **kwargs):  # noqa: N805
        council = extracted or OrganisationFactory()
        models.BoardArea.objects.create(board=board, council=council, is_host=True)


class BoardAreaFactory(DjangoModelFactory[models.BoardArea]):
    class Meta:
        model = models.BoardArea

    board = factory.SubFactory(BoardFactory)
    council = factory.SubFactory(OrganisationFactory)


class PartnerFactory(DjangoModelFactory[models.Partner]):
    class Meta:
        model = models.Partner

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence("Partner {}".format)
    kind = "police"
    organisation = factory.SubFactory(OrganisationFactory, partner=True)
    joined_on = date(2020, 4, 1)


class RepresentativeFactory(DjangoModelFactory[models.Representative]):
    class Meta:
        model = models.Representative

    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence("Representative {}".format)
    role = "member"


class SubgroupFactory(DjangoModelFactory[models.Subgroup]):
    class Meta:
        model = models.Subgroup

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence("Subgroup {}".format)


class StageTargetFactory(DjangoModelFactory[models.StageTarget]):
    class Meta:
        model = models.StageTarget

    board = factory.SubFactory(BoardFactory)
    stage = Stage.DECISION
    days = 90


class ReviewFactory(DjangoModelFactory[models.Review]):
    """A case referred to a board, in the area of the council that hosts it."""

    class Meta:
        model = models.Review

    board = factory.SubFactory(BoardFactory)
    council = factory.LazyAttribute(lambda row: row.board.areas.get(is_host=True).council)
    reference = factory.Sequence("SAR-{:03}".format)
    title = "Self-neglect and fire"
    received_on = DAY
    referrer_name = "A Referrer"
    circumstances = "An adult who lived alone died after a fire at home."
    why_criteria = "Agencies did not share what they knew about hoarding."

    @classmethod
    def with_outcome(cls, outcome: str, *, by=None, decided_on: date = DAY, **columns):
        """Return a review with its test done and decided."""
        review = cls(**columns)
        met = outcome == "mandatory"
        CriteriaTestFactory(
            review=review,
            working_together=LimbAnswer.YES if met else LimbAnswer.NO,
            outcome=outcome,
            decision_reason="Because of what the test shows",
            decided_on=decided_on,
            decided_by=by or UserFactory(),
        )
        return review


class CriteriaTestFactory(DjangoModelFactory[models.CriteriaTest]):
    """A test whose limbs are all met, not decided on yet."""

    class Meta:
        model = models.CriteriaTest

    review = factory.SubFactory(ReviewFactory)
    needs = LimbAnswer.YES
    needs_reason = "The adult had needs for care and support."
    working_together = LimbAnswer.YES
    working_together_reason = "Nobody held the whole picture."
    life = Life.DIED
    harm = LimbAnswer.YES
    harm_reason = "The death is suspected to result from neglect."

    class Params:
        decided = factory.Trait(
            outcome="mandatory",
            decision_reason="The criteria are met.",
            decided_on=DAY,
            decided_by=factory.SubFactory(UserFactory),
        )


class ReviewStageFactory(DjangoModelFactory[models.ReviewStage]):
    class Meta:
        model = models.ReviewStage

    review = factory.SubFactory(ReviewFactory)
    stage = Stage.REFERRAL
    started_on = DAY


class PanelMemberFactory(DjangoModelFactory[models.PanelMember]):
    class Meta:
        model = models.PanelMember

    review = factory.SubFactory(ReviewFactory)
    name = "A Panel Member"
    role = PanelRole.MEMBER


class ParallelProcessFactory(DjangoModelFactory[models.ParallelProcess]):
    class Meta:
        model = models.ParallelProcess

    review = factory.SubFactory(ReviewFactory)
    kind = ParallelKind.INQUEST
    lead_body = "The coroner"
    since = DAY


class MarkerCheckFactory(DjangoModelFactory[models.MarkerCheck]):
    class Meta:
        model = models.MarkerCheck

    review = factory.SubFactory(ReviewFactory)
    marker = 1
    met = MarkerMet.MET
    note = "The referral says what happened and why the criteria may be met."
    checked_on = DAY
    checked_by = factory.SubFactory(UserFactory)


class ReviewPersonFactory(DjangoModelFactory[models.ReviewPerson]):
    class Meta:
        model = models.ReviewPerson

    review = factory.SubFactory(ReviewFactory)
    board = factory.SelfAttribute("review.board")
    kind = PersonKind.SUBJECT
    name = "Margery Allthorpe"
    harm = Harm.DIED


class BoardThemeFactory(DjangoModelFactory[models.Theme]):
    class Meta:
        model = models.Theme

    code = factory.Sequence("T{}".format)
    title = factory.Sequence("Theme {}".format)
    domain = Domain.PRACTICE


class FindingFactory(DjangoModelFactory[models.Finding]):
    class Meta:
        model = models.Finding

    review = factory.SubFactory(ReviewFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Risk was not shared between the fire service and housing."

    class Params:
        refused = factory.Trait(
            response="not_implement",
            response_reason="The service it is about has ended.",
            responded_on=DAY,
            responded_by=factory.SubFactory(UserFactory),
        )


class PublicationFactory(DjangoModelFactory[models.Publication]):
    class Meta:
        model = models.Publication

    review = factory.SubFactory(ReviewFactory)
    title = "A review about self-neglect"
    summary = "What happened, and what should change."
    text = "The whole report."

    class Params:
        published = factory.Trait(
            decision="publish",
            checked_on=DAY,
            checked_by=factory.SubFactory(UserFactory),
            published_on=DAY,
        )


class OtherReviewFactory(DjangoModelFactory[models.OtherReview]):
    class Meta:
        model = models.OtherReview

    board = factory.SubFactory(BoardFactory)
    kind = OtherReviewKind.PFD
    reference = factory.Sequence("PFD-{:03}".format)
    title = "A death after discharge"
    lead_body = "The coroner"
    received_on = DAY
    due_on = date(2025, 6, 26)


class RecommendationFactory(DjangoModelFactory[models.Recommendation]):
    """A recommendation of a review, not answered yet."""

    class Meta:
        model = models.Recommendation

    board = factory.SubFactory(BoardFactory)
    review = factory.SubFactory(ReviewFactory, board=factory.SelfAttribute("..board"))
    reference = factory.Sequence("R-{:03}".format)
    text = "Share fire risk between the fire service and housing."
    owner = factory.SubFactory(UserFactory)
    owner_name = factory.SelfAttribute("owner.full_name")

    class Params:
        accepted = factory.Trait(
            response=Response.ACCEPTED,
            responded_on=DAY,
            responded_by=factory.SubFactory(UserFactory),
            partner=factory.SubFactory(PartnerFactory, board=factory.SelfAttribute("..board")),
            due_on=date(2025, 9, 30),
        )
        assured = factory.Trait(
            accepted=True,
            assurance=Assurance.TESTED,
            assurance_reason="An audit of twenty cases",
            assured_on=date(2025, 10, 1),
            assured_by=factory.SubFactory(UserFactory),
        )
        closed = factory.Trait(
            assured=True,
            closed_on=date(2025, 11, 1),
            closed_by=factory.SubFactory(UserFactory),
            closing_reason="Tested and found to hold",
            recheck_on=date(2026, 11, 1),
        )


class RecommendationReopeningFactory(DjangoModelFactory[models.RecommendationReopening]):
    class Meta:
        model = models.RecommendationReopening

    recommendation = factory.SubFactory(RecommendationFactory)
    trigger = ReopenTrigger.RECHECK_FAILED
    reason = "The audit found it again."
    reopened_on = DAY
    reopened_by = factory.SubFactory(UserFactory)
    was_closed_on = date(2025, 4, 1)
    was_closing_reason = "Tested and found to hold"
    was_assurance = Assurance.TESTED


class RecommendationLinkFactory(DjangoModelFactory[models.RecommendationLink]):
    class Meta:
        model = models.RecommendationLink

    recommendation = factory.SubFactory(RecommendationFactory)
    kind = LinkKind.MEASURE
    key = "asked_pct"


class RecommendationActionFactory(DjangoModelFactory[models.RecommendationAction]):
    class Meta:
        model = models.RecommendationAction

    recommendation = factory.SubFactory(RecommendationFactory)
    board = factory.SelfAttribute("recommendation.board")
    partner = factory.SubFactory(PartnerFactory, board=factory.SelfAttribute("..board"))
    text = "Agree how referrals are made and test it."
    owner = factory.SubFactory(UserFactory)
    owner_name = factory.SelfAttribute("owner.full_name")
    due_on = date(2025, 9, 30)

    class Params:
        complete = factory.Trait(progress=Progress.COMPLETE, completed_on=date(2025, 9, 1))


class ActionUpdateFactory(DjangoModelFactory[models.ActionUpdate]):
    class Meta:
        model = models.ActionUpdate

    action = factory.SubFactory(RecommendationActionFactory)
    progress = Progress.ON_TRACK
    text = "The agreement is drafted."
    given_on = DAY
    given_by = factory.SubFactory(UserFactory)


class ActionEvidenceFactory(DjangoModelFactory[models.ActionEvidence]):
    class Meta:
        model = models.ActionEvidence

    action = factory.SubFactory(RecommendationActionFactory)
    kind = EvidenceKind.AUDIT
    title = "Audit of twenty referrals"
    description = "All twenty were made within a day."
    dated_on = DAY
    given_by = factory.SubFactory(UserFactory)
    given_on = DAY
