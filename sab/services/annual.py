"""What people write for the annual report: the board's own account, and each member's part."""

from datetime import date

from django.db import transaction

from core.errors import RuleViolationError
from core.models import User
from core.periods import parse_financial_year
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.metrics.schedule import schedule_of
from sab.models import AnnualReport, Board, MemberContribution, Partner, ReportSending
from sab.services.boards import add, answers_for, change, require_in_board
from sab.services.reviews import not_later_than_today


@transaction.atomic
def write_annual_report(
    *,
    by: User,
    board: Board,
    year: str,
    objective: str,
    strategy: str,
    version: int | None = None,
) -> AnnualReport:
    """Keep what the board did for its objective and its strategy: paragraph 4(1)(a) and (b).

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `published` or `changed_meanwhile`.
        ValueError: `year` is not a financial year.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    label = parse_financial_year(year).label
    columns = {"objective": objective.strip(), "strategy": strategy.strip()}
    held = AnnualReport.objects.select_for_update().filter(board=board, year=label).first()
    if held is not None and held.published_on:
        raise RuleViolationError("published", "The report of this year is published")
    refuse_changed(version, fingerprint(held))
    if held is None:
        held = AnnualReport(board=board, year=label, **columns)
        add(by, held, "annual_report_written", board)
        return held
    change(by, held, "annual_report_written", board, columns)
    return held


@transaction.atomic
def write_contribution(
    *, by: User, partner: Partner, year: str, text: str, version: int | None = None
) -> MemberContribution:
    """Keep what a member did in a year: paragraph 4(1)(c). It may write its own.

    Raises:
        PermissionDenied: `by` neither answers for the partner nor manages the board.
        RuleViolationError: code `published` or `changed_meanwhile`.
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
    refuse_changed(version, fingerprint(held))
    if held is None:
        held = MemberContribution(
            board=partner.board, partner=partner, year=label, text=text.strip()
        )
        add(by, held, "contribution_written", partner.board)
    else:
        change(by, held, "contribution_written", partner.board, {"text": text.strip()})
    return held


@transaction.atomic
def publish_annual_report(*, by: User, board: Board, year: str, published_on: date) -> AnnualReport:
    """Keep that the board has published the report of a year that is over. It is then closed.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `not_over`, `not_written`, `silent_members`, `published`,
            `in_future` or `too_early`.
        ValueError: `year` is not a financial year.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    period = parse_financial_year(year)
    not_later_than_today("published_on", "Day of publication", published_on)
    if published_on <= period.end:
        words = f"The year {period.label} is not over on that day"
        raise RuleViolationError("not_over", words, field="published_on")
    held = AnnualReport.objects.select_for_update().filter(board=board, year=period.label).first()
    if held is None or not (held.objective and held.strategy):
        words = "Write first what the board did: Schedule 2 paragraph 4(1)(a) and (b)"
        raise RuleViolationError("not_written", words)
    if held.published_on:
        raise RuleViolationError("published", "The report of this year is published")
    silent = schedule_of(board, period).silent_members
    if silent:
        words = f"Nothing is written of what these members did: {', '.join(silent)}"
        raise RuleViolationError("silent_members", f"{words}. Paragraph 4(1)(c) asks for each")
    change(by, held, "annual_report_published", board, {"published_on": published_on})
    return held


@transaction.atomic
def send_annual_report(
    *, by: User, report: AnnualReport, recipient: str, name: str, sent_on: date
) -> ReportSending:
    """Keep that a published report was sent to one of those it must be sent to: paragraph 4(2).

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `not_published`, `in_future` or `too_early`.
        ValidationError: it does not say to whom.
    """
    held = AnnualReport.objects.select_for_update().select_related("board").get(pk=report.pk)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    not_later_than_today("sent_on", "Day it was sent", sent_on)
    if held.published_on is None:
        raise RuleViolationError("not_published", "Publish the report before it is sent")
    if sent_on < held.published_on:
        words = "It was published on a later day"
        raise RuleViolationError("too_early", words, field="sent_on")
    row = ReportSending(report=held, recipient=recipient, name=name.strip(), sent_on=sent_on)
    add(by, row, "annual_report_sent", held.board)
    return row
