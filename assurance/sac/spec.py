"""The specification of the return, read from its file: a new year's template is a new file."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.periods import parse_financial_year

FOLDER = Path(__file__).resolve().parents[1] / "frameworks" / "sac"
Counted = Literal[
    "people",
    "people_by_reason",
    "people_by_condition",
    "cases",
    "risk_pairs",
    "concluded",
    "reviews",
    "review_people",
]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class Line(_Part):
    """A row, a column or a panel of a table."""

    code: str
    label: str
    mandatory: bool | None = None
    unverified: bool = False
    mandatory_unverified: bool = False
    note: str = ""


class CountRule(_Part):
    """What this project counts for a table, and on which axes."""

    of: Counted
    rows: str
    columns: str
    unverified_rows_blank_when_unused: bool = False


class Table(_Part):
    """One table of the return."""

    id: str
    title: str | None = None
    title_unverified: bool = False
    section: str
    unit: str = ""
    unverified: bool = False
    question: str = ""
    rows: tuple[Line, ...] = ()
    columns: tuple[Line, ...] = ()
    panels: tuple[Line, ...] = ()
    rules: tuple[str, ...] = ()
    note: str = ""
    count: CountRule | None = None

    @property
    def panels_or_none(self) -> tuple[Line, ...]:
        """The panels, or one with an empty code and label where the table has none."""
        return self.panels or (Line(code="", label="", mandatory=True),)

    def lines(self) -> Iterator[tuple[Line, Line, Line]]:
        """Yield panel, row and column of each cell, in the table's order."""
        return product(self.panels_or_none, self.rows, self.columns)

    def line(self, part: Literal["rows", "columns", "panels"], code: str) -> Line:
        """Return the row, column or panel of that code; LookupError if there is none."""
        lines = self.panels_or_none if part == "panels" else getattr(self, part)
        for line in lines:
            if line.code == code:
                return line
        raise LookupError(f"{self.id} has no {code} among its {part}")


class Validation(_Part):
    """One of the return's cross-checks: the expression is for reading, the code is ours."""

    id: str
    expr: str
    severity: Literal["error", "warning", "definition"]
    basis: str
    unverified: bool = False


class Specification(_Part):
    """A whole template, for the reporting years from `applies_from` to the next file's."""

    name: str
    applies_from: str
    tables: tuple[Table, ...]
    validations: tuple[Validation, ...]
    timetable: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)
    sources: Mapping[str, str] = Field(default_factory=dict)
    published_csv_schema: Mapping[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _codes_are_unique(self) -> "Specification":
        for table in self.tables:
            for part in ("rows", "columns", "panels"):
                codes = [line.code for line in getattr(table, part)]
                if len(codes) != len(set(codes)):
                    raise ValueError(f"{table.id}: a code stands twice among its {part}")
        return self

    @property
    def counted(self) -> tuple[Table, ...]:
        """The tables that are built; one whose content nobody has seen is not."""
        return tuple(table for table in self.tables if table.count)

    def table(self, table_id: str) -> Table:
        """Return a table by its id; LookupError if there is none."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise LookupError(f"the return has no table {table_id}")


@cache
def load(path: Path) -> Specification:
    """Read one file.

    Raises:
        pydantic.ValidationError: it does not have the shape of a specification.
    """
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    meta = held.pop("meta")
    return Specification(**held, name=meta["name"], applies_from=meta["applies_from"])


def specification_for(year: str, folder: Path = FOLDER) -> Specification:
    """Return the latest specification that applies to the reporting year, such as "2024-25".

    Raises:
        ValueError: `year` is not a financial year, or lies before every file.
    """
    start = parse_financial_year(year).start
    files = [load(path) for path in sorted(folder.glob("*.yaml"))]
    fitting = [spec for spec in files if parse_financial_year(spec.applies_from).start <= start]
    if not fitting:
        raise ValueError(f"There is no specification of the return for {year}.")
    return max(fitting, key=lambda spec: spec.applies_from)
