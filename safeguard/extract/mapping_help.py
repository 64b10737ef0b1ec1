"""Build a mapping from what did not match: questions with a likely answer, answers into YAML.

An answer is only ever offered; nothing is translated until a person has saved it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from safeguard.extract.cells import normal
from safeguard.extract.columns import BY_NAME
from safeguard.extract.dates import ISO, UK
from safeguard.extract.faults import suggestions
from safeguard.extract.mapping import CouncilMapping, read_mapping, write_mapping

SKIP = ""
NOTHING = "(nothing)"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that did not match: a value of a column, or a column of ours that is missing.

    `said` is the council's value; it is empty where the question is which of the council's
    columns is `column`. `options` are what can be answered, `likely` the best of them or SKIP.
    """

    file: str
    column: str
    said: str
    count: int
    options: tuple[str, ...]
    likely: str

    @property
    def is_column(self) -> bool:
        return not self.said


def questions_of(unmatched: Mapping[str, Any]) -> list[Question]:
    """Return what can be asked about what a run did not match (see RunFolder.unmatched)."""
    return [*_columns(unmatched), *_values(unmatched)]


def _columns(unmatched: Mapping[str, Any]) -> Iterator[Question]:
    for file, columns in unmatched.get("missing", {}).items():
        spare = tuple(unmatched.get("spare", {}).get(file, ()))
        for column in columns:
            yield Question(file, column, "", 1, spare, _likely_column(column, spare))


def _likely_column(column: str, spare: tuple[str, ...]) -> str:
    said = {_as_words(name): name for name in spare}
    close = get_close_matches(_as_words(column), said, n=1, cutoff=0.5)
    return said[close[0]] if close else SKIP


def _as_words(name: str) -> str:
    return normal(name.replace("_", " ").replace("-", " "))


def _values(unmatched: Mapping[str, Any]) -> Iterator[Question]:
    values = unmatched.get("values", {})
    for spec in BY_NAME.values():
        for column in spec.columns:
            options = (*column.words, *(() if column.required else (NOTHING,)))
            for said, count in values.get(spec.name, {}).get(column.name, {}).items():
                likely = next(iter(suggestions(column, said)), SKIP)
                yield Question(spec.name, column.name, said, count, options, likely)


def likely_dates(unmatched: Mapping[str, Any], mapping: CouncilMapping) -> str:
    """Return how the council seems to write its dates."""
    return UK if unmatched.get("dates") else mapping.dates


def answered(text: str, dates: str, answers: Mapping[Question, str]) -> str:
    """Return the mapping `text` with the answers added to it, as YAML.

    Raises:
        MappingError: `text` has mistakes.
    """
    held = read_mapping(text).model_dump()
    held["dates"] = UK if dates == UK else ISO
    for question, answer in answers.items():
        if answer == SKIP:
            continue
        part = held["files"][question.file]
        if question.is_column:
            part["columns"][question.column] = answer
        else:
            said = part["values"].setdefault(question.column, {})
            said[question.said] = "" if answer == NOTHING else answer
    return write_mapping(CouncilMapping.model_validate(held))
