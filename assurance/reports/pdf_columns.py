"""How wide the columns of a printed table are: by their words, or by the weights asked for."""

from dataclasses import dataclass, replace

from assurance.reports.pdf_text import longest_word, measure
from assurance.reports.style import CELL, CELL_HEAD, WIDTH, TextStyle

PAD_X = 5.0
WIDEST_WORD = 120.0
SHORT_CELL = 75.0
COMFORTABLE = 230.0


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How a table is set: its cells, its heading row and the first cell of each row."""

    cell: TextStyle = CELL
    head: TextStyle = CELL_HEAD
    first: TextStyle = CELL


DENSE = TableStyle(*(replace(style, size=7.1, leading=9.6) for style in (CELL, CELL_HEAD, CELL)))


def fitting(texts: list[list[str]], style: TableStyle | None) -> tuple[TableStyle, list[float]]:
    """Choose the largest setting in which all columns fit, best with short cells unbroken."""
    for each in (style,) if style else (TableStyle(), DENSE):
        for unbroken in (SHORT_CELL, 0.0):
            least = _least(texts, each, unbroken)
            if sum(least) <= WIDTH:
                return each, least
    chosen = style or TableStyle()
    least = _least(texts, chosen, SHORT_CELL)
    least[0] = max(least[0], min(wanted(texts, 0, chosen), WIDEST_WORD))
    return chosen, least


def _least(texts: list[list[str]], style: TableStyle, unbroken: float) -> list[float]:
    """Return for each column the width of its widest word, or of a cell that stays unbroken."""
    found = []
    for column in range(len(texts[0])):
        head = longest_word(texts[0][column], style.head)
        needs = [_need(row[column], style.cell, unbroken) for row in texts[1:]]
        found.append(min(max(head, *needs, 12), WIDEST_WORD) + 2 * PAD_X + 0.5)
    return found


def _need(text: str, style: TextStyle, unbroken: float) -> float:
    whole = measure(text, style)
    return whole if whole <= unbroken else longest_word(text, style)


def widths(
    texts: list[list[str]], least: list[float], weights: list[float] | None, style: TableStyle
) -> list[float]:
    """Share the page's width out: to each column its widest word, then by need or by weight."""
    spare = WIDTH - sum(least)
    if weights is None:
        wants = [wanted(texts, column, style) for column in range(len(least))]
        if sum(wants) <= WIDTH:
            return [WIDTH * want / sum(wants) for want in wants]
        wishes = [max(want - low, 0.0) for want, low in zip(wants, least, strict=True)]
    else:
        shares = [WIDTH * weight / sum(weights) for weight in weights]
        wishes = [max(share - low, 0.0) for share, low in zip(shares, least, strict=True)]
    total = sum(wishes) or 1.0
    return [low + spare * wish / total for low, wish in zip(least, wishes, strict=True)]


def wanted(texts: list[list[str]], column: int, style: TableStyle) -> float:
    """Return the width that would need no wrapping, or enough for a comfortable column."""
    head = measure(texts[0][column], style.head)
    body = max(measure(row[column], style.cell) for row in texts[1:])
    return min(max(head, body, 12) + 2 * PAD_X + 0.5, COMFORTABLE)
