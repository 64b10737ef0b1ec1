"""Read the cells of one column, many at a time. A reader never raises: it returns the faults."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from safeguard.extract.columns import SEPARATOR, Column, Kind
from safeguard.extract.dates import MomentReader, parse_date
from safeguard.extract.faults import ITEMS, CellFaultError
from safeguard.extract.formulas import STARTS, looks_like_formula

Faults = dict[int, CellFaultError]
NO_FAULTS: Faults = {}
Read = tuple[list[Any], Faults]
Reader = Callable[[Sequence[str]], Read]

KEPT_CHARACTERS = 2_000_000
_PLAIN_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,39}\Z")


def normal(text: str) -> str:
    """Return `text` as it is compared: no spaces around, one between words, letter case apart."""
    return " ".join(text.split()).casefold()


class Memo(dict[str, Any]):
    """What each distinct cell of a column reads as; `bad` holds those that do not read.

    A column has few distinct cells, so nearly every cell costs one look-up. It forgets, between
    two batches, once it has kept KEPT_CHARACTERS: memory stays flat whatever the file holds.
    """

    def __init__(self, parse: Callable[[str], Any]) -> None:
        super().__init__()
        self.parse = parse
        self.bad: dict[str, CellFaultError] = {}
        self.characters = 0

    def __missing__(self, raw: str) -> Any:
        self.characters += len(raw) + 50
        try:
            value = self.parse(raw)
        except CellFaultError as fault:
            self.bad[raw] = fault
            value = None
        self[raw] = value
        return value

    def read(self, cells: Sequence[str]) -> Read:
        if self.characters > KEPT_CHARACTERS:
            self.clear()
            self.bad.clear()
            self.characters = 0
        values = list(map(self.__getitem__, cells))
        bad = self.bad
        if not bad or bad.keys().isdisjoint(cells):
            return values, NO_FAULTS
        return values, {i: bad[cell] for i, cell in enumerate(cells) if cell in bad}


def each(parse: Callable[[str], Any]) -> Reader:
    """Return a reader for a column whose cells are nearly all different."""

    def read(cells: Sequence[str]) -> Read:
        values: list[Any] = []
        faults: Faults = {}
        for place, raw in enumerate(cells):
            try:
                values.append(parse(raw))
            except CellFaultError as fault:
                faults[place] = fault
                values.append(None)
        return values, faults

    return read


def reader_for(
    column: Column, translations: Mapping[str, str], *, style: str, today: str
) -> Reader:
    """Return the reader of one column.

    Args:
        translations: the council's own values, in `normal` form, to ours; "" for an empty cell.
        style: how dates are written, see `dates.parse_date`.
        today: yyyy-mm-dd in London; nothing may be later.
    """
    if column.kind is Kind.REFERENCE:
        return _reference_reader
    if column.kind is Kind.TEXT:
        return each(_text_parser(column))
    if column.kind is Kind.MOMENT:
        moments = MomentReader(style=style, today=today)
        return each(_blank_aware(column, translations, moments.read))
    if column.kind is Kind.DATE:

        def date(text: str) -> str:
            return parse_date(text, style=style, today=today)

        return Memo(_blank_aware(column, translations, date)).read
    parse = _list_parser if column.kind is Kind.CODES else _code_parser
    return Memo(parse(column, translations)).read


def _reference_reader(cells: Sequence[str]) -> Read:
    plain = _PLAIN_REFERENCE.match
    odd = {place: cell for place, cell in enumerate(cells) if not plain(cell)}
    if not odd:
        return list(cells), NO_FAULTS
    values: list[Any] = list(cells)
    faults: Faults = {}
    for place, raw in odd.items():
        values[place] = None
        try:
            values[place] = parse_reference(raw)
        except CellFaultError as fault:
            faults[place] = fault
    return values, faults


def parse_reference(raw: str) -> str:
    """Return a reference without spaces around it, which may hold any other character."""
    text = raw.strip()
    if not text:
        raise CellFaultError("required")
    if looks_like_formula(text):
        raise CellFaultError("formula")
    if len(text) > 40:
        raise CellFaultError("too_long", str(len(text)))
    return text


def _text_parser(column: Column) -> Callable[[str], str]:
    longest = column.length

    def parse(raw: str) -> str:
        text = raw.strip()
        if text and text[0] in STARTS and looks_like_formula(text):
            raise CellFaultError("formula")
        if longest is not None and len(text) > longest:
            raise CellFaultError("too_long", str(len(text)))
        return text

    return parse


def _blank_aware(
    column: Column, translations: Mapping[str, str], parse: Callable[[str], Any]
) -> Callable[[str], Any]:
    """Return a parser that gives None for an empty cell, or for one that translates to it."""

    def parse_or_blank(raw: str) -> Any:
        text = raw.strip()
        if translations:
            text = translations.get(normal(text), text)
        if text:
            return parse(text)
        if column.required:
            raise CellFaultError("required")
        return None

    return parse_or_blank


def _vocabulary(column: Column, translations: Mapping[str, str]) -> dict[str, str]:
    """Return what is stored for each word, in `normal` form; "" where it reads as empty."""
    known = {normal(word): code for word, code in column.words.items()}
    ours = {said: known[normal(word)] if word else "" for said, word in translations.items()}
    return {**known, **ours}


def _code_parser(column: Column, translations: Mapping[str, str]) -> Callable[[str], str | None]:
    known = _vocabulary(column, translations)

    def parse(raw: str) -> str | None:
        said = normal(raw)
        code = known.get(said, "" if not said else None)
        if code is None:
            raise _unknown([raw])
        if not code and column.required:
            raise CellFaultError("required")
        return code or None

    return parse


def _list_parser(column: Column, translations: Mapping[str, str]) -> Callable[[str], int]:
    """Return a parser that gives the sum of the bits of what is listed, each counted once."""
    known = _vocabulary(column, translations)
    bits = {"": 0, **column.bits}

    def parse(raw: str) -> int:
        items = [item for item in raw.split(SEPARATOR) if item.strip()]
        unknown = [item for item in items if normal(item) not in known]
        if unknown:
            raise _unknown(unknown)
        mask = 0
        for item in items:
            mask |= bits[known[normal(item)]]
        if not mask and column.required:
            raise CellFaultError("required")
        return mask

    return parse


def _unknown(items: list[str]) -> CellFaultError:
    said = [item.strip() for item in items]
    if any(looks_like_formula(item) for item in said):
        return CellFaultError("formula")
    return CellFaultError("unknown_value", ITEMS.join(dict.fromkeys(said)))
