"""A case referred to the board: the referral, the section 44 test, the chair's decision, stages."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.access import councils_where
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.choices import REVIEWED, Outcome, Stage
from sab.frameworks_loader import stages
from sab.models import Board, CriteriaTest, Partner, Review, ReviewStage
from sab.rules.criteria import check_outcome, judge
from sab.services.boards import add, change, require_in_board

ORDER = list(Stage)


def not_later_than_today(field: str, label: str, day: date | None) -> None:
    """Refuse a day that lies ahead.

    Raises:
        RuleViolationError: code `in_future`.
    """
    if day is not None and day > timezone.localdate():
        raise RuleViolationError("in_future", f"{label} cannot be in the future", field=field)


def lock_review(by: User, review: Review, permission: Permission) -> Review:
    """Return the review locked for a change that `by` may make.

    Raises:
        PermissionDenied: `by` does not hold `permission` for its board.
    """
    held = Review.objects.select_for_update().select_related("board").get(pk=review.pk)
    require_in_board(by, permission, held.board)
    return held


@transaction.atomic
def refer_case(
    *,
    by: User,
    board: Board,
    council: Organisation,
    title: str,
    circumstances: str,
    why_criteria: str,
    received_on: date,
    referrer_name: str,
    referrer: Partner | None = None,
    case_reference: str = "",
    event_on: date | None = None,
) -> Review:
    """Refer a case to the board in plain words. Whoever refers does not decide the criteria.

    Raises:
        PermissionDenied: `by` may refer neither in a council of the board nor for a partner of it.
        RuleViolationError: code `not_covered`, `other_board` or `in_future`.
        ValidationError: a text is missing or too long.
    """
    _require_may_refer(by, board)
    if not board.areas.filter(council=council).exists():
        raise RuleViolationError(
            "not_covered", "The board does not cover this council", field="council"
        )
    if referrer is not None and referrer.board_id != board.pk:
        words = "Choose a partner of this board"
        raise RuleViolationError("other_board", words, field="referrer")
    not_later_than_today("received_on", "Day of the referral", received_on)
    not_later_than_today("event_on", "Day of the death or harm", event_on)
    review = Review(
        board=board,
        council=council,
        reference=_next_reference(board, received_on),
        title=title.strip(),
        circumstances=circumstances.strip(),
        why_criteria=why_criteria.strip(),
        received_on=received_on,
        referrer_name=referrer_name.strip(),
        referrer=referrer,
        case_reference=case_reference.strip(),
        event_on=event_on,
    )
    add(by, review, "review_referred", board)
    _start(by, review, Stage.REFERRAL, received_on)
    return review


def _require_may_refer(by: User, board: Board) -> None:
    held = councils_where(by, Permission.REVIEW_REFER)
    if board.areas.filter(council__in=held).exists():
        return
    if not board.partners.current().filter(organisation__in=held).exists():
        raise PermissionDenied("review_refer is held neither in a council nor for a partner")


def _next_reference(board: Board, day: date) -> str:
    """Return the next free reference of the year, under a lock of the board."""
    Board.objects.select_for_update().get(pk=board.pk)
    stem = f"SAR-{day.year}-"
    taken = Review.objects.filter(board=board, reference__startswith=stem)
    numbers = [
        int(tail)
        for reference in taken.values_list("reference", flat=True)
        if (tail := reference.removeprefix(stem)).isdecimal()
    ]
    return f"{stem}{max(numbers, default=0) + 1:02d}"


@transaction.atomic
def acknowledge_referral(*, by: User, review: Review, acknowledged_on: date) -> Review:
    """Keep the day on which the referrer was told that the referral had arrived.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `in_future`.
        ValidationError: the day is before the referral.
    """
    held = lock_review(by, review, Permission.BOARD_MANAGE)
    not_later_than_today("acknowledged_on", "Day acknowledged", acknowledged_on)
    change(by, held, "referral_acknowledged", held.board, {"acknowledged_on": acknowledged_on})
    return held


@transaction.atomic
def record_test(
    *,
    by: User,
    review: Review,
    needs: str,
    needs_reason: str,
    working_together: str,
    working_together_reason: str,
    life: str,
    harm: str,
    harm_reason: str,
    consulted: str = "",
    is_quorate: bool | None = None,
    recommended: str = "",
    version: int | None = None,
) -> CriteriaTest:
    """Answer the section 44 test limb by limb; once the chair has decided, it stands.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `decided`, `changed_meanwhile`, or as `check_outcome` for what is
            recommended.
        ValidationError: a reason is missing.
    """
    held = lock_review(by, review, Permission.BOARD_MANAGE)
    test = CriteriaTest.objects.select_for_update().filter(review=held).first()
    if test is not None and test.outcome:
        raise RuleViolationError("decided", "The chair has decided on this test")
    refuse_changed(version, fingerprint(test))
    if recommended:
        criteria = judge(needs=needs, working_together=working_together, life=life, harm=harm)
        try:
            check_outcome(recommended, criteria=criteria, needs=needs)
        except RuleViolationError as error:
            raise RuleViolationError(error.code, str(error), field="recommended") from error
    columns = {
        "needs": needs,
        "needs_reason": needs_reason.strip(),
        "working_together": working_together,
        "working_together_reason": working_together_reason.strip(),
        "life": life,
        "harm": harm,
        "harm_reason": harm_reason.strip(),
        "consulted": consulted.strip(),
        "is_quorate": is_quorate,
        "recommended": recommended,
    }
    if test is None:
        test = CriteriaTest(review=held, **columns)
        add(by, test, "criteria_tested", held.board)
    else:
        change(by, test, "criteria_tested", held.board, columns)
    return test


@transaction.atomic
def decide_review(
    *,
    by: User,
    review: Review,
    outcome: str,
    decision_reason: str,
    decided_on: date,
    dissent: str = "",
) -> CriteriaTest:
    """Decide, as chair, what follows from the test. Where the criteria are met, a review is held.

    The review goes on to its next stage, or is closed where no review is held.

    Raises:
        PermissionDenied: `by` does not hold REVIEW_DECIDE for the board.
        RuleViolationError: code `no_test`, `decided`, `in_future`, `too_early`, or as
            `check_outcome`.
        ValidationError: the reason is missing.
    """
    held = lock_review(by, review, Permission.REVIEW_DECIDE)
    test = CriteriaTest.objects.select_for_update().filter(review=held).first()
    if test is None:
        raise RuleViolationError("no_test", "Record the section 44 test before the decision")
    if test.outcome:
        raise RuleViolationError("decided", "The chair has decided on this already")
    not_later_than_today("decided_on", "Day of the decision", decided_on)
    if decided_on < held.received_on:
        words = "The decision cannot be before the referral"
        raise RuleViolationError("too_early", words, field="decided_on")
    criteria = judge(
        needs=test.needs, working_together=test.working_together, life=test.life, harm=test.harm
    )
    check_outcome(outcome, criteria=criteria, needs=test.needs)
    columns = {
        "outcome": outcome,
        "decision_reason": decision_reason.strip(),
        "dissent": dissent.strip(),
        "decided_on": decided_on,
        "decided_by": by,
    }
    change(by, test, "review_decided", held.board, columns)
    after = Stage.FAMILY if Outcome(outcome) in REVIEWED else Stage.CLOSED
    _move(by, held, after, decided_on, reason="")
    return test


@transaction.atomic
def record_told(
    *, by: User, review: Review, referrer_told_on: date | None, family_told_on: date | None
) -> CriteriaTest:
    """Keep the days on which the referrer and the family were told of the decision.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `not_decided` or `in_future`.
    """
    held = lock_review(by, review, Permission.BOARD_MANAGE)
    test = CriteriaTest.objects.select_for_update().filter(review=held).first()
    if test is None or not test.outcome:
        raise RuleViolationError("not_decided", "There is no decision to tell of yet")
    not_later_than_today("referrer_told_on", "Day the referrer was told", referrer_told_on)
    not_later_than_today("family_told_on", "Day the family was told", family_told_on)
    columns = {"referrer_told_on": referrer_told_on, "family_told_on": family_told_on}
    change(by, test, "decision_told", held.board, columns)
    return test


@transaction.atomic
def move_stage(*, by: User, review: Review, stage: str, on: date, delay_reason: str = "") -> Review:
    """Finish the stage a review is in and start a later one on the same day.

    A stage that finishes late needs a reason. Stages after the decision need the chair's decision
    to hold a review. Starting the response stage concludes the review: its report is agreed.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `not_later`, `not_decided`, `in_future`, `too_early` or `late`.
    """
    held = lock_review(by, review, Permission.BOARD_MANAGE)
    wanted = Stage(stage)
    if ORDER.index(wanted) <= ORDER.index(Stage(held.stage)):
        raise RuleViolationError("not_later", "Choose a later stage", field="stage")
    if ORDER.index(wanted) > ORDER.index(Stage.DECISION):
        test = CriteriaTest.objects.filter(review=held).first()
        if test is None or not test.is_held:
            words = "The chair has not decided to hold a review"
            raise RuleViolationError("not_decided", words, field="stage")
    not_later_than_today("on", "Day", on)
    _move(by, held, wanted, on, reason=delay_reason.strip(), needs_reason=True)
    return held


def _move(
    by: User, review: Review, stage: Stage, on: date, *, reason: str, needs_reason: bool = False
) -> None:
    current = review.stages.select_for_update().filter(finished_on__isnull=True).first()
    if current is not None:
        if on < current.started_on:
            words = "A stage cannot finish before it starts"
            raise RuleViolationError("too_early", words, field="on")
        if needs_reason and current.due_on and on > current.due_on and not reason:
            words = "This stage finishes late. Give the reason for the delay"
            raise RuleViolationError("late", words, field="delay_reason")
        columns = {"finished_on": on, "delay_reason": reason}
        change(by, current, "stage_finished", review.board, columns)
    columns_of_review: dict[str, object] = {"stage": stage}
    if stage == Stage.COMMISSIONING and review.started_on is None:
        columns_of_review["started_on"] = on
    if ORDER.index(stage) >= ORDER.index(Stage.RESPONSE) and review.concluded_on is None:
        columns_of_review["concluded_on"] = on
    change(by, review, "review_moved", review.board, columns_of_review)
    _start(by, review, stage, on)


def _start(by: User, review: Review, stage: Stage, on: date) -> None:
    row = ReviewStage(review=review, stage=stage, started_on=on, due_on=_due(review, stage, on))
    add(by, row, "stage_started", review.board)


def _due(review: Review, stage: Stage, on: date) -> date | None:
    """Return the day a stage is due by the board's own target; never before it starts."""
    target = review.board.stage_targets.filter(stage=stage).first()
    if target is None:
        return None
    base = {"receipt": review.received_on, "stage": on}.get(stages()[stage].counts_from)
    if base is None:
        test = CriteriaTest.objects.filter(review=review).first()
        base = (test and test.decided_on) or on
    return max(base + timedelta(days=target.days), on)


@transaction.atomic
def plan_review(
    *,
    by: User,
    review: Review,
    method: str,
    method_reason: str,
    lines_of_enquiry: str,
    period_from: date | None = None,
    period_to: date | None = None,
    version: int | None = None,
) -> Review:
    """Choose how a review is done, what it asks and over which time.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `not_decided`, `changed_meanwhile` or `no_reason`.
        ValidationError: the period ends before it begins.
    """
    held = lock_review(by, review, Permission.BOARD_MANAGE)
    test = CriteriaTest.objects.filter(review=held).first()
    if test is None or not test.is_held:
        raise RuleViolationError("not_decided", "The chair has not decided to hold a review")
    refuse_changed(version, fingerprint(held))
    if not method_reason.strip():
        words = "Say why this method fits the learning wanted"
        raise RuleViolationError("no_reason", words, field="method_reason")
    columns = {
        "method": method,
        "method_reason": method_reason.strip(),
        "lines_of_enquiry": lines_of_enquiry.strip(),
        "period_from": period_from,
        "period_to": period_to,
    }
    change(by, held, "review_planned", held.board, columns)
    return held
