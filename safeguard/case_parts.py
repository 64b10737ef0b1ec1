"""What a case holds besides its events: risks, conditions, people, outcomes, files. One query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import CharField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from safeguard import choices, choices_work
from safeguard.models import (
    AllegedSource,
    CaseDocument,
    ConcernCondition,
    ConcernRiskType,
    DesiredOutcome,
    OtherAtRisk,
    Risk,
)

Words = tuple[str, str, str]


@dataclass(frozen=True)
class CasePart:
    """One row in words: what it is, and up to two things said about it."""

    name: str
    note: str = ""
    about: str = ""


@dataclass
class CaseParts:
    """The rows of a concern or an enquiry, each list in the order in which they were recorded."""

    risk_types: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    sources: list[CasePart] = field(default_factory=list)
    others: list[CasePart] = field(default_factory=list)
    outcomes: list[CasePart] = field(default_factory=list)
    documents: list[CasePart] = field(default_factory=list)
    risks: list[CasePart] = field(default_factory=list)


Kinds = tuple[tuple[type[models.Model], tuple[str, ...]], ...]


def parts_of(concern_id: int) -> CaseParts:
    """Return the rows of one concern in words."""
    return _read(OF_CONCERN, concern=concern_id)


def enquiry_parts_of(enquiry_id: int) -> CaseParts:
    """Return the risks and the outcomes of one enquiry in words."""
    return _read(OF_ENQUIRY, enquiry=enquiry_id)


def _read(kinds: Kinds, **whose: int) -> CaseParts:
    first, *rest = (
        _rows(number, model, columns, whose) for number, (model, columns) in enumerate(kinds)
    )
    found = CaseParts()
    for number, _, *words in sorted(first.union(*rest, all=True), key=lambda row: row[:2]):
        a, b, c = (word or "" for word in words)
        READ[kinds[number][0]](found, (a, b, c))
    return found


OUTCOME = (DesiredOutcome, ("wanted", "achieved", "in_whose_view"))
OF_ENQUIRY: Kinds = ((Risk, ("risk_type", "location", "source")), OUTCOME)
OF_CONCERN: Kinds = (
    (ConcernRiskType, ("risk_type",)),
    (ConcernCondition, ("condition",)),
    (AllegedSource, ("name", "kind", "relationship")),
    (OtherAtRisk, ("kind", "name", "what_was_done")),
    OUTCOME,
    (CaseDocument, ("title", "filename", "public_id")),
)


def _rows(
    number: int, model: type[models.Model], columns: tuple[str, ...], whose: Mapping[str, int]
) -> QuerySet[Any, Any]:
    rows = model._default_manager.filter(**whose).order_by()
    if model is DesiredOutcome:
        rows = rows.filter(Q(replaced_by=None))
    words = [Cast(F(name), TextField()) for name in columns]
    words += [Cast(Value("", CharField()), TextField())] * (3 - len(words))
    return rows.values_list(Value(number, models.IntegerField()), "pk", *words)


def _label(listed: type[models.TextChoices], code: str) -> str:
    return str(dict(listed.choices).get(code, code))


def _risk_type(found: CaseParts, words: Words) -> None:
    found.risk_types.append(_label(choices.TypeOfRisk, words[0]))


def _condition(found: CaseParts, words: Words) -> None:
    found.conditions.append(_label(choices.HealthCondition, words[0]))


def _source(found: CaseParts, words: Words) -> None:
    name, kind, relationship = words
    found.sources.append(
        CasePart(name or "Name not known", relationship, _label(choices.SourceOfRisk, kind))
    )


def _other(found: CaseParts, words: Words) -> None:
    kind, name, done = words
    found.others.append(CasePart(name or "Name not known", done, _label(choices_work.AtRisk, kind)))


def _outcome(found: CaseParts, words: Words) -> None:
    wanted, achieved, view = words
    judged = _label(choices.OutcomesAchieved, achieved) if achieved else "Not judged yet"
    found.outcomes.append(CasePart(wanted, judged, view))


def _risk(found: CaseParts, words: Words) -> None:
    kind, location, source = words
    found.risks.append(
        CasePart(
            _label(choices.TypeOfRisk, kind),
            _label(choices.LocationOfRisk, location),
            _label(choices.SourceOfRisk, source),
        )
    )


def _document(found: CaseParts, words: Words) -> None:
    title, filename, key = words
    found.documents.append(CasePart(title, filename, str(UUID(key))))


READ = {
    ConcernRiskType: _risk_type,
    ConcernCondition: _condition,
    AllegedSource: _source,
    OtherAtRisk: _other,
    DesiredOutcome: _outcome,
    CaseDocument: _document,
    Risk: _risk,
}
