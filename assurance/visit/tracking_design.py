"""What a case-tracking sample is divided by, its usual sizes and quotas, and the reading list."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from safeguard.choices import Ethnicity, Gender, LocationOfRisk, PrimarySupportReason

FILE = Path(__file__).parents[1] / "frameworks" / "case_tracking.yaml"
YES, NO = "yes", "no"
# Facts whose values are a list of the register's own.
OF_REGISTER = {
    "support_reason": PrimarySupportReason,
    "gender": Gender,
    "ethnicity": Ethnicity,
    "setting": LocationOfRisk,
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(_Strict):
    """Something a list of cases is divided by; `values` is each code and its words."""

    key: str
    label: str
    source: Annotated[Literal["register", "file"], Field(alias="from")]
    values: dict[str, str] = {}

    def words(self, value: str) -> str:
        return self.values.get(value, value)


class QuotaDesign(_Strict):
    """A quota that a new sample starts with."""

    fact: str
    value: str
    wanted: Annotated[int, Field(ge=1)]


class Point(_Strict):
    """One point of the reading list."""

    key: str
    text: str


class Sizes(_Strict):
    """How many cases are listed, picked, tracked and kept in reserve."""

    listed: int
    picked: int
    tracked: int
    reserve: int


class Design(_Strict):
    """The whole of it, as the product comes."""

    provisional: bool
    source: str
    sizes: Sizes
    window_months: int
    facts: tuple[Fact, ...]
    quotas: tuple[QuotaDesign, ...]
    pre_read: tuple[Point, ...]

    @model_validator(mode="after")
    def _quotas_are_of_facts(self) -> "Design":
        values = {(fact.key, value) for fact in self.facts for value in fact.values}
        for quota in self.quotas:
            if (quota.fact, quota.value) not in values:
                raise ValueError(f"no fact has {quota.fact} = {quota.value}")
        return self

    def fact(self, key: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.key == key), None)

    def words(self, key: str, value: str) -> str:
        """Return a value of a fact as a person says it, the fact first: "Age: 18 to 64"."""
        fact = self.fact(key)
        return f"{fact.label}: {fact.words(value)}" if fact else f"{key}: {value}"


@cache
def tracking_design() -> Design:
    """Return the design that comes with the product."""
    held = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for fact in held["facts"]:
        if choices := OF_REGISTER.get(fact["key"]):
            fact["values"] = dict(choices.choices)
    return Design.model_validate(held)
