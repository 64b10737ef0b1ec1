"""What a workbook that somebody sent is refused for, and how its cells read."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from core.errors import InputError
from core.workbooks import MOST_BYTES, MOST_UNPACKED, reach_of, read_workbook


def made(**cells):
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(name, content, *, data=None, instead=False):
    """Return a workbook with one more part in its archive, or another `instead` of it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or made(A1="x"))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if not (instead and entry.filename == name):
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


# A cell need not say where it is: it then follows the one before, in the row that was opened.
FAR_ROW = b'<row r="1048576"><c><v>1</v></c></row>'
SHEET = b"<worksheet><sheetData>%s</sheetData></worksheet>"


def test_cells_are_text_as_typed():
    data = made(A1="Words", B1=3, C1=2.5, D1=True, E1=date(2026, 6, 1), A3=" spaced ")
    assert read_workbook("a.xlsx", data) == {
        "Sheet": [
            ["Words", "3", "2.5", "Yes", "2026-06-01"],
            ["", "", "", "", ""],
            ["spaced", "", "", "", ""],
        ]
    }


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0older", "older Excel format"),
        (b"not a workbook", "is not an Excel workbook"),
        (b"", "is not an Excel workbook"),
        (made(A1="x")[:-200], "is not an Excel workbook"),
        (with_part("xl/vbaProject.bin", b"x"), "holds macros"),
        (with_part("xl/macrosheets/sheet1.xml", b"<x/>"), "holds macros"),
        (with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "links to other files"),
        (with_part("xl/embeddings/oleObject1.bin", b"x"), "other files inside"),
        (with_part("docProps/more.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), "XML entities"),
        (with_part("xl/media/big.bin", b"0" * (MOST_UNPACKED + 1)), "would unpack"),
        (made(A1="=1+1"), "formula in cell A1"),
        (made(A1="x", XFD1048576="far"), "reaches to cell XFD1048576"),
        (with_part("xl/elsewhere.xml", SHEET % FAR_ROW), "column 1 of row 1048576"),
        (with_part("xl/worksheets/a.xml", b"<sheetData"), "is not an Excel workbook"),
        (b"PK\x03\x04" + b"0" * MOST_BYTES, "larger than 2 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_safe_is_refused_in_plain_words(data, words):
    with pytest.raises(InputError, match=words):
        read_workbook("sent.xlsx", data)


def test_a_zip_file_of_other_things_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("people.csv", "a,b")
    with pytest.raises(InputError, match="is not an Excel workbook"):
        read_workbook("sent.xlsx", out.getvalue())


def test_an_archive_that_lies_about_its_size_is_not_opened():
    data = with_part("xl/media/big.bin", b"0" * 4096)
    at = data.rindex(b"xl/media/big.bin") - 46
    size = (4096).to_bytes(4, "little")
    assert data[at + 24 : at + 28] == size
    lie = data[: at + 24] + (7).to_bytes(4, "little") + data[at + 28 :]
    with pytest.raises(InputError, match="is not an Excel workbook"):
        read_workbook("sent.xlsx", lie)


@pytest.mark.parametrize(
    ("rows", "reach"),
    [
        (b"", (0, 0, "")),
        (b'<row r="9"><c r="B9"><v>1</v></c></row>', (9, 2, "B9")),
        (b"<row r='9'><c r = 'aa9'><is><t>x</t></is></c></row>", (9, 27, "aa9")),
        (b"<row><c/><c><v>1</v></c></row><row><c><f>A1</f></c></row>", (2, 2, "column 1 of row 2")),
        (b'<x:row r="2"><x:c r="&#67;2"><x:v>1</x:v></x:c></x:row>', (2, 3, "C2")),
    ],
    ids=["empty", "placed", "otherwise quoted", "unplaced", "prefixed and escaped"],
)
def test_how_far_the_cells_of_a_sheet_reach(rows, reach):
    found = reach_of(io.BytesIO(SHEET.replace(b"<worksheet", b'<worksheet xmlns:x="x"') % rows))
    assert (found.row, found.column, found.place) == reach
    assert not found.is_too_far


@pytest.mark.parametrize(
    "rows", [b'<row r="1048576" ht="12.8"/>', b'<row><c r="XFD9" s="1"/></row>']
)
def test_rows_and_cells_that_are_only_formatted_count_for_nothing(rows):
    assert reach_of(io.BytesIO(SHEET % rows)).row == 0
