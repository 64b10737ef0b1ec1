"""The shape of a framework file. What a line of it means is said at `FrameworkEntry`."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from assurance.models.framework import CODE_LENGTH
from core.plain_text import plain_text

Code = Annotated[str, StringConstraints(pattern=rf"^[A-Za-z0-9_.-]{{1,{CODE_LENGTH}}}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Source = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @field_validator("*", mode="after")
    @classmethod
    def _no_hidden_characters(cls, value: object) -> object:
        """Refuse what a reader cannot see: a database may not store it, and nobody meant it."""
        if isinstance(value, str) and plain_text(value) != value:
            raise ValueError("has characters that cannot be seen, or markup")
        return value


class EntryLine(Shape):
    """Any entry. `seed` is where it stands in a source: the source's key, a heading, a number."""

    code: Code
    text: Text
    seed: Reference = ""
    group: Reference = ""
    provisional: bool = False
    note: Reference = ""
    url: Reference = ""


class EvidenceLine(EntryLine):
    if_available: bool = False


class InformationLine(EntryLine):
    """An item of the information return; what is not known of it is left out, never guessed."""

    statements: list[Code] = []
    ir_number: Annotated[str, StringConstraints(max_length=12)] | None = None
    look_back_months: Annotated[int, Field(ge=1, le=120)] | None = None
    due_days: Annotated[int, Field(ge=1, le=365)] | None = None


class SubHeadingLine(Shape):
    code: Code
    label: Line
    seed: Reference = ""


class CategoryLine(Shape):
    code: Code
    label: Line
    is_scored: bool


class ThemeLine(Shape):
    """A theme, and the statements under it in their order."""

    code: Code
    number: Annotated[int, Field(ge=1, le=99)]
    title: Line
    covers: list[Line] = []
    statements: Annotated[list[Code], Field(min_length=1)]


class StatementPart(Shape):
    """One quality statement with everything that hangs on it."""

    code: Code
    label: Line
    aliases: list[Line] = []
    quotation: Text
    quotation_source: Source
    summary_points: list[EntryLine] = []
    i_statements: list[EntryLine] = []
    legal_references: list[EntryLine] = []
    sub_headings: list[SubHeadingLine] = []
    required_evidence: dict[Code, Annotated[list[EvidenceLine], Field(min_length=1)]] = {}
    best_practice: list[EntryLine] = []
    checklist: list[EntryLine] = []
    stage2_prompts: list[EntryLine] = []


class SourceDocument(Shape):
    """A document the file was made from; `file` is the name of the copy that was read."""

    title: Source
    file: Reference = ""
    url: Reference = ""


class Correction(Shape):
    """A mistake of a source that this file puts right."""

    source: Reference
    printed: Text
    put_right: Text


class FrameworkFile(Shape):
    """A whole version of a framework."""

    code: Code
    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,20}$")]
    title: Line
    source: Source
    source_url: Reference = ""
    valid_from: date
    valid_to: date | None = None
    sources: dict[Code, SourceDocument] = {}
    corrections: list[Correction] = []
    categories: Annotated[list[CategoryLine], Field(min_length=1)]
    themes: Annotated[list[ThemeLine], Field(min_length=1)]
    statements: Annotated[list[StatementPart], Field(min_length=1)]
    stage3_sections: list[EntryLine] = []
    information_items: list[InformationLine] = []
