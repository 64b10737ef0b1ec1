"""Every colour a chart may use. Two inks that differ in lightness, so a photocopy still tells.

The judgement colours follow the NHS convention of blue, orange, purple and grey; each is dark
enough to stand out on white by 3:1, and none is used without a shape or words beside it.
"""

from assurance.charts.kinds import FlagKind, Side

INK = "#0b0c0c"
MUTED = "#505a5f"
GRID = "#d5d8da"
PAPER = "#ffffff"
BLUE = "#12436d"
ORANGE = "#c8500a"
PURPLE = "#490092"
GREY = "#6f777b"
PALE_BLUE = "#a9c3da"
PALE_ORANGE = "#f7c9a5"

# In order: fill, then outline. After six the order begins again.
FILLS: tuple[tuple[str, str], ...] = (
    (BLUE, BLUE),
    (PALE_ORANGE, ORANGE),
    (PALE_BLUE, BLUE),
    (ORANGE, ORANGE),
    (PAPER, BLUE),
    (GREY, GREY),
)
PALE = (PALE_BLUE, BLUE)
# Fills on which words are written in white.
DARK = frozenset({BLUE, ORANGE, GREY})
# Lines alternate inks, and differ in dash and marker as well.
LINES: tuple[tuple[str, str, str], ...] = (
    (BLUE, "solid", "circle"),
    (ORANGE, "dash", "square"),
    (BLUE, "dot", "diamond"),
    (ORANGE, "solid", "cross"),
    (GREY, "dash", "circle-open"),
    (GREY, "dot", "square-open"),
)
FLAG_COLOURS: dict[FlagKind, str] = {
    "improvement": "#0b62a8",
    "concern": ORANGE,
    "high": PURPLE,
    "low": PURPLE,
}


def fill(position: int) -> tuple[str, str]:
    return FILLS[position % len(FILLS)]


def line(position: int) -> tuple[str, str, str]:
    return LINES[position % len(LINES)]


def flag_symbol(kind: FlagKind, side: Side) -> str:
    """Return the marker of a flag. A concern is hollow, so that a photocopy tells it apart."""
    return f"triangle-{side}-open" if kind == "concern" else f"triangle-{side}"
