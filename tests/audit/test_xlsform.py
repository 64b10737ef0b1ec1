"""Workbooks: ours come back the same, those of others come in, and what cannot is named."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from audit.rules.documents import documents_of
from audit.xlsform.conditions import UnreadableError, read, write
from audit.xlsform.reading import read_xlsform
from audit.xlsform.writing import write_xlsform
from tests.audit.documents import document_of, question, section, six

OTHERS = Path(__file__).parents[1] / "data" / "xlsform"


def documents():
    for document in documents_of(six()):
        document.pop("worked_examples", None)
        yield document


def workbook(*survey, choices=(), settings=("A form", "a_form", "3")):
    """A workbook with these survey rows: type, name, label, relevant."""
    book = openpyxl.Workbook()
    sheets = {
        "survey": [("type", "name", "label", "relevant"), *survey],
        "choices": [("list_name", "name", "label"), *choices],
        "settings": [("form_title", "form_id", "version"), settings],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def edited(data, sheet, change):
    book = openpyxl.load_workbook(BytesIO(data))
    change(book[sheet])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cell(sheet, name, column):
    heads = [each.value for each in sheet[1]]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[heads.index("name")].value == name)
    return row[heads.index(column)]


@pytest.mark.parametrize("document", list(documents()), ids=lambda d: d["key"])
def test_our_own_workbook_comes_back_the_same(document):
    loaded = read_xlsform(write_xlsform(document))
    assert (loaded.faults, loaded.notes) == ((), ())
    assert loaded.documents == (document,)


def test_awkward_codes_and_words_come_back_the_same():
    document = document_of(
        section(
            "1 A",
            question("a b", text="=1+1", guidance="'x' <&> é"),
            question("9", required=False, show_if={"q": "a b", "in": ["no", "gap"]}),
            question("c", type="choice", scored=False, options=["it is so", "not so"]),
            question("d", type="long_text", show_if={"q": "c", "eq": "it is so"}, scored=False),
        )
    )
    assert read_xlsform(write_xlsform(document)).documents == (document,)


def test_what_is_edited_in_a_spreadsheet_counts():
    def change(sheet):
        cell(sheet, "A", "label").value = "Is it really there?"
        cell(sheet, "B", "relevant").value = "${A} = 'yes'"

    first = document_of(section("S", question("A"), question("B", show_if={"q": "A", "eq": "no"})))
    loaded = read_xlsform(edited(write_xlsform(first), "survey", change)).documents[0]
    a, b = loaded["sections"][0]["questions"]
    assert a["text"] == "Is it really there?"
    assert b["show_if"] == {"q": "A", "eq": "yes"}
    assert (b["scored"], b["weight"]) == (True, 1)


def test_a_published_workbook_of_pyxform_comes_in():
    loaded = read_xlsform((OTHERS / "xlsform_spec_test.xlsx").read_bytes())
    assert loaded.faults == ()
    kinds = {q["code"]: q["type"] for s in loaded.documents[0]["sections"] for q in s["questions"]}
    assert kinds["a_decimal"] == "number"
    assert kinds["repeat_test"] == "repeat_group"
    assert "survey row 30, acknowledge_test: acknowledge cannot be asked" in loaded.notes
    assert "survey row 14, a_decimal: constraint" in loaded.notes


def test_or_other_comes_in():
    loaded = read_xlsform((OTHERS / "or_other.xlsx").read_bytes())
    assert loaded.faults == ()
    questions = loaded.documents[0]["sections"][0]["questions"]
    assert any(q.get("other_allowed") for q in questions)


def test_groups_within_groups_ask_what_both_ask():
    loaded = read_xlsform(
        workbook(
            ("integer", "n", "How many?", ""),
            ("begin_group", "outer", "Outer", "${n} > 1"),
            ("text", "one", "One", ""),
            ("begin_group", "inner", "Inner", "selected(${n}, 'x') or ${n} <= 9"),
            ("text", "two", "Two", ""),
            ("end_group", "", "", ""),
            ("text", "three", "Three", ""),
            ("end_group", "", "", ""),
        )
    )
    main, outer, inner = loaded.documents[0]["sections"]
    assert [q["code"] for q in outer["questions"]] == ["one", "three"]
    assert main["questions"][0]["type"] == "number"
    assert outer["show_if"] == {"q": "n", "gt": 1}
    assert inner["show_if"] == {
        "all": [{"q": "n", "gt": 1}, {"any": [{"q": "n", "eq": "x"}, {"q": "n", "lte": 9}]}]
    }
    assert "the group inner inside another becomes a section" in loaded.notes


@pytest.mark.parametrize(
    ("relevant", "said"),
    [
        ("pulldata('a', 'b', 'c', ${n}) = 1", "the function pulldata() is not supported"),
        ("count-selected(${n}) > 1", "the function count-selected() is not supported"),
        ("${n} = today()", "the function today() is not supported"),
        ("${n} + 1 > 2", "where a comparison is expected"),
        ("1", "“1” is not a condition"),
    ],
)
def test_an_unsupported_condition_is_a_fault_with_its_row(relevant, said):
    loaded = read_xlsform(workbook(("integer", "n", "N", ""), ("text", "t", "T", relevant)))
    assert [fault.where for fault in loaded.faults] == ["survey row 3, t: relevant"]
    assert said in loaded.faults[0].message


def test_a_condition_on_what_is_not_asked_is_a_fault():
    rows = (("note", "n", "N", ""), ("text", "t", "T", "${n} = 'x'"))
    loaded = read_xlsform(workbook(*rows))
    assert "depends on n, which is not a question" in loaded.faults[0].message
    assert "survey row 2, n: note is not asked" in loaded.notes


YES_NO = (("yn", "yes", "Yes"), ("yn", "no", "No"))
BAD_SHEETS = [
    (
        [("txt", "a", "A")],
        (),
        ["survey row 2, column type: txt is not a kind of question. Is text"],
    ),
    ([("", "a", "A")], (), ["survey row 2, column type: is empty", "survey: asks no question"]),
    ([("text", "", "A")], (), ["survey row 2, column name: is empty"]),
    ([("text", "a b", "A")], (), ["survey row 2, column name: a b is not a name"]),
    ([("text", "a", "")], (), ["survey row 2, column label: is empty: a has no words"]),
    (
        [("text", "a", "A"), (), ("text", "a", "B"), ("nought", "c", "C")],
        (),
        ["survey row 4, column name: a is there already, in row 2", "survey row 5, column type"],
    ),
    (
        [("begin_group", "g", "G"), ("text", "a", "A"), ("end_group",), ("text", "a", "B")],
        (),
        ["survey row 5, column name: a is asked already, in row 3"],
    ),
    ([("begin_group", "g", "G")], (), ["survey row 2, column type: this group begins and does"]),
    (
        [("text", "a", "A"), ("end_group",)],
        (),
        ["survey row 3, column type: ends a group that did"],
    ),
    ([("select_one", "a", "A")], YES_NO, ["survey row 2, column type: select_one needs the name"]),
    ([("select_one ny", "a", "A")], YES_NO, ["survey row 2, column type: there is no list ny"]),
    (
        [("select_one yn", "a", "A")],
        (*YES_NO, ("yn", "no", "Not")),
        ["choices row 4, column name: no is in the list yn already, in row 3"],
    ),
    ([("select_one yn", "a", "A")], (("yn", "", "Yes"),), ["choices row 2, column name: is empty"]),
    (
        [("text", "a", "A", "${gone} = 'x'")],
        (),
        ["survey row 2, column relevant: ${gone} is not the name of a question"],
    ),
    ([("range", "r", "R", "")], (), []),
]


@pytest.mark.parametrize(("survey", "choices", "said"), BAD_SHEETS)
def test_everything_wrong_in_the_sheets_is_named_with_its_place(survey, choices, said):
    loaded = read_xlsform(workbook(*survey, choices=choices))
    assert len(loaded.faults) == len(said), loaded.faults
    for fault, words in zip(loaded.faults, said, strict=True):
        assert str(fault).startswith(words)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"text", "is not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0 old", "older Excel file (.xls), or is locked"),
        (b"PK\x03\x04 no", "is damaged"),
        (workbook(("text", "a", "A", ""))[:900], "is damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_in_plain_words(data, said):
    loaded = read_xlsform(data)
    assert not loaded.documents
    assert [fault.where for fault in loaded.faults] == ["the workbook"]
    assert said in loaded.faults[0].message


def test_a_workbook_without_its_sheets_or_columns():
    without = edited(
        workbook(("text", "a", "A")), "survey", lambda s: setattr(s, "title", "surveys")
    )
    assert "has no sheet named survey" in str(read_xlsform(without).faults[0])
    assert "surveys, choices" in str(read_xlsform(without).faults[0])
    untyped = edited(workbook(("text", "a", "A")), "survey", lambda s: s.delete_cols(1))
    assert str(read_xlsform(untyped).faults[0]) == "survey row 1: there is no column type"


def test_older_words_of_xlsform_mean_the_same():
    """`relevance` for relevant, `select one from` for select_one, a heading in capitals."""

    def change(sheet):
        sheet["A1"], sheet["D1"] = "Type", "relevance"

    data = workbook(
        ("select one from yn", "a", "A", ""),
        ("select all that apply from yn or_other", "b", "B", "${a} = 'yes'"),
        choices=YES_NO,
    )
    a, b = read_xlsform(edited(data, "survey", change)).documents[0]["sections"][0]["questions"]
    assert (a["type"], b["type"], b["other_allowed"]) == ("choice", "multi_choice", True)
    assert b["show_if"] == {"q": "a", "eq": "yes"}


def test_our_column_spoilt_is_a_fault():
    def change(sheet):
        cell(sheet, "A", "sa_more").value = "{"

    data = edited(write_xlsform(document_of(section("S", question("A")))), "survey", change)
    assert "was changed and cannot be read" in str(read_xlsform(data).faults[0])


@pytest.mark.parametrize(
    "condition",
    [
        {"q": "A", "eq": "x"},
        {"q": "A", "ne": "x"},
        {"fact": "enquiry.concluded", "eq": True},
        {"fact": "timing.days", "gte": 1},
        {"answered": "A"},
        {"not": {"q": "A", "eq": "x"}},
        {"all": [{"q": "A", "eq": "x"}, {"any": [{"q": "B", "lt": 2}, {"q": "B", "gt": 5}]}]},
    ],
)
def test_a_condition_is_read_as_it_was_written(condition):
    names = {"A": "A", "B": "B"}
    assert read(write(condition, names), names) == condition


def test_an_unfinished_condition():
    with pytest.raises(UnreadableError, match="ends too soon"):
        read("${A} =", {"A": "A"})
