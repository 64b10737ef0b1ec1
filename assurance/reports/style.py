"""What the writers share: faces, sizes, colours and the fixed words. Knows no file format.

Lengths are in points. The two inks differ in lightness, so they survive a photocopier.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assurance.charts import palette
from assurance.reports.blocks import NoteKind

FONT_FOLDER = Path(__file__).parents[2] / "static" / "vendor" / "fonts"
REGULAR, BOLD, OBLIQUE = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique"

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
MARGIN = 56.0
WIDTH = PAGE_WIDTH - 2 * MARGIN
TOP, BOTTOM = 74.0, 70.0
ROOM = PAGE_HEIGHT - TOP - BOTTOM

LANGUAGE = "en-GB"
CONTENTS = "Contents"
EMPTY_TABLE = "Nothing to show."
NOTE_WORDS: dict[NoteKind, str] = {
    "note": "Note",
    "caution": "Caution",
    "provisional": "Provisional",
}
NOTE_COLOURS: dict[NoteKind, str] = {
    "note": palette.BLUE,
    "caution": palette.ORANGE,
    "provisional": palette.PURPLE,
}


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A face and size with the space it keeps above and below."""

    face: str
    size: float
    leading: float
    before: float = 0
    after: float = 0
    colour: str = palette.INK


BODY = TextStyle(REGULAR, 9.5, 14.2, before=2, after=7)
LEAD = TextStyle(REGULAR, 12.5, 18.5, before=4, after=11)
HEADINGS = {
    1: TextStyle(BOLD, 19, 24, before=26, after=11, colour=palette.BLUE),
    2: TextStyle(BOLD, 13.5, 18, before=20, after=7, colour=palette.BLUE),
    3: TextStyle(BOLD, 10.8, 15, before=13, after=4),
}
QUOTE = TextStyle(OBLIQUE, 10, 15, before=7, after=0)
SOURCE = TextStyle(REGULAR, 8.5, 12.5, before=0, after=9, colour=palette.MUTED)
NOTE = TextStyle(REGULAR, 9.2, 13.5, before=0, after=11)
LABEL = TextStyle(BOLD, 9.2, 13.5, before=9, after=0)
CAPTION = TextStyle(BOLD, 9.2, 13, before=11, after=4)
CELL = TextStyle(REGULAR, 8.2, 11.2)
CELL_HEAD = TextStyle(BOLD, 8.2, 11.2)
SMALL = TextStyle(REGULAR, 7.8, 11, before=4, after=11, colour=palette.MUTED)
COVER_COUNCIL = TextStyle(BOLD, 13, 18, after=14, colour=palette.MUTED)
COVER_TITLE = TextStyle(BOLD, 29, 36, after=10, colour=palette.BLUE)
COVER_SUBTITLE = TextStyle(REGULAR, 15, 21, after=6)
COVER_CELL = TextStyle(REGULAR, 10.5, 15)
COVER_HEAD = TextStyle(BOLD, 10.5, 15)
CONTENTS_LINES = {
    1: TextStyle(BOLD, 9.5, 14, before=7, after=1),
    2: TextStyle(REGULAR, 9.2, 13.5, before=1, after=1),
}


def made_at(made_on: str) -> datetime:
    """Read a date such as "22 November 2026"; one that cannot be read is the year 2000.

    File properties need a moment. It is taken from the document, never from the clock, so
    that the same document gives the same file.
    """
    try:
        return datetime.strptime(made_on, "%d %B %Y").replace(tzinfo=UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
