import csv
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

PUBLISHED = Path(__file__).resolve().parents[1] / "data" / "cqc_published_scores.csv"
HEADING = "council," + ",".join(f"qs{place}" for place in range(1, 10))


def run(path: Path) -> list[dict[str, str]]:
    output = io.StringIO()
    call_command("cqc_score", "--in", str(path), stdout=output)
    return list(csv.DictReader(io.StringIO(output.getvalue())))


def test_published_scores():
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file))
    found = run(PUBLISHED)
    assert [row["council"] for row in found] == [row["council"] for row in published]
    for got, row in zip(found, published, strict=True):
        assert got["overall_rating"] == row["overall_rating"]
        assert got["overall_pct"] == row["computed_pct_rounded_up"]
        assert row["overall_pct"] in ("", got["overall_pct"])


def test_output_is_plain_csv(tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_text(f'\ufeffnote,{HEADING}\nx,"Poole, Christchurch",4,4,4,4,4,4,4,4,4\n')
    call_command("cqc_score", "--in", str(path))
    assert capsys.readouterr().out == (
        'council,overall_pct,overall_rating\n"Poole, Christchurch",100,Outstanding\n'
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"{HEADING}\nA,1,2,3,4,5,3,3,3,3\n", "in.csv, line 2, column qs5: '5' is not a score"),
        (f"{HEADING}\nA,0,2,3,4,4,3,3,3,3\n", "in.csv, line 2, column qs1: '0' is not a score"),
        (
            f"{HEADING}\nA,1,2,3,4,2.5,3,3,3,3\n",
            "line 2, column qs5: '2.5' is not a",
        ),
        (f"{HEADING}\nA,1,2,3,4,,3,3,3,3\n", "in.csv, line 2, column qs5: the score is missing"),
        (f"{HEADING}\n,1,2,3,4,4,3,3,3,3\n", "in.csv, line 2, column council: the council's name"),
        (HEADING.replace(",qs9", "") + "\nA,1,2,3,4,4,3,3,3\n", "there is no column qs9"),
        (f"{HEADING}\n", "has no rows"),
        ("", "in.csv is empty"),
    ],
)
def test_bad_files(content, message, tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_text(content)
    with pytest.raises(CommandError) as caught:
        run(path)
    assert message in str(caught.value)


def test_nothing_is_printed_when_a_later_row_is_wrong(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(f"{HEADING}\nA,3,3,3,3,3,3,3,3,3\nB,3,3,3,3,3,3,3,3,9\n")
    output = io.StringIO()
    with pytest.raises(CommandError, match="line 3, column qs9"):
        call_command("cqc_score", "--in", str(path), stdout=output)
    assert output.getvalue() == ""


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read"):
        run(tmp_path / "nowhere.csv")
