"""The business of the board: read by its manager and chair, kept by its manager.

A partner's lead reads what the board has published to partners and gives its own numbers and
receipts; here the council itself is that partner (see table_sab.py).
"""

from tests import factories as f
from tests.access.table_sab import ANSWERS, MANAGES, READS, about, board_of
from tests.factories.sab_business import published_briefing


def member_of(council):
    """Return the partner that the council itself is, with one indicator asked of it."""
    partner = f.PartnerFactory(
        board=board_of(council), organisation=council, kind="local_authority"
    )
    partner.indicators.add(f.DatasetIndicatorFactory(board=partner.board))
    return partner


def published_to(council):
    return published_briefing(board=member_of(council).board)


MAKERS = {
    "other review": lambda council: f.OtherReviewFactory(board=board_of(council)),
    "board risk": lambda council: f.BoardRiskFactory(board=board_of(council)),
    "priority": lambda council: f.StrategicPriorityFactory(board=board_of(council)),
    "priority action": lambda council: f.PriorityActionFactory(priority__board=board_of(council)),
    "indicator": lambda council: f.DatasetIndicatorFactory(board=board_of(council)),
    "member": member_of,
    "briefing": published_to,
}

READ = ("risk-list", "risk-scale", "priority-list", "dataset", "indicator-list", "briefing-list")
BEGIN = (
    *("other-review-add", "risk-add", "priority-add", "briefing-add"),
    *("indicators-load", "indicator-add", "dataset-import", "dataset-export"),
)
FORMS = {
    "other review": ("change", "answer", "extend", "learn", "recommend"),
    "board risk": ("change", "look", "escalate", "close"),
    "priority": ("change", "links", "action-add"),
    "briefing": ("write", "publish", "withdraw", "use"),
}
STEMS = {"other review": "other-review", "board risk": "risk"}


def post(kind, who, **more):
    return ("post", about(kind, who)[1], {"format": "pdf"}, who, 200, *more.values())


TABLE = {
    "sab:other-review-list": ("get", {}, {}, READS, 200),
    **{f"sab:{name}": ("get", {}, {}, READS, 200) for name in READ},
    **{f"sab:{name}": ("get", {}, {}, MANAGES, 200) for name in BEGIN},
    **{f"sab:{STEMS.get(kind, kind)}-detail": about(kind, READS) for kind in FORMS},
    **{
        f"sab:{STEMS.get(kind, kind)}-{name}": about(kind, MANAGES)
        for kind, names in FORMS.items()
        for name in names
    },
    "sab:risk-level-set": ("get", {"axis": "impact", "value": 3}, {}, MANAGES, 200),
    "sab:priority-action-tell": about("priority action", MANAGES),
    "sab:indicator-change": about("indicator", MANAGES),
    "sab:dataset-enter": about("member", MANAGES),
    "sab:agency-dataset": ("get", {}, {}, ANSWERS, 200),
    "sab:agency-values": about("member", ANSWERS),
    "sab:agency-briefings": ("get", {}, {}, ANSWERS, 200),
    "sab:agency-briefing": about("briefing", ANSWERS),
    "sab:agency-briefing-use": about("briefing", ANSWERS),
    "assurance:board-indicator": about("indicator", READS),
    "assurance:briefing-download": post("briefing", READS),
    "assurance:agency-briefing-download": post("briefing", ANSWERS),
}
