"""What the four files of a case extract hold: each column, what it may hold, where it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from types import MappingProxyType

from django.db.models import TextChoices

from safeguard import choices

REFERENCE_LENGTH = 40
CAUSED_TO_LENGTH = 120
SEPARATOR = ";"


class Kind(StrEnum):
    """How a cell reads."""

    REFERENCE = auto()
    TEXT = auto()
    DATE = auto()
    MOMENT = auto()
    """A date and a time of day, as a clock in London showed it."""
    CODE = auto()
    CODES = auto()
    """Several values of one list with semicolons between them."""
    YES_NO = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `words` gives what is stored for each value that a cell may hold.

    `attribute` is the column of the register's own table; it is empty where the register holds
    the value in rows of their own. `length` is in characters; None is without end.
    """

    name: str
    kind: Kind
    attribute: str = ""
    required: bool = False
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    length: int | None = None

    @property
    def is_coded(self) -> bool:
        return self.kind in (Kind.CODE, Kind.CODES, Kind.YES_NO)

    @property
    def bits(self) -> dict[str, int]:
        """A power of two for each stored code, so that a list of them is one whole number."""
        return {code: 1 << place for place, code in enumerate(self.words.values())}

    def label(self, code: object) -> str:
        """Return the word of the file for a stored code; nothing stored reads as nothing."""
        if code is None:
            return ""
        return next((word for word, held in self.words.items() if held == code), str(code))


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One file. `reference` names its rows, `parent` the row of another file they belong to.

    `reference` is empty for risks: a risk has no reference of its own.
    """

    name: str
    columns: tuple[Column, ...]
    reference: str = ""
    parent: str = ""
    parent_file: str = ""

    @property
    def number(self) -> int:
        return FILE_NAMES.index(self.name)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


FILE_NAMES = ("people", "concerns", "enquiries", "risks")
YES, NO = "1", "0"


def _labels(members: type[TextChoices]) -> Mapping[str, str]:
    return MappingProxyType({str(label): str(value) for value, label in members.choices})


def _codes(members: type[TextChoices]) -> Mapping[str, str]:
    return MappingProxyType({str(value): str(value) for value in members.values})


def _reference(name: str, attribute: str = "reference") -> Column:
    return Column(name, Kind.REFERENCE, attribute, required=True, length=REFERENCE_LENGTH)


def _coded(
    name: str, attribute: str, words: Mapping[str, str], *, required: bool = False
) -> Column:
    return Column(name, Kind.CODE, attribute, required=required, words=words)


def _yes_no(name: str, attribute: str) -> Column:
    return Column(name, Kind.YES_NO, attribute, words=MappingProxyType({"yes": YES, "no": NO}))


def _date(name: str, attribute: str, *, required: bool = False) -> Column:
    return Column(name, Kind.DATE, attribute, required=required)


TYPES_OF_RISK = Column(
    "types_of_risk", Kind.CODES, required=True, words=_labels(choices.TypeOfRisk)
)
CONDITIONS = Column(
    "reported_health_conditions", Kind.CODES, words=_labels(choices.HealthCondition)
)

PEOPLE = FileSpec(
    "people",
    (
        _reference("person_ref"),
        _date("date_of_birth", "born_on"),
        _date("date_of_death", "died_on"),
        _coded("gender", "gender", _labels(choices.Gender), required=True),
        _coded("ethnicity", "ethnicity", _labels(choices.Ethnicity), required=True),
    ),
    reference="person_ref",
)
CONCERNS = FileSpec(
    "concerns",
    (
        _reference("concern_ref"),
        _reference("person_ref", "adult_id"),
        Column("received_at", Kind.MOMENT, "received_at", required=True),
        _coded("referrer", "referrer", _labels(choices.Referrer), required=True),
        _coded(
            "primary_support_reason",
            "primary_support_reason",
            _labels(choices.PrimarySupportReason),
            required=True,
        ),
        CONDITIONS,
        TYPES_OF_RISK,
        _coded("location_of_risk", "location", _labels(choices.LocationOfRisk), required=True),
        _coded("priority", "priority", _codes(choices.Priority)),
        _date("decided_on", "decided_on"),
        _coded("decision", "decision", _codes(choices.DecisionResult)),
        _yes_no("s42_1a", "met_a"),
        _yes_no("s42_1b", "met_b"),
        _yes_no("s42_1c", "met_c"),
        Column("decision_reason", Kind.TEXT, "decision_reason"),
    ),
    reference="concern_ref",
    parent="person_ref",
    parent_file="people",
)
ENQUIRIES = FileSpec(
    "enquiries",
    (
        _reference("enquiry_ref"),
        _reference("concern_ref", "concern_id"),
        _coded("kind", "kind", _codes(choices.EnquiryKind), required=True),
        _date("started_on", "commenced_on", required=True),
        _date("concluded_on", "concluded_on"),
        _coded(
            "risk_assessment_result",
            "risk_assessment_result",
            _labels(choices.RiskAssessmentResult),
        ),
        _coded("risk_outcome", "risk_outcome", _labels(choices.RiskOutcome)),
        _coded("lacked_capacity", "lacked_capacity", _labels(choices.LackedCapacity)),
        _yes_no("supported", "supported"),
        _coded("outcomes_asked", "outcomes_asked", _labels(choices.OutcomesAsked)),
        _coded("outcomes_achieved", "outcomes_achieved", _labels(choices.OutcomesAchieved)),
        Column("caused_to", Kind.TEXT, "caused_to", length=CAUSED_TO_LENGTH),
    ),
    reference="enquiry_ref",
    parent="concern_ref",
    parent_file="concerns",
)
RISKS = FileSpec(
    "risks",
    (
        _reference("enquiry_ref", "enquiry_id"),
        _coded("type_of_risk", "risk_type", _labels(choices.TypeOfRisk), required=True),
        _coded("location_of_risk", "location", _labels(choices.LocationOfRisk), required=True),
        _coded("source_of_risk", "source", _labels(choices.SourceOfRisk), required=True),
    ),
    parent="enquiry_ref",
    parent_file="enquiries",
)
FILES = (PEOPLE, CONCERNS, ENQUIRIES, RISKS)
BY_NAME: Mapping[str, FileSpec] = {spec.name: spec for spec in FILES}
