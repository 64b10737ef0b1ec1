"""The dataset as a CSV file, entered in the ledger of exports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from core.csv_out import write_csv
from core.disclosure import Mode
from core.exports import record_export
from core.models import Organisation, User
from core.periods import Period
from core.permissions import Permission
from sab.dataset_file import NOT_SUPPLIED
from sab.dataset_shown import NOTHING, in_words, plain
from sab.metrics.dataset import Cell, Row, dataset_of
from sab.models import Board
from sab.services.boards import require_in_board

KIND = "sab_dataset"
HEADS = ("Indicator", "Title", "Principle", "Agency", "Quarter")


@dataclass(frozen=True)
class MadeFile:
    """A file ready to hand over."""

    content: bytes
    filename: str


@transaction.atomic
def export_dataset(
    *,
    by: User,
    board: Board,
    council: Organisation,
    periods: Sequence[Period],
    mode: Mode,
    reason: str,
) -> MadeFile:
    """Make the file of some quarters and enter it in the ledger.

    For sharing, small numbers are hidden and others rounded, as in the published return; true
    numbers stay with the board, and the file says so in every row.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `no_reason`.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    lines = list(_lines(dataset_of(board, periods), mode))
    heads = (*HEADS, "Number", "Of", "Commentary") if mode is Mode.INTERNAL else (*HEADS, "Value")
    content = write_csv((*heads, "Marking"), [(*line, _marking(mode)) for line in lines])
    kept = "internal" if mode is Mode.INTERNAL else "to-share"
    filename = f"board-dataset-{periods[0].label.replace(' ', '-')}-{kept}.csv"
    record_export(
        by=by,
        council=council,
        kind=KIND,
        filename=filename,
        content=content,
        reason=reason,
        parameters={"board": board.name, "quarters": [p.label for p in periods], "mode": mode},
        rows=len(lines),
    )
    return MadeFile(content, filename)


def _marking(mode: Mode) -> str:
    return mode.marking or "For sharing: small numbers hidden, others rounded to 5"


def _lines(rows: Sequence[Row], mode: Mode) -> Iterator[tuple[str, ...]]:
    """Yield a line for each agency asked and each quarter, those that gave nothing too."""
    for row in rows:
        indicator = row.indicator
        about = (indicator.code, indicator.title, indicator.get_principle_display())
        for cell in row.cells:
            for agency, *told in _told(cell, mode):
                yield (*about, agency, cell.period.label, *told)


def _told(cell: Cell, mode: Mode) -> Iterator[tuple[str, ...]]:
    """Yield each agency with what it gave; its commentary may tell what a small number hides."""
    for value in cell.values:
        if mode is Mode.INTERNAL:
            number = plain(value.number) if value.is_supplied else NOT_SUPPLIED
            yield value.agency, number, plain(value.whole), value.commentary
        else:
            yield value.agency, in_words(value.number, value.whole, cell.unit, mode)
    for agency in cell.missing:
        words = (NOTHING, "", "") if mode is Mode.INTERNAL else (NOTHING,)
        yield agency, *words
