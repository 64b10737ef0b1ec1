"""The board: read by its manager and chair, kept by its manager, decided by its chair.

A director sees its counts. A partner's lead sees their own organisation's actions: here the council
itself is that organisation, and elsewhere (tests/sab/test_agencies.py) one meets another.
"""

from core.roles import Role
from sab.models import Board
from tests import factories as f
from tests.access.rows import made

MANAGES = frozenset({Role.SAB_MANAGER})
DECIDES = frozenset({Role.SAB_CHAIR})
READS = MANAGES | DECIDES
COUNTS = READS | {Role.DIRECTOR}
ANSWERS = frozenset({Role.PARTNER_LEAD})
REFERS = frozenset({Role.SAFEGUARDING_MANAGER, Role.SAB_MANAGER, Role.PARTNER_LEAD})


def board_of(council):
    """Return the council's board, made once."""
    return Board.objects.covering(council).first() or f.BoardFactory(council=council)


def action_of(council):
    board = board_of(council)
    return f.RecommendationActionFactory(
        recommendation=f.RecommendationFactory(board=board, accepted=True),
        partner=f.PartnerFactory(board=board, organisation=council, kind="local_authority"),
    )


MAKERS = {
    "board": board_of,
    "partner": lambda council: f.PartnerFactory(board=board_of(council)),
    "review": lambda council: (
        f.PublicationFactory(review=f.ReviewFactory(board=board_of(council))).review
    ),
    "finding": lambda council: f.FindingFactory(review__board=board_of(council)),
    "recommendation": lambda council: f.RecommendationFactory(
        board=board_of(council), accepted=True
    ),
    "board action": action_of,
}


def about(kind, who, **more):
    return ("get", {"pk": made(kind), **more}, {}, who, 200)


REVIEW_FORMS = (
    "review-acknowledge",
    "review-test",
    "review-told",
    "review-move",
    "review-plan",
    "panel-add",
    "parallel-add",
    "finding-add",
    "report-write",
    "report-library",
    "recommendation-add",
)
RECOMMENDATION_FORMS = (
    "recommendation-respond",
    "recommendation-intent",
    "recommendation-assurance",
    "recommendation-close",
    "recommendation-reopen",
    "action-add",
)
ACTION_FORMS = ("action-update", "action-evidence", "action-verify")
LISTS = ("partner-list", "review-list", "library", "recommendation-list", "composite-plan")

TABLE = {
    "sab:home": ("get", {}, {}, COUNTS, 200),
    "sab:board-set-up": ("get", {}, {}, MANAGES, 200),
    "sab:partner-add": ("get", {}, {}, MANAGES, 200),
    "sab:partner-change": about("partner", MANAGES),
    "sab:representative-add": about("partner", MANAGES),
    "sab:subgroup-add": ("get", {}, {}, MANAGES, 200),
    "sab:stage-target-set": ("get", {"stage": "decision"}, {}, MANAGES, 200),
    **{f"sab:{name}": ("get", {}, {}, READS, 200) for name in LISTS},
    "sab:review-refer": ("get", {}, {}, REFERS, 200),
    "sab:review-detail": about("review", READS),
    "sab:report": about("review", READS),
    **{f"sab:{name}": about("review", MANAGES) for name in REVIEW_FORMS},
    "sab:marker-check": about("review", MANAGES, marker=1),
    "sab:review-decide": about("review", DECIDES),
    "sab:report-publish": about("review", DECIDES),
    "sab:people": about("review", READS),
    "sab:person-add": about("review", READS),
    "sab:report-check": about("review", READS),
    "sab:finding-respond": about("finding", MANAGES),
    "sab:recommendation-detail": about("recommendation", READS),
    **{f"sab:{name}": about("recommendation", MANAGES) for name in RECOMMENDATION_FORMS},
    **{f"sab:{name}": about("board action", MANAGES) for name in ACTION_FORMS},
    "sab:agency-actions": ("get", {}, {}, ANSWERS, 200),
    "sab:agency-action": about("board action", ANSWERS),
    "sab:agency-action-update": about("board action", ANSWERS),
    "sab:agency-action-evidence": about("board action", ANSWERS),
    "assurance:recommendation-links": about("recommendation", MANAGES),
    # The other two may refer, but see no enquiry.
    "assurance:enquiry-refer": (
        "get",
        {"pk": made("enquiry")},
        {},
        frozenset({Role.SAFEGUARDING_MANAGER}),
        200,
        {Role.SAB_MANAGER: 404, Role.PARTNER_LEAD: 404},
    ),
    "assurance:board-annual-report": ("get", {}, {}, READS, 200),
    "assurance:board-annual-write": ("get", {}, {}, MANAGES, 200),
    "assurance:board-annual-publish": ("get", {}, {}, MANAGES, 200),
    # There is no board: the page says so.
    "assurance:board-annual-send": ("get", {}, {}, MANAGES, 200),
    "assurance:board-contribution-write": about("partner", MANAGES),
    # There is no board: the page says so.
    "assurance:board-annual-download": ("post", {}, {}, MANAGES, 200),
}
