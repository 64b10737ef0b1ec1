"""What people write for the annual report: the board's own account, and each member's part."""

from datetime import date

from django.db import transaction

from core.errors import RuleViolationError
from core.models import User
from core.periods import parse_financial_year
from core.permissions import Permission
from sab.models import AnnualReport, Board, MemberContribution, Partner, StrategicPriority
from sab.services.boards import add, answers_for, change, require_in_board


@transaction.atomic
def write_annual_report(
    *, by: User, board: Board, year: str, objective: str, strategy: str
) -> AnnualReport:
    """Keep what the board did for its objective and its strategy: paragraph 4(1)(a) and (b).

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `published`.
        ValueError: `year` is not a financial year.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    label = parse_financial_year(year).label
    columns = {"objective": objective.strip(), "strategy": strategy.strip()}
    held = AnnualReport.objects.select_for_update().filter(board=board, year=label).first()
    if held is None:
        held = AnnualReport(board=board, year=label, **columns)
        add(by, held, "annual_report_written", board)
        return held
    if held.published_on:
        raise RuleViolationError("published", "The report of this year is published")
    change(by, held, "annual_report_written", board, columns)
    return held


@transaction.atomic
def write_contribution(*, by: User, partner: Partner, year: str, text: str) -> MemberContribution:
    """Keep what a member did in a year: paragraph 4(1)(c). It may write its own.

    Raises:
        PermissionDenied: `by` neither answers for the partner nor manages the board.
        RuleViolationError: code `published`.
        ValidationError: nothing is said.
        ValueError: `year` is not a financial year.
    """
    if not answers_for(by, partner):
        require_in_board(by, Permission.BOARD_MANAGE, partner.board)
    label = parse_financial_year(year).label
    reports = AnnualReport.objects.filter(board=partner.board_id, year=label)
    if reports.filter(published_on__isnull=False).exists():
        raise RuleViolationError("published", "The report of this year is published")
    rows = MemberContribution.objects.select_for_update().filter(partner=partner, year=label)
    held = rows.first()
    if held is None:
        held = MemberContribution(
            board=partner.board, partner=partner, year=label, text=text.strip()
        )
        add(by, held, "contribution_written", partner.board)
    else:
        change(by, held, "contribution_written", partner.board, {"text": text.strip()})
    return held


@transaction.atomic
def add_priority(
    *,
    by: User,
    board: Board,
    title: str,
    intended_difference: str,
    starts_on: date,
    ends_on: date,
    lead: Partner | None = None,
    done: str = "",
) -> StrategicPriority:
    """Add a strategic priority of the board.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        ValidationError: it ends before it starts, or a text is missing.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    row = StrategicPriority(
        board=board,
        title=title.strip(),
        intended_difference=intended_difference.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        lead=lead,
        done=done.strip(),
    )
    add(by, row, "priority_added", board)
    return row
