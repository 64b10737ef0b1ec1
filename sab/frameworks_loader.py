"""Read the taxonomies that come with the product. Refuses a file that does not hold together."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from sab.choices import AgencyKind, Stage
from sab.choices_board import Direction, Principle, Rating, RiskAxis, SurveyKind, Unit
from sab.choices_recommendation import Domain

FOLDER = Path(__file__).parent / "frameworks"
Base = Literal["receipt", "decision", "stage"]
Status = Literal["sourced", "partial", "design", "recall"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ThemeLine(_Strict):
    code: str
    domain: Domain
    title: str
    retired: bool = False


class StageLine(_Strict):
    """One stage: the days a board starts out with, and from when they count."""

    code: Stage
    days: int | None
    counts_from: Base
    status: Status
    markers: tuple[int, ...]


class Marker(_Strict):
    number: int
    title: str
    status: Status


class _Stages(_Strict):
    stages: tuple[StageLine, ...]
    markers: tuple[Marker, ...]


class _Themes(_Strict):
    themes: tuple[ThemeLine, ...]


class RatingMeans(_Strict):
    rating: Rating
    means: str


class StandardLine(_Strict):
    code: str
    text: str
    evidence: tuple[str, ...]


class ReturnSection(_Strict):
    title: str
    kinds: tuple[AgencyKind, ...] = ()
    standards: tuple[StandardLine, ...]


class ReturnQuestions(_Strict):
    """One version of what partners are asked in their assurance return."""

    code: str
    version: int
    title: str
    status: Status
    published_on: date
    declaration: str
    scale: tuple[RatingMeans, ...]
    sections: tuple[ReturnSection, ...]


class LevelLine(_Strict):
    """What a value of a risk scale means at first."""

    value: int
    label: str
    means: str


class _RiskScale(_Strict):
    status: Status
    likelihood: tuple[LevelLine, ...]
    impact: tuple[LevelLine, ...]
    band: tuple[LevelLine, ...]


class IndicatorLine(_Strict):
    """One indicator of the dataset that a board starts out with."""

    code: str
    principle: Principle
    title: str
    definition: str
    unit: Unit
    direction: Direction
    whole: str = ""
    measure: str = ""
    kinds: tuple[AgencyKind, ...] = ()
    caution: str = ""


class _Dataset(_Strict):
    status: Status
    indicators: tuple[IndicatorLine, ...]


class SurveyLine(_Strict):
    """One statement of a survey, or with `is_written` one that is answered in words."""

    code: str
    domain: str
    text: str
    is_written: bool = False
    standards: tuple[str, ...] = ()


class SurveyQuestions(_Strict):
    kind: SurveyKind
    status: Status
    title: str
    questions: tuple[SurveyLine, ...]


@cache
def survey_questions(kind: SurveyKind) -> SurveyQuestions:
    """Return the shipped questions of a kind of survey.

    Raises:
        ValueError: the file is of another kind, or a code stands twice.
    """
    found = SurveyQuestions.model_validate(_read(f"{kind}_survey.yaml"))
    codes = [line.code for line in found.questions]
    if found.kind != kind or len(set(codes)) != len(codes):
        raise ValueError(f"{kind}_survey.yaml repeats a code, or is of another kind")
    return found


@cache
def return_questions() -> ReturnQuestions:
    """Return the shipped questions.

    Raises:
        ValueError: a code stands twice, or the scale is not the whole scale in its order.
    """
    found = ReturnQuestions.model_validate(_read("partner_return.yaml"))
    codes = [line.code for section in found.sections for line in section.standards]
    if len(set(codes)) != len(codes) or [line.rating for line in found.scale] != list(Rating):
        raise ValueError("partner_return.yaml repeats a code, or leaves a rating out")
    return found


@cache
def themes() -> tuple[ThemeLine, ...]:
    return _Themes.model_validate(_read("themes.yaml")).themes


@cache
def stages() -> dict[Stage, StageLine]:
    """Return the stages in order.

    Raises:
        ValueError: the file leaves a stage out.
    """
    found = {line.code: line for line in _stages().stages}
    if list(found) != list(Stage):
        raise ValueError("stages.yaml does not list the stages in their order")
    return found


@cache
def markers() -> tuple[Marker, ...]:
    return _stages().markers


@cache
def risk_scale() -> dict[RiskAxis, tuple[LevelLine, ...]]:
    found = _RiskScale.model_validate(_read("risk_scale.yaml"))
    return {
        RiskAxis.LIKELIHOOD: found.likelihood,
        RiskAxis.IMPACT: found.impact,
        RiskAxis.BAND: found.band,
    }


@cache
def indicators() -> tuple[IndicatorLine, ...]:
    """Return the indicators a board starts out with.

    Raises:
        ValueError: a code stands twice, or one is both counted by the register and asked for.
    """
    found = _Dataset.model_validate(_read("dataset.yaml")).indicators
    if len({line.code for line in found}) != len(found):
        raise ValueError("dataset.yaml repeats a code")
    if any(bool(line.measure) == bool(line.kinds) for line in found):
        raise ValueError(
            "dataset.yaml: an indicator is counted by the register or asked of agencies"
        )
    return found


@cache
def _stages() -> _Stages:
    return _Stages.model_validate(_read("stages.yaml"))


def _read(name: str) -> object:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
