"""`manage.py theme3_report`: a file, or a plain word about why there is none."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from assurance.models import ReportRun
from tests.factories import ConcernFactory, RegisterSettingsFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(council):
    RegisterSettingsFactory(council=council, data_cut_on=date(2025, 10, 1))
    ConcernFactory(adult__council=council, s42=True, received_on=date(2024, 5, 1))
    return council


def run(out, *more, council="TEST", start="2024-04-01", end="2025-03-31"):
    call_command(
        "theme3_report",
        *("--council", council, "--from", start, "--to", end, "--out", str(out)),
        *more,
    )


@pytest.mark.parametrize(
    ("suffix", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!DOCTYPE"), ("PDF", b"%P")]
)
def test_the_suffix_chooses_the_kind_of_file(suffix, start, filled, tmp_path, capsys):
    out = tmp_path / f"report.{suffix}"
    run(out)
    assert out.read_bytes().lstrip().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    assert "data to 2025-10-01" in capsys.readouterr().out
    assert ReportRun.objects.get().made_by is None


def test_mode_and_reader_are_printed_on_the_file(filled, tmp_path):
    out = tmp_path / "report.html"
    run(out, "--mode", "publication", "--prepared-for", " The Board ")
    text = out.read_text()
    assert "Suitable for sharing: small numbers hidden" in text
    assert "The Board" in text
    assert ReportRun.objects.get().prepared_for == "The Board"


def test_without_a_mode_the_counts_are_true_and_marked(filled, tmp_path):
    out = tmp_path / "report.html"
    run(out)
    assert "Internal: true counts, not for sharing" in out.read_text()


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"council": "NONE"}, "no council with the code 'NONE'. Councils here: TEST"),
        ({"start": "2024-13-01"}, "'2024-13-01' is not a date"),
        ({"start": "2025-04-01"}, "ends on 2025-03-31, before it starts on 2025-04-01"),
        ({"start": "0001-01-01"}, "must lie between 1990 and 2100"),
    ],
)
def test_what_cannot_be_done_is_said_plainly(wanted, words, filled, tmp_path):
    with pytest.raises(CommandError, match=words):
        run(tmp_path / "report.pdf", **wanted)
    assert not list(tmp_path.iterdir())
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize("name", ["report.txt", "report"])
def test_a_suffix_it_does_not_know_is_refused(name, filled, tmp_path):
    with pytest.raises(CommandError, match=r"ends in none of \.pdf, \.docx, \.html"):
        run(tmp_path / name)


def test_a_folder_that_is_not_there_is_said_plainly(filled, tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        run(tmp_path / "nowhere" / "report.pdf")
    assert not ReportRun.objects.exists()


def test_a_reader_whose_name_is_too_long_is_refused(filled, tmp_path):
    with pytest.raises(CommandError, match="at most 160 characters"):
        run(tmp_path / "report.pdf", "--prepared-for", "x" * 161)


def test_a_period_with_nothing_in_it_is_still_a_document(filled, tmp_path):
    out = tmp_path / "report.pdf"
    run(out, start="2030-04-01", end="2031-03-31")
    assert out.read_bytes().startswith(b"%PDF")
