import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.core.statistics.golden import GOLDEN, SPC_CASES, expected

KEYS = {"segments", "points", "flagged_seq", "variation_latest_point", "assurance"}


def arguments(case: str) -> list[str]:
    options = expected(case)["options"]
    found = ["--improvement", options["improvement_direction"]]
    if options["target"] is not None:
        found += ["--target", str(options["target"])]
    if options["rebase"]:
        found += ["--rebase", *options["rebase"]]
    if options["fix_after_n_points"]:
        found += ["--baseline", str(options["fix_after_n_points"])]
    return found if options["screen_outliers"] else [*found, "--no-screening"]


def run(source: Path, out: Path, *more: str) -> dict:
    call_command("spc", "--in", str(source), "--out", str(out), *more)
    return json.loads(out.read_text(encoding="utf-8"))


@pytest.fixture
def source(tmp_path):
    def write(content: str | bytes) -> Path:
        path = tmp_path / "in.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("case", SPC_CASES)
def test_golden(case, tmp_path):
    want = expected(case)
    found = run(GOLDEN / f"{case}.csv", tmp_path / "out.json", *arguments(case))
    assert set(found) == KEYS
    for key in KEYS - {"segments"}:
        assert found[key] == want[key]
    assert len(found["segments"]) == len(want["segments"])
    for got, segment in zip(found["segments"], want["segments"], strict=True):
        assert got.pop("mr_excluded") == segment.pop("mr_excluded")
        assert got == pytest.approx(segment, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("case", SPC_CASES)
def test_golden_under_the_rule_announced_in_2023(case, tmp_path):
    want = expected(case)["mdc_2023_variant"]
    more = [*arguments(case), "--two-of-three", "mdc-2023"]
    found = run(GOLDEN / f"{case}.csv", tmp_path / "out.json", *more)
    assert found["flagged_seq"] == want["flagged_seq"]
    types = [point["special_cause_type"] for point in found["points"]]
    assert types == want["special_cause_type"]


def test_rows_and_columns_in_any_order_and_a_byte_order_mark(source, tmp_path):
    path = source(
        "\ufeffValue, Date ,note\r\n3,2024-03-01,x\r\n1,2024-01-01,x\r\n\r\n,2024-02-01,\r\n"
    )
    found = run(path, tmp_path / "out.json")
    assert [point["seq"] for point in found["points"]] == [1, 2, 3]
    assert [point["relative_to_mean"] for point in found["points"]] == [-1, None, 1]
    assert found["segments"][0]["short_group_warning"] is True


def test_the_numbers_of_the_file_are_kept(source, tmp_path):
    path = source("seq,date,value\n8,2024-02-01,2\n7,2024-01-01,1\n")
    found = run(path, tmp_path / "out.json")
    assert [point["seq"] for point in found["points"]] == [7, 8]


def test_rebase_may_be_given_more_than_once(source, tmp_path):
    path = source("date,value\n2024-01-01,1\n2024-02-01,2\n2024-03-01,3\n")
    more = ["--rebase", "2024-02-01", "--rebase", "2024-03-01"]
    assert len(run(path, tmp_path / "out.json", *more)["segments"]) == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "in.csv is empty"),
        ("  \n", "in.csv is empty"),
        ("date,value\n", "in.csv has no rows under its heading"),
        ("date,number\n2024-01-01,1\n", "in.csv, line 1: there is no column value"),
        ("date,value,value\n2024-01-01,1,1\n", "in.csv, line 1: the column value is there twice"),
        ("date,value\n2024-01-01,1\n\n01/02/2024,1\n", "in.csv, line 4, column date: '01/02/2024'"),
        ("date,value\n2024-02-30,1\n", "in.csv, line 2, column date: '2024-02-30' is not a date"),
        ("date,value\n2024-01-01,many\n", "in.csv, line 2, column value: 'many' is not a number"),
        ("date,value\n2024-01-01,nan\n", "line 2, column value: 'nan' is not a number"),
        ("date,value\n2024-01-01,1_000\n", "line 2, column value: '1_000' is not a number"),
        ("date,value\n2024-01-01,1e999\n", "line 2, column value: '1e999' is not a number"),
        (
            "date,value\n2024-01-01,1\n2024-01-01,2\n",
            "line 3, column date: 2024-01-01 is there",
        ),
        ("date,value\n2024-01-01\n", "in.csv, line 2: 1 values where the heading has 2"),
        ('date,value\n"a\nb",1\n2024-01-01,x\n', "in.csv, line 2, column date"),
        ('date,value\n2024-01-01,"1\n', "in.csv, line 2: this is not CSV"),
        ("seq,date,value\none,2024-01-01,1\n", "line 2, column seq: 'one' is not a whole number"),
        (
            "seq,date,value\n1,2024-01-01,1\n1,2024-02-01,1\n",
            "line 3, column seq: 1 is there",
        ),
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "in.csv is not text in UTF-8"),
        (b"date,value\n\0\0\n", "in.csv is not a text file"),
    ],
)
def test_bad_files(content, message, source, tmp_path):
    out = tmp_path / "out.json"
    out.write_text("as it was")
    with pytest.raises(CommandError) as caught:
        run(source(content), out)
    assert message in str(caught.value)
    assert out.read_text() == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.json"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--rebase", "June"], "'June' is not a date such as 2024-06-01"),
        (["--rebase", "2024-01-02"], "in.csv has no row for the rebase date 2024-01-02"),
        (["--target", "high"], "'high' is not a number"),
        (["--target", "inf"], "'inf' is not a number"),
        (["--baseline", "11"], "a baseline needs at least 12 points"),
        (["--baseline", "few"], "'few' is not a whole number"),
        (["--improvement", "up"], "invalid choice: 'up'"),
        (["--two-of-three", "classic"], "invalid choice: 'classic'"),
    ],
)
def test_bad_options(more, message, source, tmp_path):
    path = source("date,value\n2024-01-01,1\n")
    with pytest.raises(CommandError) as caught:
        run(path, tmp_path / "out.json", *more)
    assert message in str(caught.value)
    assert not (tmp_path / "out.json").exists()


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read: No such file"):
        run(tmp_path / "nowhere.csv", tmp_path / "out.json")


@pytest.mark.parametrize("place", ["missing/out.json", "folder"])
def test_where_the_answer_cannot_be_written(place, source, tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(CommandError, match="cannot be written"):
        run(source("date,value\n2024-01-01,1\n"), tmp_path / place)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "in.csv"]
