"""Read the scoring methods that come with the product. Refuses a file that does not hold together.

The words and numbers are CQC's and change with its guidance, so they are data.
"""

from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from assurance.rules.rating import Band, CategoryScoring, Rounding, ScoringMethod

FILE = Path(__file__).parent / "frameworks" / "cqc_scoring.yaml"
DEFAULT_METHOD = "b"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Band(_Strict):
    lower: Annotated[int, Field(alias="from", ge=0, le=100)]
    result: str | int

    def as_rule(self) -> Band:
        return Band(self.lower, str(self.result))


_Bands = Annotated[tuple[_Band, ...], Field(min_length=1)]


class _Categories(_Strict):
    rounding: Rounding
    bands: _Bands


class _Method(_Strict):
    name: str
    used: str
    overall_rounding: Rounding
    categories: _Categories | None


class _Scoring(_Strict):
    title: str
    source: str
    statements: Annotated[int, Field(ge=1)]
    lowest_score: int
    highest_score: int
    alert_score: int
    overall_bands: _Bands
    methods: dict[str, _Method]

    @model_validator(mode="after")
    def _bands_go_upwards(self) -> "_Scoring":
        categories = [method.categories for method in self.methods.values()]
        for bands in (self.overall_bands, *(c.bands for c in categories if c)):
            lowers = [band.lower for band in bands]
            if lowers != sorted(set(lowers)):
                raise ValueError("bands must go upwards")
        return self


def read_scoring_methods(text: str) -> dict[str, ScoringMethod]:
    """Return the methods in a scoring file, by code.

    Raises:
        ValueError: it is not YAML, or lacks something or has something that does not belong.
    """
    try:
        scoring = _Scoring.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise ValueError(f"the scoring file is not YAML: {error}") from error
    return {code: _as_rule(code, method, scoring) for code, method in scoring.methods.items()}


@cache
def shipped_scoring_methods() -> dict[str, ScoringMethod]:
    """Return CQC's published methods, by code."""
    return read_scoring_methods(FILE.read_text(encoding="utf-8"))


def _as_rule(code: str, method: _Method, scoring: _Scoring) -> ScoringMethod:
    found = method.categories
    categories = (
        CategoryScoring(found.rounding, tuple(band.as_rule() for band in found.bands))
        if found
        else None
    )
    return ScoringMethod(
        code=code,
        name=method.name,
        statements=scoring.statements,
        lowest=scoring.lowest_score,
        highest=scoring.highest_score,
        alert_score=scoring.alert_score,
        overall_rounding=method.overall_rounding,
        overall_bands=tuple(band.as_rule() for band in scoring.overall_bands),
        categories=categories,
        used=method.used,
    )
