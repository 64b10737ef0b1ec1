"""The board's dataset: what is asked of whom, and what each agency gave or said it could not."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core.errors import RuleViolationError
from core.models import User
from core.periods import Period
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.dataset_file import ReadValue
from sab.frameworks_loader import indicators
from sab.models import Board, DatasetIndicator, DatasetValue, Partner
from sab.rules.dataset import Given, faults_of
from sab.services.boards import add, answers_for, change, note, require_in_board

WHERE = {"number": "numerator", "whole": "denominator", "commentary": "commentary"}
TEXTS = ("title", "principle", "definition", "unit", "whole", "direction", "source", "caution")


@transaction.atomic
def load_indicators(*, by: User, board: Board) -> int:
    """Give a board the provisional indicators that it has no code of; return how many.

    Each is asked of the board's partners of the kinds that the file names.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `loaded`.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    Board.objects.select_for_update().get(pk=board.pk)
    held = set(board.indicators.values_list("code", flat=True))
    partners: dict[str, list[Partner]] = {}
    for partner in Partner.objects.filter(board=board).current():
        partners.setdefault(partner.kind, []).append(partner)
    lines = [line for line in indicators() if line.code not in held]
    if not lines:
        raise RuleViolationError("loaded", "The board has all of these indicators already")
    for line in lines:
        row = DatasetIndicator(
            board=board,
            code=line.code,
            measure_key=line.measure,
            **{name: getattr(line, name) for name in TEXTS if name != "source"},
        )
        row.full_clean()
        row.save(force_insert=True)
        row.partners.set([one for kind in line.kinds for one in partners.get(kind, ())])
    note(by, "indicators_loaded", board, board, changes={"indicators": [None, str(len(lines))]})
    return len(lines)


@transaction.atomic
def add_indicator(
    *, by: User, board: Board, code: str, partners: Iterable[Partner] = (), **told: str
) -> DatasetIndicator:
    """Add something the board asks its partners to count.

    Args:
        told: the texts and codes of the indicator, by the names of the columns.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `no_whole` or `other_board`.
        ValidationError: the board has this code already, or a value is missing or not listed.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    columns = _columns(told)
    row = DatasetIndicator(board=board, code=code.strip(), **columns)
    chosen = _of_board(board, partners)
    add(by, row, "indicator_added", board)
    row.partners.set(chosen)
    return row


@transaction.atomic
def change_indicator(
    *,
    by: User,
    indicator: DatasetIndicator,
    partners: Iterable[Partner] = (),
    is_retired: bool = False,
    version: int | None = None,
    **told: str,
) -> DatasetIndicator:
    """Change what is asked, and of whom. What was given stays, under the words of now.

    Raises:
        as `add_indicator`, and RuleViolationError, code `changed_meanwhile` or `unit_in_use`.
    """
    rows = DatasetIndicator.objects.select_for_update().select_related("board")
    held = rows.get(pk=indicator.pk)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    refuse_changed(version, fingerprint(held))
    columns = _columns(told)
    if columns["unit"] != held.unit and held.values.filter(is_supplied=True).exists():
        words = "Values were given of another kind. Retire this indicator, and add a new one"
        raise RuleViolationError("unit_in_use", words, field="unit")
    chosen = _of_board(held.board, partners)
    change(by, held, "indicator_changed", held.board, {**columns, "is_retired": is_retired})
    held.partners.set(chosen)
    return held


@transaction.atomic
def give_values(
    *, by: User, partner: Partner, period: Period, given: Mapping[int, Given]
) -> list[DatasetValue]:
    """Keep what a partner gave for a quarter, by the key of each indicator asked of it.

    Raises:
        PermissionDenied: `by` neither answers for the partner nor manages the board.
        ValidationError: by the field of the form, "number-1" or "commentary-1", what is wrong.
        RuleViolationError: code `not_asked`.
    """
    if not answers_for(by, partner):
        require_in_board(by, Permission.BOARD_MANAGE, partner.board)
    Partner.objects.select_for_update().get(pk=partner.pk)
    asked = {row.pk: row for row in partner.indicators.filter(is_retired=False)}
    if not set(given) <= set(asked):
        raise RuleViolationError("not_asked", "This is not asked of the agency")
    faults = {
        f"{name}-{key}": f"{asked[key].code}: {words}"
        for key, one in given.items()
        for name, words in faults_of(one, unit=asked[key].unit).items()
    }
    if faults:
        raise ValidationError(faults)
    return _keep(by, partner, period, {asked[key]: one for key, one in given.items()})


@transaction.atomic
def import_values(*, by: User, board: Board, values: Iterable[ReadValue]) -> int:
    """Keep all values of a file that was found to be without fault; return how many.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `other_board`.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    groups: dict[tuple[int, str], list[ReadValue]] = {}
    for value in values:
        if {value.partner.board_id, value.indicator.board_id} != {board.pk}:
            raise RuleViolationError("other_board", "The file is about another board")
        groups.setdefault((value.partner.pk, value.period.label), []).append(value)
    kept = 0
    for rows in groups.values():
        found = {row.indicator: row.given for row in rows}
        kept += len(_keep(by, rows[0].partner, rows[0].period, found))
    return kept


def _keep(
    by: User, partner: Partner, period: Period, given: Mapping[DatasetIndicator, Given]
) -> list[DatasetValue]:
    """Store values that have been checked; one that is as it was is left alone."""
    rows = DatasetValue.objects.select_for_update().filter(
        partner=partner, start=period.start, end=period.end, indicator__in=list(given)
    )
    held = {row.indicator_id: row for row in rows}
    kept = []
    for indicator, one in given.items():
        columns = {
            "is_supplied": one.is_supplied,
            "numerator": one.number,
            "denominator": one.whole,
            "commentary": one.commentary.strip(),
        }
        row = held.get(indicator.pk)
        if row is None:
            row = DatasetValue(
                board=partner.board,
                indicator=indicator,
                partner=partner,
                start=period.start,
                end=period.end,
                **columns,
            )
            add(by, row, "dataset_value_given", partner.board)
        elif any(getattr(row, name) != value for name, value in columns.items()):
            change(by, row, "dataset_value_changed", partner.board, columns)
        kept.append(row)
    return kept


def _columns(told: Mapping[str, str]) -> dict[str, Any]:
    columns = {name: told.get(name, "").strip() for name in TEXTS}
    columns["measure_key"] = told.get("measure_key", "")
    if columns["unit"] == "share" and not columns["whole"]:
        words = "Say what it is a share of"
        raise RuleViolationError("no_whole", words, field="whole")
    return columns


def _of_board(board: Board, partners: Iterable[Partner]) -> list[Partner]:
    chosen = list(partners)
    if any(partner.board_id != board.pk for partner in chosen):
        raise RuleViolationError("other_board", "An agency is not on this board", field="partners")
    return chosen
