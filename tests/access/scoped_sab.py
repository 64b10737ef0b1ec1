"""The board's rows, and who sees them: the manager of a board that covers the council."""

from core.roles import Role
from tests import factories as f

MANAGER = Role.SAB_MANAGER


def of_board(factory):
    """Return a maker of a row of a board of the council."""
    return lambda council: factory(board=f.BoardFactory(council=council))


def of_cycle(factory):
    return lambda council: factory(cycle__board=f.BoardFactory(council=council))


SCOPED = {
    "sab.Board": (lambda council: f.BoardFactory(council=council), MANAGER),
    "sab.Partner": (of_board(f.PartnerFactory), MANAGER),
    "sab.Review": (of_board(f.ReviewFactory), MANAGER),
    "sab.ReviewPerson": (
        lambda council: f.ReviewPersonFactory(review__board=f.BoardFactory(council=council)),
        MANAGER,
    ),
    "sab.OtherReview": (of_board(f.OtherReviewFactory), MANAGER),
    "sab.Recommendation": (of_board(f.RecommendationFactory), MANAGER),
    "sab.RecommendationAction": (
        lambda council: f.RecommendationActionFactory(
            recommendation__board=f.BoardFactory(council=council)
        ),
        MANAGER,
    ),
    "sab.ReturnCycle": (of_board(f.ReturnCycleFactory), MANAGER),
    "sab.AssuranceReturn": (of_cycle(f.AssuranceReturnFactory), MANAGER),
    "sab.ChallengeEvent": (of_cycle(f.ChallengeEventFactory), MANAGER),
    "sab.ImprovementAction": (
        lambda council: f.ImprovementActionFactory(
            assurance_return__cycle__board=f.BoardFactory(council=council)
        ),
        MANAGER,
    ),
    "sab.Survey": (of_board(f.SurveyFactory), MANAGER),
    "sab.StrategicPriority": (of_board(f.StrategicPriorityFactory), MANAGER),
    "sab.MemberContribution": (
        lambda council: f.MemberContributionFactory(partner__board=f.BoardFactory(council=council)),
        MANAGER,
    ),
    "sab.BoardRisk": (of_board(f.BoardRiskFactory), MANAGER),
    "sab.RiskLevel": (of_board(f.RiskLevelFactory), MANAGER),
    "sab.PriorityAction": (
        lambda council: f.PriorityActionFactory(priority__board=f.BoardFactory(council=council)),
        MANAGER,
    ),
    "sab.DatasetIndicator": (of_board(f.DatasetIndicatorFactory), MANAGER),
    "sab.DatasetValue": (
        lambda council: f.DatasetValueFactory(indicator__board=f.BoardFactory(council=council)),
        MANAGER,
    ),
    "sab.Briefing": (of_board(f.BriefingFactory), MANAGER),
    "sab.BriefingReceipt": (
        lambda council: f.BriefingReceiptFactory(briefing__board=f.BoardFactory(council=council)),
        MANAGER,
    ),
    "sab.AnnualReport": (of_board(f.AnnualReportFactory), MANAGER),
}
