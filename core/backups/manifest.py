"""What a backup says of itself: `manifest.json`, the last file in it."""

from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, NonNegativeInt, model_validator

from core.backups.states import Name
from core.backups.tables import LEFT_OUT

MEDIA, TABLES = "media/", "tables/"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TableEntry(_Part):
    """One table. Its hash is over its rows in one form, whichever database they are read from."""

    table: str
    columns: list[str]
    rows: NonNegativeInt
    sha256: str
    last_key: NonNegativeInt | None

    @property
    def path(self) -> str:
        return path_of(self.table)


class FileEntry(_Part):
    """One file of the archive."""

    path: str
    size: NonNegativeInt
    sha256: str

    @property
    def media_name(self) -> str:
        """Its path below MEDIA_ROOT."""
        return self.path.removeprefix(MEDIA)


class Manifest(_Part):
    """The whole: of which moment, of which code, and what is in it.

    `left_out` names each table that is not in it, and why. `missing_files` are named by a row, but
    were not below MEDIA_ROOT when the backup was made.
    """

    format: str
    made_at: AwareDatetime
    database: str
    version: str
    migrations: list[Name]
    tables: list[TableEntry]
    left_out: dict[str, str]
    missing_files: list[str]
    files: list[FileEntry]

    @model_validator(mode="after")
    def _every_table_has_its_file(self) -> Self:
        here = {each.path for each in self.files if not each.path.startswith(MEDIA)}
        if here != {each.path for each in self.tables}:
            raise ValueError("tables and files do not match")
        return self

    @property
    def media(self) -> list[FileEntry]:
        return [each for each in self.files if each.path.startswith(MEDIA)]

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.tables)

    @property
    def foreign_tables(self) -> list[str]:
        """The tables left out that are not of this product."""
        return [name for name in self.left_out if name not in LEFT_OUT]


def path_of(table: str) -> str:
    """Return the path of a table in the archive."""
    return f"{TABLES}{table}.jsonl"
