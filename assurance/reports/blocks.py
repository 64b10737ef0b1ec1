"""The parts of a report, free of any file format. Text is plain, never markup."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assurance import charts

Status = Literal["Draft", "Final", "Signed off"]
NoteKind = Literal["note", "caution", "provisional"]
HeadingLevel = Literal[1, 2, 3]

INTERNAL = "Internal: true counts, not for sharing"
SHAREABLE = "Suitable for sharing: small numbers hidden"


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 is a section of the report, under the title on the cover."""

    text: str
    level: HeadingLevel = 1

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError(f"heading level {self.level}: use 1, 2 or 3")
        if not self.text.strip():
            raise ValueError("a heading needs words")


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Lead:
    """The sentence a reader should take away, set larger than the rest."""

    text: str


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Someone's own words. `source` says who spoke, without naming a person."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """An inset remark. The kind is written out beside it, never shown by colour alone."""

    text: str
    kind: NoteKind = "note"


@dataclass(frozen=True, slots=True)
class Table:
    """A captioned grid. Every row has one cell for each column; the first cell names the row.

    `numeric` lists the columns set to the right, counted from 0. `widths` are weights for
    sharing out the page; without them the writers go by the length of the words. `note` is
    printed under the grid.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    widths: tuple[float, ...] | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError(f"table without columns: {self.caption}")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"ragged table: {self.caption}")
        if any(not 0 <= column < len(self.columns) for column in self.numeric):
            raise ValueError(f"numeric column out of range: {self.caption}")
        if self.widths is not None and not _fits(self.widths, len(self.columns)):
            raise ValueError(f"widths need one positive number for each column: {self.caption}")


def _fits(widths: tuple[float, ...], columns: int) -> bool:
    return len(widths) == columns and all(width > 0 for width in widths)


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A few headline figures as (label, value, detail), laid out as a table, never as tiles."""

    rows: tuple[tuple[str, str, str], ...]
    caption: str = "Key figures"
    columns: tuple[str, str, str] = ("Measure", "Now", "Detail")

    def as_table(self) -> Table:
        return Table(self.caption, self.columns, self.rows, numeric=(1,), widths=(4, 2, 5))


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, the sentence that says what it shows, and its numbers. The three stay together."""

    chart: charts.Chart
    reading: str
    table: Table


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Terms with their meanings, as (term, meaning)."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Begin a new page where there are pages."""


Block = (
    Heading
    | Paragraph
    | Lead
    | BulletList
    | Quote
    | Note
    | Table
    | KeyFigures
    | Chart
    | DefinitionList
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    `made_on` is written as people read it ("22 November 2026"). `marking` says who may see
    it and is printed on every page. `method` is the last line: data cut and fingerprint.
    """

    title: str
    council: str
    period_label: str
    made_on: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    prepared_for: str = ""
    status: Status = "Draft"
    marking: str = INTERNAL
    method: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a document needs a title")
        level = 0
        for block in self.blocks:
            if isinstance(block, Heading):
                if block.level > level + 1:
                    raise ValueError(f"heading {block.text!r} skips a level")
                level = block.level

    def particulars(self) -> tuple[tuple[str, str], ...]:
        """Return what the cover says under the title, as (label, value), without empty lines."""
        pairs = (
            ("Council", self.council),
            ("Period", self.period_label),
            ("Prepared for", self.prepared_for),
            ("Date", self.made_on),
            ("Status", self.status),
            ("Marking", self.marking),
        )
        return tuple((label, value) for label, value in pairs if value)


def chart_block(chart: charts.Chart, reading: str = "", *, note: str = "") -> Chart:
    """Put a chart together with its own table; the chart's summary is the reading by default."""
    shown = charts.to_table(chart)
    caption = f"{chart.title}: the numbers"
    table = Table(caption, shown.columns, shown.rows, numeric=shown.numeric, note=note)
    return Chart(chart, reading or chart.summary, table)


def contents(blocks: Iterable[Block]) -> tuple[Heading, ...]:
    """Return the headings a table of contents lists: sections and their parts."""
    return tuple(block for block in blocks if isinstance(block, Heading) and block.level < 3)
