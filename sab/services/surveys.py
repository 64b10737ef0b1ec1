"""A board's surveys: opened for groups, answered by nobody in particular, closed, read, released.

What is answered is stored without a person, a time or a line in the activity log.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.csv_out import write_csv
from core.errors import RuleViolationError
from core.exports import record_export
from core.models import Organisation, User
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.choices_board import CommentState, SurveyKind
from sab.frameworks_loader import survey_questions
from sab.models import (
    Board,
    Partner,
    Survey,
    SurveyAnswer,
    SurveyGroup,
    SurveyQuestion,
    SurveyResponse,
)
from sab.services.boards import add, change, note, require_in_board
from sab.surveys_shown import result_rows, results_of

LETTERS = 32
MOST_LETTERS = 4_000
KIND = "sab_survey_results"
COLUMNS = ("Part", "Code", "Statement", "Group", "Agree", "Disagree", "Do not know", "Answered")


@dataclass(frozen=True)
class Said:
    """What one person answered to one question; `agreement` is None where they do not know."""

    agreement: int | None = None
    comment: str = ""


@transaction.atomic
def open_survey(
    *,
    by: User,
    board: Board,
    kind: str,
    title: str,
    opens_on: date,
    closes_on: date,
    bands: Iterable[str] = (),
    partners: Iterable[Partner] = (),
) -> Survey:
    """Open a survey with the shipped questions, and a link for each group that is asked.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `over`, `nobody` or `other_board`.
        ValidationError: the board has a survey of this title, or it closes before it opens.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    asked: list[tuple[str, Partner | None]] = [(band, None) for band in bands]
    field = "bands"
    if kind == SurveyKind.PRACTICE:
        asked, field = [("", partner) for partner in partners], "partners"
    if closes_on < timezone.localdate():
        words = "The survey would be over already. Give a later day"
        raise RuleViolationError("over", words, field="closes_on")
    if not asked:
        raise RuleViolationError("nobody", "Choose who is asked", field=field)
    if any(partner is not None and partner.board_id != board.pk for _, partner in asked):
        raise RuleViolationError("other_board", "Choose partners of this board", field=field)
    survey = Survey(
        board=board, kind=kind, title=title.strip(), opens_on=opens_on, closes_on=closes_on
    )
    add(by, survey, "survey_opened", board)
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(
            survey=survey,
            code=line.code,
            domain=line.domain,
            text=line.text,
            is_written=line.is_written,
            standards=list(line.standards),
        )
        for line in survey_questions(SurveyKind(kind)).questions
    )
    for band, partner in asked:
        token = secrets.token_urlsafe(LETTERS)
        group = SurveyGroup(survey=survey, band=band, partner=partner, token=token)
        group.full_clean()
        group.save()
    return survey


@transaction.atomic
def close_survey(*, by: User, survey: Survey) -> Survey:
    """Take no more answers from now on; only then is any of them shown.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `over` or `not_open`.
    """
    rows = Survey.objects.select_for_update(of=("self",)).select_related("board")
    held = rows.get(pk=survey.pk)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    today = timezone.localdate()
    if held.is_over_on(today):
        raise RuleViolationError("over", "The survey is closed already")
    if held.opens_on > today:
        raise RuleViolationError("not_open", "The survey has not opened yet")
    change(by, held, "survey_closed", held.board, {"closed_on": today})
    return held


@transaction.atomic
def answer_survey(*, group: SurveyGroup, said: Mapping[int, Said]) -> None:
    """Keep one set of answers. Nothing is kept of who gave it or when; nothing is logged.

    Args:
        said: by key of the question; a question that is left out was not answered.

    Raises:
        RuleViolationError: code `closed`, `nothing`, `not_asked`, `too_long` or `no_words`.
    """
    survey = Survey.objects.select_for_update().get(pk=group.survey_id)
    if not survey.is_open_on(timezone.localdate()):
        raise RuleViolationError("closed", "The survey takes no answers today")
    asked = {question.pk: question for question in survey.questions.all()}
    if not said:
        raise RuleViolationError("nothing", "Answer at least one question")
    if not set(said) <= set(asked):
        raise RuleViolationError("not_asked", "The survey does not ask that")
    response = SurveyResponse(survey=survey, group=group)
    response.full_clean()
    response.save(force_insert=True)
    rows = []
    for key, given in said.items():
        words = given.comment.strip()
        if len(words) > MOST_LETTERS:
            raise RuleViolationError("too_long", f"Write at most {MOST_LETTERS:,} characters")
        if asked[key].is_written and not words:
            raise RuleViolationError("no_words", "Write something, or leave the question out")
        row = SurveyAnswer(
            response=response,
            question=asked[key],
            agreement=None if asked[key].is_written else given.agreement,
            comment=words,
        )
        row.full_clean()
        rows.append(row)
    # In the order of their random keys, which says nothing of the order of the answers.
    SurveyAnswer.objects.bulk_create(sorted(rows, key=lambda row: row.pk))


@transaction.atomic
def read_comment(
    *,
    by: User,
    answer: SurveyAnswer,
    state: str,
    words: str = "",
    version: int | None = None,
) -> SurveyAnswer:
    """Release a comment, in words that name nobody, or say that it is not released.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `not_over`, `no_comment`, `changed_meanwhile`, `no_state` or
            `no_words`.
    """
    rows = SurveyAnswer.objects.select_for_update(of=("self",))
    held = rows.select_related("response__survey__board").get(pk=answer.pk)
    survey = held.response.survey
    require_in_board(by, Permission.BOARD_MANAGE, survey.board)
    if not survey.is_over_on(timezone.localdate()):
        raise RuleViolationError("not_over", "Comments are read once the survey is closed")
    if not held.comment:
        raise RuleViolationError("no_comment", "There is no comment")
    refuse_changed(version, fingerprint(held))
    if state not in (CommentState.RELEASED, CommentState.WITHHELD):
        raise RuleViolationError("no_state", "Choose whether it is released", field="state")
    is_shown = state == CommentState.RELEASED
    if is_shown and not words.strip():
        raise RuleViolationError("no_words", "Write what is shown", field="words")
    held.comment_state = CommentState(state)
    held.comment_shown = words.strip() if is_shown else ""
    held.full_clean()
    held.save()
    # The log says that a comment was read, and holds none of its words.
    note(by, f"survey_comment_{state}", survey, survey.board, changes={})
    return held


@transaction.atomic
def export_results(
    *, by: User, survey: Survey, council: Organisation, reason: str
) -> tuple[str, bytes]:
    """Make the results as a CSV file, small groups hidden, and enter it in the ledger.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `not_over` or `no_reason`.
    """
    require_in_board(by, Permission.BOARD_MANAGE, survey.board)
    if not survey.is_over_on(timezone.localdate()):
        raise RuleViolationError("not_over", "Results are made once the survey is closed")
    rows = list(result_rows(results_of(survey)))
    content = write_csv(COLUMNS, rows)
    filename = f"survey-results-{survey.pk}.csv"
    record_export(
        by=by,
        council=council,
        kind=KIND,
        filename=filename,
        content=content,
        reason=reason,
        parameters={"survey": survey.title, "board": survey.board.name},
        rows=len(rows),
    )
    return filename, content
