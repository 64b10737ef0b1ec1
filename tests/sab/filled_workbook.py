"""Fill a workbook in as somebody would, with another program than the one that wrote it."""

import io

import openpyxl

from sab.workbook import content as c


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet, code):
    return next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == code)


def fill_answer(book, code, *, keep=None, rating=None, words=None):
    sheet = book[c.ANSWERS]
    for place, value in enumerate((keep, rating, words), len(c.ASKED) + len(c.KEPT) + 1):
        sheet.cell(row_of(sheet, code), place).value = value


def fill_row(book, name, at, *values):
    for place, value in enumerate(values, 1):
        book[name].cell(at + 1, place).value = value
