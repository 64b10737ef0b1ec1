"""Read one CSV file row by row, each with the line on which an editor shows that it starts."""

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.errors import InputError

CHUNK = 1 << 20
UTF_8, WINDOWS = "utf-8-sig", "cp1252"
_UNDEFINED_IN_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
SIGNATURES = {
    b"PK\x03\x04": "an Excel workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an old or protected Office file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip file",
}
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Open = Callable[[], IO[bytes]]


def opener(path: Path) -> Open:
    return lambda: path.open("rb")


class BrokenRow(list[str]):
    """Stands for a row whose quotation marks do not match, up to and including line `until`."""

    def __init__(self, until: int) -> None:
        super().__init__()
        self.until = until


@dataclass(frozen=True, slots=True)
class Inspected:
    """What one pass over the bytes told: encoding, size in bytes, SHA-256 of all of them."""

    encoding: str
    size: int
    digest: str


def inspect(open_bytes: Open, label: str) -> Inspected:
    """Look at every byte once, and refuse what is not text in UTF-8 or Windows-1252.

    Raises:
        InputError: the file is binary, of another kind, or in another encoding.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    digest = hashlib.sha256()
    is_utf8, undefined, size, lines = True, 0, 0, 1
    with open_bytes() as stream:
        while chunk := stream.read(CHUNK):
            if size == 0:
                _refuse_other_kinds(chunk, label)
            if b"\0" in chunk:
                raise InputError(f"{label} is not a text file. Save it again as CSV (UTF-8).")
            size += len(chunk)
            digest.update(chunk)
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
            if not undefined and (found := _UNDEFINED_IN_WINDOWS.search(chunk)):
                undefined = lines + chunk.count(b"\n", 0, found.start())
            lines += chunk.count(b"\n")
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    if not is_utf8 and undefined:
        raise InputError(
            f"{label} is neither UTF-8 nor Windows-1252: line {undefined} holds a character of "
            "neither. Save it again as CSV (UTF-8)."
        )
    return Inspected(UTF_8 if is_utf8 else WINDOWS, size, digest.hexdigest())


def _refuse_other_kinds(start: bytes, label: str) -> None:
    if start.startswith(WIDE):
        raise InputError(f"{label} is saved as UTF-16. Save it again as CSV (UTF-8).")
    for signature, kind in SIGNATURES.items():
        if start.startswith(signature):
            raise InputError(f"{label} is really {kind}. Save it again as CSV (UTF-8).")


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


class CsvTable:
    """One CSV file. `label` is its name as the person knows it; `size` is in bytes.

    Opening one raises InputError as `inspect` does; no later step refuses anything.
    """

    def __init__(self, open_bytes: Open, label: str, place: str = "") -> None:
        self.open_bytes = open_bytes
        self.label = label
        self.place = place
        inspected = inspect(open_bytes, label)
        self.encoding = inspected.encoding
        self.size = inspected.size
        self.digest = inspected.digest
        self.position = 0
        self._opened: list[io.TextIOWrapper] = []

    def close(self) -> None:
        """Close what is still open because its rows were not read to the end."""
        while self._opened:
            self._opened.pop().close()

    @property
    def notices(self) -> list[str]:
        if self.encoding == UTF_8:
            return []
        return [f"{self.label} is not UTF-8; it was read as Windows-1252."]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give each row with its line, the header too; a blank line is a row without cells."""
        yield from _numbered(self._lines())

    def raw_rows(self) -> Iterator[tuple[int, list[str], str]]:
        """Give each row with its line and its text as the file has it, line ends too."""
        taken: list[str] = []

        def taking(lines: Iterator[str]) -> Iterator[str]:
            for line in lines:
                taken.append(line)
                yield line

        for line, cells in _numbered(taking(self._lines())):
            yield line, cells, "".join(taken)
            taken.clear()

    def _lines(self) -> Iterator[str]:
        self.position = 0
        text = io.TextIOWrapper(self.open_bytes(), encoding=self.encoding, newline="")
        self._opened.append(text)
        with text:
            while lines := text.readlines(CHUNK):
                self.position += sum(map(len, lines))
                yield from lines


def _numbered(lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    end = 0
    reader = csv.reader(lines, strict=True)
    while True:
        try:
            for cells in reader:
                yield end + 1, cells
                end = reader.line_num
        except csv.Error:
            start, end = end + 1, reader.line_num
            yield start, BrokenRow(end)
        else:
            return
