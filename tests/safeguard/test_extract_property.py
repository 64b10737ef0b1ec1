"""Whatever stands in one cell, an extract is loaded or refused with a fault, and never crashes."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import Organisation
from safeguard.choices import ImportState
from safeguard.extract.faults import CODES
from safeguard.services.import_undo import undo_import
from tests.safeguard.extract_files import (
    SOUND,
    extract,
    faults_of,
    load,
    write_csvs,
    write_workbook,
)

CELLS = [(file, column) for file, rows in SOUND.items() for column in rows[0]]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
AWKWARD = st.sampled_from(
    ["", " ", "0", "-", "=", "=1", '"', ",", ";", "\n", "\r", "\ufeff", "2024-02-30", "9999-12-31",
     "0001-01-01", "0000-00-00", "29/02/2023", "2024-03-31T01:30", "24:00", "T", "2024-05-06T",
     "yes", "YES", "x" * 41, "x" * 121, "\u2028", "P1", "C1", "E1", "1e5", "%s", "{x}",
     "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0661"]
)  # fmt: skip


@pytest.mark.django_db
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cell=st.sampled_from(CELLS), text=TEXT | AWKWARD, is_workbook=st.booleans())
def test_any_text_in_any_cell(
    council: Organisation, cell: tuple[str, str], text: str, is_workbook: bool
):
    file, column = cell
    made = extract(**{file: {column: text}})
    with tempfile.TemporaryDirectory() as folder:
        if is_workbook:
            source = write_workbook(Path(folder) / "a.xlsx", made)
        else:
            source = write_csvs(Path(folder), made)
        run = load(council, source, dry_run=True)
        assert run.state == ImportState.CHECKED
        assert {code for *_, code in faults_of(run)} <= set(CODES)
        if run.fault_count == 0:
            loaded = load(council, source)
            assert loaded.state == ImportState.LOADED
            assert load(council, source).state == ImportState.UNCHANGED
            undo_import(by=None, run=loaded)
