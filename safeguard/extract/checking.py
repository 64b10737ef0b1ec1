"""Check a whole extract: every row into the temporary tables, every fault found, nothing loaded."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from core.models import Organisation
from safeguard.choices import RISK_IDENTIFIED
from safeguard.extract import staging
from safeguard.extract.columns import CONCERNS, CONDITIONS, FILES, TYPES_OF_RISK, Column
from safeguard.extract.cross_checks import check_across
from safeguard.extract.errors import ExtractError
from safeguard.extract.mapping import CouncilMapping
from safeguard.extract.reading import FileReading, Progress
from safeguard.extract.sources import Source

WITHOUT_OUTCOME = """
SELECT COUNT(*) FROM {table}
WHERE ok = 1 AND concluded_on IS NOT NULL AND risk_outcome IS NULL
  AND risk_assessment_result IN (%s, %s)
"""
LATEST = """
SELECT MAX(latest) FROM (
  SELECT MAX(date_of_death) AS latest FROM {people} WHERE ok = 1
  UNION ALL SELECT MAX(received_on) FROM {concerns} WHERE ok = 1
  UNION ALL SELECT MAX(decided_on) FROM {concerns} WHERE ok = 1
  UNION ALL SELECT MAX(started_on) FROM {enquiries} WHERE ok = 1
  UNION ALL SELECT MAX(concluded_on) FROM {enquiries} WHERE ok = 1
) AS dates
"""


@dataclass(slots=True)
class Checked:
    """What checking found. The rows and the faults themselves stand in the temporary tables.

    `rows` counts the rows of each file, `sound` those that can be loaded; `latest` is the last
    date that happened in a sound row (yyyy-mm-dd), None where there is none.
    """

    rows: dict[str, int]
    sound: dict[str, int]
    faults: int
    latest: str | None
    notices: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


def open_readings(source: Source, mapping: CouncilMapping, *, today: str) -> dict[str, FileReading]:
    """Read the first line of each file.

    Raises:
        ExtractError: columns are missing or doubled; every file that is wrong is named.
    """
    readings = {
        spec.name: FileReading(spec, source.tables[spec.name], mapping, today=today)
        for spec in FILES
    }
    wrong = {name: part.header for name, part in readings.items() if part.header.error}
    if wrong:
        raise ExtractError(
            " ".join(header.error for header in wrong.values()),
            missing={name: header.missing for name, header in wrong.items()},
            spare={name: header.spare for name, header in wrong.items()},
        )
    return readings


@contextmanager
def staged() -> Iterator[None]:
    """Keep the temporary tables for the length of a block."""
    with staging.frugal():
        staging.create()
        try:
            yield
        finally:
            staging.drop()


def check_extract(
    readings: Mapping[str, FileReading], council: Organisation, progress: Progress
) -> Checked:
    """Put every row into the temporary tables and find every fault. Needs `staged`."""
    with staging.writing():
        for reading in readings.values():
            reading.run(progress)
        _stage_bits()
        staging.index()
    with staging.writing():
        progress("Comparing rows", 0, 1)
        faults = check_across(council)
        staging.execute(
            "CREATE INDEX stage_faults_in_order ON {faults} (file, line, place)",
            faults=staging.FAULTS,
        )
    tables = {spec.name: staging.table_of(spec.name) for spec in FILES}
    return Checked(
        rows={name: reading.rows for name, reading in readings.items()},
        sound=_sound(tables),
        faults=faults,
        latest=_as_text(staging.scalar(LATEST, **tables)),
        notices=_notices(readings),
        labels={name: reading.table.label for name, reading in readings.items()},
    )


def count_again(checked: Checked) -> None:
    """Count what is sound once more, after faults were added to those that checking found."""
    tables = {spec.name: staging.table_of(spec.name) for spec in FILES}
    checked.sound = _sound(tables)
    checked.latest = _as_text(staging.scalar(LATEST, **tables))
    checked.faults = int(staging.scalar("SELECT COUNT(*) FROM {faults}", faults=staging.FAULTS))


def _sound(tables: Mapping[str, str]) -> dict[str, int]:
    return {
        name: int(staging.scalar("SELECT COUNT(*) FROM {table} WHERE ok = 1", table=table))
        for name, table in tables.items()
    }


def _stage_bits() -> None:
    """List the codes behind each whole number that stands for several (see Column.bits)."""
    for column in (TYPES_OF_RISK, CONDITIONS):
        masks = staging.execute(
            "SELECT DISTINCT {column} FROM {table} WHERE {column} > 0",
            column=column.name,
            table=staging.table_of(CONCERNS.name),
        ).fetchall()
        staging.add(
            staging.BITS,
            ("name", "mask", "code"),
            [(column.name, mask, code) for (mask,) in masks for code in codes_in(column, mask)],
        )


def codes_in(column: Column, mask: int) -> list[str]:
    """Return the codes whose bits are set in `mask`, in the order of the list."""
    return [code for code, bit in column.bits.items() if mask & bit]


def _as_text(value: object) -> str | None:
    return None if value is None else str(value)


def _notices(readings: Mapping[str, FileReading]) -> list[str]:
    notices: list[str] = []
    for reading in readings.values():
        label = reading.table.label
        notices += reading.table.notices
        if reading.header.spare:
            spare = ", ".join(reading.header.spare)
            notices.append(f"{label}: these columns are not part of an extract: {spare}.")
        if reading.blank:
            notices.append(f"{label}: {reading.blank} rows of empty cells were left out.")
        if not reading.rows:
            notices.append(f"{label} holds no rows.")
    lacking = staging.scalar(WITHOUT_OUTCOME, *RISK_IDENTIFIED, table=staging.table_of("enquiries"))
    if lacking:
        notices.append(
            f"{lacking} concluded enquiries say that a risk was identified and give no risk "
            "outcome. They can be loaded; the return will show them as not recorded."
        )
    return notices
