"""Word's own parts: styles, paragraphs, tables with repeated headings, fields."""

from collections.abc import Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from assurance.reports import style
from assurance.reports.blocks import Table
from assurance.reports.columns import bands, part_caption
from assurance.reports.text import clean

FACE = "Arial"
TWIPS = 20
# Widths in points of a letter, of the space beside a cell's text, and bounds in letters.
LETTER, GUTTER = 5.3, 12.0
LONGEST, COMFORTABLE, SHORT = 22, 42, 16
LONG_ROW = 600


def _colour(value: str) -> Any:
    return RGBColor.from_string(value.lstrip("#").upper())


def set_styles(word: Any) -> None:
    """Give the template's styles our face, sizes and colours, and add those it lacks."""
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    language = defaults.find(qn("w:rPr")).find(qn("w:lang"))
    language.set(qn("w:val"), style.LANGUAGE)
    _shape(word, "Normal", style.BODY, size=10.5)
    for level, look in style.HEADINGS.items():
        _shape(word, f"Heading {level}", look, bold=True, keep=True)
    _shape(word, "Title", style.COVER_TITLE, bold=True)
    _shape(word, "Subtitle", style.COVER_SUBTITLE)
    _shape(word, "Caption", style.CAPTION, bold=True, keep=True)
    _shape(word, "Quote", style.QUOTE, size=10.5, indent=14)
    _shape(word, "List Bullet", style.BODY, size=10.5)
    _shape(word, "Header", style.SMALL, size=8)
    _shape(word, "Footer", style.SMALL, size=8)
    for name, look, more in (
        ("Lead", style.LEAD, {}),
        ("Note", style.NOTE, {"indent": 10}),
        ("Quote Source", style.SOURCE, {"indent": 14}),
        ("Term", style.LABEL, {"bold": True, "keep": True}),
        ("Meaning", style.BODY, {"indent": 18, "size": 10.5}),
        ("Chart Title", style.CAPTION, {"bold": True, "keep": True, "size": 10.5}),
        ("Small Print", style.SMALL, {"size": 8.5}),
        ("Cell", style.CELL, {"size": 9, "gap": 2.5}),
        ("Cell Head", style.CELL_HEAD, {"size": 9, "gap": 2.5, "bold": True}),
        ("Cover Cell", style.COVER_CELL, {"gap": 4}),
        ("Cover Council", style.COVER_COUNCIL, {"bold": True}),
        ("Contents Title", style.HEADINGS[1], {"bold": True}),
        ("Contents 1", style.CONTENTS_LINES[1], {"bold": True}),
        ("Contents 2", style.CONTENTS_LINES[2], {"indent": 14}),
    ):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
        _shape(word, name, look, **more)


def _shape(
    word: Any,
    name: str,
    look: style.TextStyle,
    *,
    size: float = 0,
    bold: bool = False,
    keep: bool = False,
    indent: float = 0,
    gap: float = 0,
) -> None:
    made = word.styles[name]
    made.font.name = FACE
    for spacing in made.element.get_or_add_rPr().findall(qn("w:spacing")):
        made.element.rPr.remove(spacing)
    fonts = made.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), FACE)
    made.font.size, made.font.bold = Pt(size or look.size), bold
    made.font.italic = name == "Quote"
    made.font.color.rgb = _colour(look.colour)
    shape = made.paragraph_format
    shape.space_before, shape.space_after = Pt(gap or look.before), Pt(gap or look.after)
    shape.keep_with_next = keep
    if indent:
        shape.left_indent = Pt(indent)
    borders = made.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        made.element.pPr.remove(borders)


def paragraph(word: Any, text: str, look: str, *, lead: str = "") -> Any:
    """Append a paragraph of plain text, with some first words in bold, and return it."""
    made = word.add_paragraph()
    made._p.style = look.replace(" ", "")  # by its identifier: looking names up is slow
    if lead:
        made.add_run(lead).bold = True
    made.add_run(clean(text))
    return made


def bar(made: Any, colour: str) -> None:
    """Draw a rule down the left side of a paragraph."""
    borders = _element("w:pBdr")
    borders.append(
        _element("w:left", val="single", sz="24", space="8", color=colour.lstrip("#").upper())
    )
    made._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def begin_page(word: Any, at: int) -> None:
    """Make the part of the body at a position begin a new page, without leaving an empty one."""
    first = word.element.body[at]
    if first.tag != qn("w:p"):
        first = word.add_paragraph()._p
        word.element.body.insert(at, first)
    first.get_or_add_pPr().get_or_add_pageBreakBefore()


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def tables(word: Any, block: Table) -> None:
    """Append a table under its caption; one too wide for the page comes in parts.

    Built from bare elements, because python-docx would take a cell at a time.
    """
    least = _least(block)
    parts = bands(least)
    rows = block.rows or ((style.EMPTY_TABLE, *[""] * (len(block.columns) - 1)),)
    for at, columns in enumerate(parts, 1):
        if words := part_caption(block, at, len(parts)):
            paragraph(word, words, "Caption")
        shares = _shares(block, columns, [least[column] for column in columns])
        numeric = [place for place, column in enumerate(columns) if column in block.numeric]
        grid = _grid(word, shares, heads=True)
        for place, row in enumerate((block.columns, *rows)):
            texts = [row[column] for column in columns]
            look = "Cell" if place else "CellHead"
            grid.append(_row(texts, shares, numeric, look, head=place == 0))
        paragraph(word, block.note if at == len(parts) else "", "Small Print")


def pairs(word: Any, rows: Sequence[tuple[str, str]]) -> None:
    """Append a grid of labels and values without a heading row."""
    shares = [style.WIDTH * 0.25, style.WIDTH * 0.75]
    grid = _grid(word, shares, heads=False)
    for row in rows:
        grid.append(_row(row, shares, (), "CoverCell", head=False))


def _grid(word: Any, shares: Sequence[float], *, heads: bool) -> Any:
    grid = word.add_table(rows=0, cols=len(shares), style="Table Grid")
    grid.autofit = False
    for column, share in zip(grid._tbl.tblGrid.gridCol_lst, shares, strict=True):
        column.w = Pt(share)
    properties = grid._tbl.tblPr
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="9AA0A3"))
    for side in ("left", "right", "insideV"):
        borders.append(_element(f"w:{side}", val="nil"))
    borders[:] = sorted(borders, key=lambda one: _BORDER_ORDER.index(one.tag.split("}")[1]))
    properties.append(borders)
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    properties.append(_element("w:tblLook", firstRow=str(int(heads)), firstColumn="1", noVBand="1"))
    return grid._tbl


_BORDER_ORDER = ("top", "left", "bottom", "right", "insideH", "insideV")


def _row(
    texts: Sequence[str],
    shares: Sequence[float],
    numeric: Sequence[int],
    look: str,
    *,
    head: bool,
) -> Any:
    row = _element("w:tr")
    properties = _element("w:trPr")
    if sum(map(len, texts)) < LONG_ROW:
        properties.append(_element("w:cantSplit"))
    if head:
        properties.append(_element("w:tblHeader"))
    row.append(properties)
    for at, text in enumerate(texts):
        cell = _element("w:tc")
        properties = _element("w:tcPr")
        properties.append(_element("w:tcW", w=str(round(shares[at] * TWIPS)), type="dxa"))
        cell.append(properties)
        cell.append(_cell_text(text, look, right=at in numeric, keep=head))
        row.append(cell)
    return row


def _cell_text(text: str, look: str, *, right: bool, keep: bool) -> Any:
    made = _element("w:p")
    properties = _element("w:pPr")
    properties.append(_element("w:pStyle", val=look))
    if keep:
        properties.append(_element("w:keepNext"))
    if right:
        properties.append(_element("w:jc", val="right"))
    made.append(properties)
    for at, line in enumerate(clean(text).split("\n")):
        run = _element("w:r")
        if at:
            run.append(_element("w:br"))
        words = _element("w:t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        made.append(run)
    return made


def _least(block: Table) -> list[float]:
    """Return for each column about the width of its longest word."""
    return [
        min(max(4, _longest_word(head), *map(_unbroken, column), 0), LONGEST) * LETTER + GUTTER
        for head, *column in zip(block.columns, *block.rows, strict=True)
    ]


def _shares(block: Table, columns: Sequence[int], least: Sequence[float]) -> list[float]:
    """Share the page's width: to each column its longest word, then by need or by weight."""
    if block.widths:
        weights = [block.widths[column] for column in columns]
        wanted = [style.WIDTH * weight / sum(weights) for weight in weights]
    else:
        texts = [[row[column] for row in (block.columns, *block.rows)] for column in columns]
        wanted = [min(max(map(len, each)), COMFORTABLE) * LETTER + GUTTER for each in texts]
    wishes = [max(want - low, 0.1) for want, low in zip(wanted, least, strict=True)]
    spare = style.WIDTH - sum(least)
    return [low + spare * wish / sum(wishes) for low, wish in zip(least, wishes, strict=True)]


def _unbroken(text: str) -> int:
    """Return how many letters must stand on one line: a short cell is not broken at all."""
    return len(text) if len(text) <= SHORT else _longest_word(text)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def field(line: Any, instruction: str, shown: str) -> None:
    """Append a field, such as the page number, with what it shows until Word refreshes it."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("", ""), ("end", "")):
        run = line.add_run()
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        elif text:
            code = _element("w:instrText")
            code.text = f" {text} "
            run._r.append(code)
        else:
            run.text = shown


def contents_field(word: Any, entries: Sequence[tuple[str, int]]) -> None:
    """Append a contents field around entries that can be read before it is refreshed."""
    for at, (text, level) in enumerate(entries):
        line = word.add_paragraph(style=f"Contents {level}")
        if at == 0:
            line.add_run()._r.append(_element("w:fldChar", fldCharType="begin"))
            code = _element("w:instrText")
            code.text = ' TOC \\o "1-2" \\h \\z \\u '
            line.add_run()._r.append(code)
            line.add_run()._r.append(_element("w:fldChar", fldCharType="separate"))
        line.add_run(" ".join(clean(text).split()))
        if at == len(entries) - 1:
            line.add_run()._r.append(_element("w:fldChar", fldCharType="end"))
