"""The framework that comes with the product holds all that its sources hold, each line once."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assurance.framework_files.reading import all_lines, shipped
from assurance.framework_files.shapes import FrameworkFile
from assurance.models import EntryKind, Framework

LIST = Path(__file__).resolve().parents[1] / "data" / "frameworks" / "seed_entries.csv"
# What the list calls a part, and what the framework calls it.
PARTS = {
    "summary": "summary_points",
    "i_statement": "i_statements",
    "law": "legal_references",
    "sub_heading": "sub_headings",
    "best": "best_practice",
    "checklist": "checklist",
    "stage2": "stage2_prompts",
}
# Every line of the framework, the workbook and the headings of reports, and 32 tools of 004.
ENTRIES = 1030
CHECKLISTS = {
    "QS1": 14,
    "QS2": 13,
    "QS3": 5,
    "QS4": 11,
    "QS5": 7,
    "QS6": 9,
    "QS7": 15,
    "QS8": 10,
    "QS9": 10,
}


@pytest.fixture(scope="module")
def file() -> FrameworkFile:
    return shipped("cqc_la_2023_11")


def listed() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def held(file: FrameworkFile) -> Iterator[tuple[str, str, str]]:
    """Yield the seed, the statement and the part of every line, as the list names them."""
    for statement in file.statements:
        for name, part in PARTS.items():
            for line in getattr(statement, part):
                tools = line.seed.rpartition(" ")[0].replace("004", "tools")
                yield line.seed, statement.code, tools if "-BT-" in line.code else name
        for category, lines in statement.required_evidence.items():
            for line in lines:
                yield line.seed, statement.code, category
    for line in file.stage3_sections:
        yield line.seed, "", f"section_{line.code.split('-')[1]}"
    for item in file.information_items:
        yield item.seed, "", f"information_item {item.group}"


def test_every_entry_of_the_sources_is_there_once(file):
    wanted = Counter(
        (row["seed_file"], row["statement"], row["part"], int(row["place"])) for row in listed()
    )
    found = Counter(
        (file.sources[seed.split()[0]].file, statement, part, int(seed.split()[-1]))
        for seed, statement, part in held(file)
    )
    assert found == wanted
    assert set(wanted.values()) == {1}
    assert len(wanted) == sum(1 for _ in all_lines(file)) == ENTRIES


def test_the_nine_checklists(file):
    assert {each.code: len(each.checklist) for each in file.statements} == CHECKLISTS
    assert sum(CHECKLISTS.values()) == 94


def test_the_items_of_the_information_return(file):
    by_theme = Counter(item.group for item in file.information_items)
    assert list(by_theme.values()) == [8, 12, 12, 7, 8]
    assert not any(item.ir_number for item in file.information_items)
    assert all(item.provisional and item.statements for item in file.information_items)


def test_only_statements_and_i_statements_are_quoted(file):
    """No other line repeats a long run of words of a quotation."""
    quoted = " ".join(each.quotation for each in file.statements).lower()
    for line in all_lines(file):
        words = getattr(line, "text", line.label if hasattr(line, "label") else "").lower().split()
        runs = (" ".join(words[at : at + 9]) for at in range(len(words) - 8))
        assert "-I-" in line.code or not any(run in quoted for run in runs), line.code


def test_statements_have_the_words_of_their_source(file):
    assert [len(each.i_statements) for each in file.statements] == [2, 2, 1, 1, 0, 2, 1, 0, 0]
    starts = ["We maximise", "We support", "We actively", "We understand the diverse"]
    starts += ["We understand our duty", "We work with people and our partners"]
    starts += ["We work with people to understand", "We have clear", "We focus on"]
    for statement, start in zip(file.statements, starts, strict=True):
        assert statement.quotation.startswith(start)
        assert "CQC" in statement.quotation_source


def test_the_mistakes_of_the_sources_are_put_right_and_said(file):
    said = " ".join(f"{each.printed} {each.put_right}" for each in file.corrections)
    for mistake in ("26 of 36", "eight rows", "max", "chapters 14", "Prevention is section 1"):
        assert mistake in said
    law = {line.text for each in file.statements for line in each.legal_references}
    assert "Care Act 2014, section 2: preventing needs for care and support" in law
    assert not any("cap on care costs" in text for text in law)
    best = {line.code: line.text for each in file.statements for line in each.best_practice}
    assert "chapter 14" in best["QS7-BP-01"]
    assert "chapters 15 to 16" in best["QS6-BP-01"]


def test_the_tables_hold_the_file(cqc_framework: Framework, file):
    kinds = Counter(cqc_framework.entries.values_list("kind", flat=True))
    assert sum(kinds.values()) + cqc_framework.sub_headings.count() == ENTRIES
    assert kinds[EntryKind.CHECKLIST_ITEM] == 94
    assert cqc_framework.statements.count() == 9
    assert [theme.code for theme in cqc_framework.themes.all()] == ["T1", "T2", "T3", "T4"]
    scored = cqc_framework.categories.filter(is_scored=True).values_list("code", flat=True)
    assert list(scored) == ["people_experience", "staff_leaders", "partners", "processes"]
    item = cqc_framework.entries.get(code="IR-T3-06")
    assert (item.look_back_months, item.due_days, item.is_provisional) == (12, 21, True)
    assert [each.code for each in item.statements.all()] == ["QS7"]
