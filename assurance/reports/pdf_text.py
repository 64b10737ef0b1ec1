"""Words on a PDF page: fonts, widths, wrapping. Text is measured and drawn, never parsed."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Literal

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from assurance.reports.style import BOLD, FONT_FOLDER, OBLIQUE, REGULAR, TextStyle
from assurance.reports.text import clean

Align = Literal["left", "right"]
_SPACES = re.compile("[ \t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+")
_BREAK_AFTER = frozenset("-/\u2010\u2013\u2014_@.:,;&?=+|\\)")


class ReportFont(TTFont):  # type: ignore[misc,unused-ignore]
    """A font that never loses a character.

    One without a picture is drawn as the font's empty box, and still copies, searches and
    reads aloud as itself. (reportlab alone would write it as nothing.)
    """

    def __init__(self, name: str) -> None:
        path = FONT_FOLDER / f"{name}.ttf"
        if not path.is_file():
            raise FileNotFoundError(f"PDF reports need the font {path}: run `make vendor`")
        super().__init__(name, str(path), asciiReadable=True)
        self.drawable = frozenset(self.face.charToGlyph)

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> Any:  # noqa: N802
        face = self.face
        for code in map(ord, text):
            if code not in face.charToGlyph:
                face.charToGlyph[code] = 0
                face.charWidths[code] = face.defaultWidth
        return super().splitString(text, doc, encoding)

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Add the font to the file, writing characters beyond U+FFFF as pairs."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        streams = [
            thing for name, thing in doc.idToObject.items() if name.startswith("toUnicodeCMap:")
        ][-len(subsets) :]
        for subset, stream in zip(subsets, streams, strict=True):
            for code in subset:
                if code > 0xFFFF:
                    pair = chr(code).encode("utf-16-be").hex().upper()
                    stream.content = stream.content.replace(f"<{code:04X}>", f"<{pair}>")


@cache
def font(name: str) -> ReportFont:
    """Return a font ready for drawing; reading the file happens once a process."""
    made = ReportFont(name)
    pdfmetrics.registerFont(made)
    return made


def load_fonts() -> None:
    for name in (REGULAR, BOLD, OBLIQUE):
        font(name)


def undrawable(text: str, face: str) -> bool:
    """Say whether some character would be a box, or would be joined up and read right to left."""
    if text.isascii():
        return False
    drawable = font(face).drawable
    return any(
        (ord(character) not in drawable and not character.isspace())
        or unicodedata.bidirectional(character) in ("R", "AL")
        for character in text
    )


@lru_cache(maxsize=50_000)
def _units(word: str, face: str) -> float:
    """Return the width of a word in thousandths of the type size."""
    widths, default = font(face).face.charWidths, font(face).face.defaultWidth
    total: float = sum(widths.get(ord(character), default) for character in word)
    return total


def measure(text: str, style: TextStyle) -> float:
    return _units(text, style.face) * style.size / 1000


def wrap(text: str, style: TextStyle, width: float) -> list[str]:
    """Break text into lines no wider than `width`, at spaces, else after a hyphen, else anywhere.

    A line that was broken at a space keeps it at its end, so that words stay apart for those
    who copy the text or listen to it.
    """
    limit = max(width, 1) * 1000 / style.size
    lines: list[str] = []
    for part in clean(text).split("\n"):
        lines += _wrap_part(part, style.face, limit)
    return lines


def _wrap_part(part: str, face: str, limit: float) -> list[str]:
    space = _units(" ", face)
    lines: list[str] = []
    line, used = "", 0.0
    for word in _SPACES.split(part):
        if not word:
            continue
        wide = _units(word, face)
        if line and used + space + wide <= limit:
            line, used = f"{line} {word}", used + space + wide
            continue
        if line:
            lines.append(line + " ")
        if wide > limit:
            *whole, word = _break_word(word, face, limit)
            lines += whole
            wide = _units(word, face)
        line, used = word, wide
    return [*lines, line]


def _break_word(word: str, face: str, limit: float) -> list[str]:
    pieces = []
    while len(word) > 1 and _units(word, face) > limit:
        at = _fitting(word, face, limit)
        pieces.append(word[:at])
        word = word[at:]
    return [*pieces, word]


def _fitting(word: str, face: str, limit: float) -> int:
    """Return how many characters go on the line: at least one, never splitting an accent off."""
    widths, default = font(face).face.charWidths, font(face).face.defaultWidth
    used, fits, good = 0.0, 0, 0
    for at, character in enumerate(word):
        used += widths.get(ord(character), default)
        if used > limit and at:
            break
        fits = at + 1
        if character in _BREAK_AFTER and at > 1:
            good = fits
    while 1 < fits < len(word) and unicodedata.combining(word[fits]):
        fits -= 1
    return good or fits


def longest_word(text: str, style: TextStyle) -> float:
    """Return the width of the widest word, where hyphens do not count as breaks."""
    return max((measure(word, style) for word in _SPACES.split(text.replace("\n", " "))), default=0)


@cache
def ink(colour: str) -> Any:
    return HexColor(colour)


def write_lines(
    canvas: Any,
    lines: Sequence[str],
    style: TextStyle,
    *,
    left: float,
    top: float,
    width: float = 0,
    align: Align = "left",
) -> None:
    """Draw lines downwards from `top`. `width` matters only where text is set to the right."""
    baseline = top - (style.leading - style.size) / 2 - 0.79 * style.size
    text = canvas.beginText(left, baseline)
    text.setFont(style.face, style.size, style.leading)
    text.setFillColor(ink(style.colour))
    for line in lines:
        if align == "right":
            text.setTextOrigin(left + width - measure(line.rstrip(" "), style), baseline)
        text.textLine(line)
        baseline -= style.leading
    canvas.drawText(text)
