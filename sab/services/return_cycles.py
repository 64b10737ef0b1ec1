"""The board's side of opening a round of returns: the questions, the window, who is asked."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from sab.frameworks_loader import return_questions
from sab.models import (
    AnswerEvidence,
    AssuranceReturn,
    Board,
    Partner,
    ReturnCycle,
    ReturnStandard,
    ReturnTemplate,
    StandardAnswer,
)
from sab.returns_shown import asked_of
from sab.services.boards import add, note, require_in_board


@transaction.atomic
def load_return_template(*, by: User, board: Board) -> ReturnTemplate:
    """Take in the questions that come with the product; a version held already stays as it is.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    template, is_new = store_template()
    if is_new:
        note(by, "return_template_loaded", template, board, before={})
    return template


def store_template() -> tuple[ReturnTemplate, bool]:
    """Return the shipped template, and whether it had to be stored."""
    shipped = return_questions()
    template, is_new = ReturnTemplate.objects.get_or_create(
        code=shipped.code,
        version=shipped.version,
        defaults={
            "title": shipped.title,
            "declaration": shipped.declaration,
            "published_on": shipped.published_on,
        },
    )
    if is_new:
        ReturnStandard.objects.bulk_create(
            ReturnStandard(
                template=template,
                code=line.code,
                section=section.title,
                text=line.text,
                prompts=list(line.evidence),
                kinds=[kind.value for kind in section.kinds],
            )
            for section in shipped.sections
            for line in section.standards
        )
    return template, is_new


@transaction.atomic
def open_cycle(
    *,
    by: User,
    board: Board,
    template: ReturnTemplate,
    title: str,
    opens_on: date,
    closes_on: date,
    partners: Iterable[Partner],
) -> ReturnCycle:
    """Ask partners for a return within a window, their last answers carried forward.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `not_published`, `over`, `nobody` or `other_board`.
        ValidationError: the board has a cycle of this title, or it closes before it opens.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    asked = list(partners)
    if template.published_on is None or template.retired_on is not None:
        words = "Choose a version of the questions that is published and not retired"
        raise RuleViolationError("not_published", words, field="template")
    if closes_on < timezone.localdate():
        words = "The window would be over already. Give a later day"
        raise RuleViolationError("over", words, field="closes_on")
    if not asked:
        raise RuleViolationError("nobody", "Choose who is asked for a return", field="partners")
    if any(partner.board_id != board.pk for partner in asked):
        words = "Choose partners of this board"
        raise RuleViolationError("other_board", words, field="partners")
    cycle = ReturnCycle(
        board=board, template=template, title=title.strip(), opens_on=opens_on, closes_on=closes_on
    )
    add(by, cycle, "return_cycle_opened", board)
    standards = list(template.standards.all())
    for partner in asked:
        row = AssuranceReturn(board=board, cycle=cycle, partner=partner)
        add(by, row, "return_asked_for", board)
        carry_forward(row, standards)
    return cycle


def last_return(row: AssuranceReturn) -> AssuranceReturn | None:
    """Return the agency's latest submitted return to this board before this one."""
    rows = AssuranceReturn.objects.filter(partner=row.partner, submitted_on__isnull=False)
    earlier = rows.exclude(pk=row.pk).filter(cycle__opens_on__lte=row.cycle.opens_on)
    return earlier.order_by("-cycle__opens_on", "-pk").first()


def carry_forward(row: AssuranceReturn, standards: Iterable[ReturnStandard]) -> None:
    """Copy the agency's last answers and their evidence, to be confirmed or changed.

    Only where the standard is in the same words. The signature and the board's ratings stay behind.
    """
    earlier = last_return(row)
    if earlier is None:
        return
    answers = earlier.answers.select_related("standard").prefetch_related("evidence")
    known = {(answer.standard.code, answer.standard.text): answer for answer in answers}
    for standard in asked_of(row.partner, standards):
        before = known.get((standard.code, standard.text))
        if before is None:
            continue
        answer = StandardAnswer.objects.create(
            assurance_return=row,
            standard=standard,
            self_rating=before.self_rating,
            is_not_applicable=before.is_not_applicable,
            narrative=before.narrative,
            carried_from=before,
            is_confirmed=False,
        )
        AnswerEvidence.objects.bulk_create(
            AnswerEvidence(
                answer=answer,
                kind=item.kind,
                title=item.title,
                description=item.description,
                link=item.link,
                dated_on=item.dated_on,
            )
            for item in before.evidence.all()
        )
