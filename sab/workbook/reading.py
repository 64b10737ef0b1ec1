"""Read a workbook of one return back: find what was altered in it, and what was answered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from core.plain_text import one_line, plain_text
from core.workbooks import Sheets
from sab.workbook import content as c
from sab.workbook.content import Line

MOST_LETTERS = 20_000
LOCKED = {
    "section": "Section",
    "text": "What the standard says",
    "prompts": "What counts as evidence",
    "rating": "Held: rating",
    "narrative": "Held: what makes you say so",
    "evidence": "Held: evidence",
}
SAID = ("rating", "narrative", "evidence")
YES, NO = ("yes", "y"), ("no", "n")
# None stands for a standard that does not apply.
LABELS: dict[str, int | None] = {
    **{label.casefold(): value for label, value in c.RATINGS.items()},
    c.DOES_NOT_APPLY.casefold(): None,
}
# What a spreadsheet shows where a formula has failed.
BROKEN = ("#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!")


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as it was typed; `is_kept` confirms what is held."""

    code: str
    place: str
    is_kept: bool
    rating: int | None
    narrative: str


@dataclass(frozen=True)
class GivenEvidence:
    code: str
    place: str
    kind: str
    title: str
    description: str
    link: str
    dated_on: date


@dataclass(frozen=True)
class GivenAction:
    code: str
    place: str
    text: str
    owner_name: str
    due_on: date


@dataclass
class Filled:
    """What was answered in a workbook, and what in it cannot be read."""

    answers: list[GivenAnswer] = field(default_factory=list)
    evidence: list[GivenEvidence] = field(default_factory=list)
    actions: list[GivenAction] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One row of a sheet: where it stands, and its cells by the head of their column."""

    place: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def is_empty(self) -> bool:
        return not any(self.cells.values())


def token_of(sheets: Sheets) -> str:
    """Return the signed pack id that the workbook carries; empty where it has none."""
    for row in sheets.get(c.READ_ME, []):
        if row and row[0] == c.PACK:
            return row[1] if len(row) > 1 else ""
    return ""


def rows_of(sheets: Sheets, name: str) -> list[Row]:
    """Return the rows of a sheet below its heads, wherever its columns stand."""
    found = sheets.get(name, [])
    heads = [one_line(cell) for cell in found[0]] if found else []
    return [
        Row(f"{name}, row {at}", {head: cell for head, cell in zip(heads, cells, strict=False)})
        for at, cells in enumerate(found[1:], 2)
    ]


def alterations(sheets: Sheets, lines: Sequence[Line], told: list[tuple[str, str]]) -> list[str]:
    """Name everything sealed that is not as it was: sheets, heads, rows, cells."""
    found = list(_heads_altered(sheets)) or list(_rows_altered(sheets, lines))
    return found + list(_read_me_altered(sheets, told))


def _heads_altered(sheets: Sheets) -> Iterator[str]:
    wanted = {
        c.ANSWERS: c.ANSWER_COLUMNS,
        c.EVIDENCE: c.EVIDENCE_COLUMNS,
        c.ACTIONS: c.ACTION_COLUMNS,
    }
    for name, columns in wanted.items():
        if name not in sheets:
            yield f"The sheet {name} is missing"
            continue
        heads = [one_line(cell) for cell in sheets[name][0]] if sheets[name] else []
        for column in columns:
            if heads.count(column) != 1:
                state = "stands twice" if column in heads else "is missing or was renamed"
                yield f"{name}: the column “{column}” {state}"


def _rows_altered(sheets: Sheets, lines: Sequence[Line]) -> Iterator[str]:
    rows: dict[str, list[Row]] = {}
    for row in rows_of(sheets, c.ANSWERS):
        if not row.is_empty:
            rows.setdefault(one_line(row["Standard"]), []).append(row)
    missing = [line.code for line in lines if line.code not in rows]
    if missing:
        yield f"{c.ANSWERS}: no row for {', '.join(missing)}"
    known = {line.code: line for line in lines}
    for code, mine in rows.items():
        if code not in known:
            yield f"{mine[0].place}: {code or 'a row without a standard'} is not in this return"
        elif len(mine) > 1:
            yield f"{mine[1].place}: {code} stands twice"
        else:
            yield from _cells_altered(mine[0], known[code])


def _cells_altered(row: Row, line: Line) -> Iterator[str]:
    for name, column in LOCKED.items():
        if one_line(row[column]) != one_line(getattr(line, name)):
            yield f"{row.place}: {line.code}, “{column}” was changed"


def _read_me_altered(sheets: Sheets, told: list[tuple[str, str]]) -> Iterator[str]:
    if c.READ_ME not in sheets:
        yield f"The sheet {c.READ_ME} is missing"
        return
    held = {tuple(one_line(cell) for cell in row[:2]) for row in sheets[c.READ_ME]}
    for label, words in told:
        if (one_line(label), one_line(words)) not in held:
            yield f"{c.READ_ME}: “{label or words[:40]}” was changed"


def changed_since(sheets: Sheets, lines: Sequence[Line]) -> list[str]:
    """Return the codes whose held answer is no longer the one that the workbook shows."""
    shown = {one_line(row["Standard"]): row for row in rows_of(sheets, c.ANSWERS)}
    return [
        line.code
        for line in lines
        if (row := shown.get(line.code))
        and any(one_line(row[LOCKED[name]]) != one_line(getattr(line, name)) for name in SAID)
    ]


def read_filled(sheets: Sheets, lines: Sequence[Line]) -> Filled:
    """Return what was answered, row by row, by the standard that each row names."""
    filled = Filled()
    held = {line.code: line for line in lines}
    for row in rows_of(sheets, c.ANSWERS):
        if not row.is_empty:
            _answer(filled, row, held[one_line(row["Standard"])])
    codes = {code.casefold(): code for code in held}
    for name, read in ((c.EVIDENCE, _evidence), (c.ACTIONS, _action)):
        for row in rows_of(sheets, name):
            if row.is_empty:
                continue
            code = codes.get(one_line(row["Standard"]).casefold())
            if code:
                read(filled, row, code)
            else:
                filled.faults.append(f"{row.place}: choose a standard of this return")
    return filled


def _answer(filled: Filled, row: Row, line: Line) -> None:
    keep, rating, said = (one_line(row[column]) for column in c.ANSWER)
    place = f"{row.place}, {line.code}"
    is_kept = keep.casefold() in YES
    if not (is_kept or rating or said):
        filled.unanswered.append(line.code)
    before = len(filled.faults)
    _refuse_broken(filled, row, c.ANSWER)
    filled.faults += [f"{place}: {fault}" for fault in _answer_faults(line, keep, rating, said)]
    if len(filled.faults) == before and (is_kept or rating):
        words = plain_text(row[c.ANSWER[2]])
        value = LABELS.get(rating.casefold())
        filled.answers.append(GivenAnswer(line.code, place, is_kept, value, words))


def _answer_faults(line: Line, keep: str, rating: str, said: str) -> Iterator[str]:
    """Yield what is wrong with one answer as it was typed."""
    is_kept = keep.casefold() in YES
    if keep and not is_kept and keep.casefold() not in NO:
        yield f"choose Yes under “{c.ANSWER[0]}”, or leave it empty"
    if is_kept and (rating or said):
        yield "it is both kept and changed. Do one of the two"
    elif is_kept and not line.rating:
        yield "there is no answer to keep. Give a rating"
    elif said and not rating:
        yield "choose a rating"
    if rating and rating.casefold() not in LABELS:
        yield f"“{rating[:60]}” is not one of the ratings"


def _evidence(filled: Filled, row: Row, code: str) -> None:
    before = len(filled.faults)
    _refuse_broken(filled, row, c.EVIDENCE_COLUMNS)
    kinds = {label.casefold(): value for label, value in c.KINDS.items()}
    kind = kinds.get(one_line(row["Kind of evidence"]).casefold())
    if kind is None:
        filled.faults.append(f"{row.place}, {code}: choose a kind of evidence from the list")
    day = _day(filled, row, code, "Date of the evidence")
    if len(filled.faults) == before and kind and day:
        filled.evidence.append(
            GivenEvidence(
                code=code,
                place=f"{row.place}, {code}",
                kind=kind,
                title=one_line(row["Title"]),
                description=plain_text(row["What it shows"]),
                link=_address(row["Where it is kept"]),
                dated_on=day,
            )
        )


def _action(filled: Filled, row: Row, code: str) -> None:
    before = len(filled.faults)
    _refuse_broken(filled, row, c.ACTION_COLUMNS)
    day = _day(filled, row, code, "Due by")
    if len(filled.faults) == before and day:
        filled.actions.append(
            GivenAction(
                code=code,
                place=f"{row.place}, {code}",
                text=plain_text(row["What will be done"]),
                owner_name=one_line(row["Person who owns the action"]),
                due_on=day,
            )
        )


def _address(typed: str) -> str:
    """Return an address as a form takes it: one without a scheme is on https."""
    found = typed.strip()
    return f"https://{found}" if found and "://" not in found else found


def _refuse_broken(filled: Filled, row: Row, columns: Sequence[str]) -> None:
    for column in columns:
        if len(row[column]) > MOST_LETTERS:
            words = f"“{column}” is longer than {MOST_LETTERS:,} characters"
            filled.faults.append(f"{row.place}: {words}")
        if row[column] in BROKEN:
            filled.faults.append(f"{row.place}: “{column}” holds {row[column]}. Type it again")


def _day(filled: Filled, row: Row, code: str, column: str) -> date | None:
    """Return the day in a cell, typed as a day or as words such as 1/4/2026."""
    typed = row[column].strip()
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    filled.faults.append(f"{row.place}, {code}: give “{column}” as a day, for example 1/4/2026")
    return None
